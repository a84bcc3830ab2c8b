/* SPDX-License-Identifier: MIT
 *
 * What an index remembers of a paragraph: one stored record, written by the
 * indexer and read by the searcher; and the names of the metadata keys that the
 * two share. The record's layout is in schema.c. */
#ifndef PILCROW_CORPUS_SCHEMA_H
#define PILCROW_CORPUS_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "corpus/corpus.h"

/* The analyser's signature. */
#define SCHEMA_KEY_ANALYSER "analyser"
/* Numbers of the whole index: a schema_totals. */
#define SCHEMA_KEY_TOTALS "totals"

#define SCHEMA_ID_LETTERS 12u

/* A paragraph as stored. Texts are NUL-terminated UTF-8. */
typedef struct schema_record {
    const char *id;
    const char *document;   /* a record's own id; "" elsewhere */
    const char *path;       /* see in_memory */
    bool in_memory;         /* path is a name someone gave, no file; else it is
                               relative to the folder that holds the index, or
                               absolute */
    const char *title;
    const char *const *heading;
    size_t heading_count;
    const char *kind;
    const char *lang;
    const char *text;
    size_t text_len;
    const char *meta;       /* a JSON object */
    uint64_t line, end_line;
    uint64_t byte, end_byte;
    uint64_t page;          /* 0: unknown */
    uint64_t ordinal;       /* in its file, from 0 */
    const corpus_entry *entry;  /* of kind glossary; NULL in every other */
} schema_record;

/* Append the record's bytes. False if `out` failed. */
bool schema_encode(buf *out, const schema_record *record);

/* Read a record; its texts are copied into `a`.
 *
 * CORRUPT    the bytes are no record. */
pilcrow_status schema_decode(schema_record *out, arena *a, const char *bytes,
                             size_t len, pilcrow_error *err);

typedef struct schema_totals {
    uint64_t documents;
    uint64_t words;
} schema_totals;

bool schema_encode_totals(buf *out, const schema_totals *totals);
/* Zeroes where `bytes` are not totals. */
schema_totals schema_decode_totals(const char *bytes, size_t len);

#define SCHEMA_KEY_LETTERS 32u

/* The term that the paragraphs of a file are found by, all of them and no
 * others: SCHEMA_KEY_LETTERS and a NUL are written. */
void schema_file_key(char *key, const char *path, bool in_memory);

#define SCHEMA_HASH_LETTERS 16u

/* A path or a name as one term of at most `max` (32 or more) bytes: itself, or
 * its first bytes and a hash of SCHEMA_HASH_LETTERS. `*len` is set. Borrowed
 * from `text` or in `a`; NULL without memory. */
const char *schema_whole_term(arena *a, const char *text, size_t max,
                              size_t *len);

/* How a term of ENGINE_GLOSSARY begins. A form of a side is one term, whole:
 * '=' and the terms of its words with a space between; and each word of it
 * that is no mere "of" or "the" is one: '~' and its term. Words are the tokens
 * of role ANALYSIS_WORD that the form gives with no language told. Over the
 * engine's limit of a term, schema_whole_term() shortens. */
#define SCHEMA_SIDE_WHOLE '='
#define SCHEMA_SIDE_WORD '~'

/* ---- varints and length-prefixed texts, for whatever else is stored ---- */

bool schema_put_number(buf *out, uint64_t number);
bool schema_put_text(buf *out, const char *text, size_t len);

/* A cursor over stored bytes. After the first short or wrong read `failed` is
 * set and every later read gives 0 or "". */
typedef struct schema_reader {
    const char *at;
    const char *end;
    bool failed;
} schema_reader;

uint64_t schema_get_number(schema_reader *r);
/* The bytes of a text where they stand, `*len` of them. */
const char *schema_view_text(schema_reader *r, size_t *len);
/* A NUL-terminated copy in `a`; `*len` (may be NULL) its bytes. Never NULL. */
const char *schema_get_text(schema_reader *r, arena *a, size_t *len);

/* A glossary entry: append it, and read it back into `a`. NULL without
 * memory. */
void schema_encode_entry(buf *out, const corpus_entry *entry);
const corpus_entry *schema_decode_entry(schema_reader *r, arena *a);

#endif
