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
    FORMAT_NOT_READ,    /* a document of a kind that is not read */
    FORMAT_UNKNOWN      /* any other ending */
} format_claim;

/* `*format` is CORPUS_AUTO where the content decides. A final ".gz" is passed
 * over. `*kind` (may be NULL) gets the name of a kind that is not read. */
format_claim format_of_name(const char *name, corpus_format *format,
                            const char **kind);

/* The format of a text whose name does not say it. */
corpus_format format_of_content(const char *text, size_t len);

#endif
