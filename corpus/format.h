/* SPDX-License-Identifier: MIT
 *
 * Formats by name and by content. */
#ifndef PILCROW_CORPUS_FORMAT_H
#define PILCROW_CORPUS_FORMAT_H

#include "corpus/corpus.h"

/* What a file's name says of its content. */
typedef enum format_claim {
    FORMAT_NO_ENDING,   /* "README": whatever the content is */
    FORMAT_TAKEN,       /* an ending that a format takes */
    FORMAT_UNKNOWN      /* any other ending */
} format_claim;

/* `*format` is CORPUS_AUTO where the content decides. A final ".gz" is passed
 * over, but for formats that are packed already. */
format_claim format_of_name(const char *name, corpus_format *format);

/* True if the text begins as a page of HTML does. */
bool format_is_page(const char *text, size_t len);

/* The format of a text whose name does not say it. */
corpus_format format_of_content(const char *text, size_t len);

#endif
