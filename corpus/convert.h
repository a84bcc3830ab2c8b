/* SPDX-License-Identifier: MIT
 *
 * Documents that another program turns into text: PDF by pdftotext, whose words
 * are put together by where they stand (layout.h), DOCX by pandoc. */
#ifndef PILCROW_CORPUS_CONVERT_H
#define PILCROW_CORPUS_CONVERT_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "corpus/corpus.h"

typedef struct converter {
    corpus_format format;
    const char *kind;          /* "PDF" */
    const char *magic;         /* how such a file begins */
    size_t magic_within;       /* its first bytes, where that may stand */
    const char *program;
    const char *package;       /* of Debian, that has it */
    const char *const *args;   /* the program's name first, NULL-ended */
    const char *const *plain_args; /* where `read` makes nothing of it, or the
                                      program fails */
    const char *helper;            /* a program that tells more of it */
    const char *const *helper_args;
    /* Make text of what the two have written, the helper nothing where it fails;
     * UNSUPPORTED where that is better not done. NULL where the program writes
     * text. */
    pilcrow_status (*read)(buf *out, const buf *told, const buf *more,
                           const atomic_bool *stop, pilcrow_error *err);
    unsigned seconds; /* of processor for each program, and half of those that
                         the clock may show for all of them */
    size_t memory;
} converter;

/* The converter of a format; NULL if we read it ourselves. */
const converter *convert_find(corpus_format format);

/* True if the bytes begin as files of that format do. */
bool convert_is(const converter *how, const char *bytes, size_t len);
/* True if the bytes begin as a PDF file does, which no text does. */
bool convert_is_pdf(const char *bytes, size_t len);
/* The converter of what the bytes hold whatever its name: a PDF file, or a ZIP
 * file of the parts of a DOCX. NULL if they are neither. */
const converter *convert_of_content(const char *bytes, size_t len);

/* Turn a document into text, valid UTF-8: for PDF as layout.h has it, plain text
 * with a remark where that cannot be had, for DOCX Markdown. `out` is replaced.
 *
 * NOT_FOUND    the program is not installed; the message names the package.
 * UNSUPPORTED  the bytes are no such document, or it holds no text.
 * LIMIT, CANCELLED, IO  as child_run(), as is `stop`. */
pilcrow_status convert_document(buf *out, const converter *how,
                                const char *bytes, size_t len,
                                const atomic_bool *stop, pilcrow_error *err);

#endif
