/* SPDX-License-Identifier: MIT
 *
 * Most lines of JSON Lines are an object of strings without much to them. Those
 * are read here, at a tenth of what a parser that makes a tree takes; any other
 * line, and any with a fault, is left to that. */
#ifndef PILCROW_CORPUS_PLAIN_RECORD_H
#define PILCROW_CORPUS_PLAIN_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* What a record says. Texts are NUL-terminated and hold no other NUL. */
typedef struct record_parts {
    const char *id;    /* NULL if it has none */
    const char *title; /* likewise */
    const char *text;
    size_t text_len;
    const char *meta; /* its other keys, as one JSON object */
} record_parts;

/* Where a record is read to; kept from one to the next. */
typedef struct plain_record {
    buf strings; /* what the parts point to */
    buf meta;
} plain_record;

void plain_record_init(plain_record *p);
void plain_record_release(plain_record *p);

/* Read one line of valid UTF-8. `out` is good until the next is read. False for
 * a record that has to be parsed: no object, no "text", a key that comes twice,
 * \u, a value that is neither a string nor a short number, or broken; also
 * without memory. */
bool plain_record_read(record_parts *out, plain_record *p, const char *line,
                       size_t len);

#endif
