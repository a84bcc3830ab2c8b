/* SPDX-License-Identifier: MIT
 *
 * How an index keeps a glossary that was imported: beside its paragraphs, as
 * metadata, so that a dictionary of any size changes neither their number nor
 * their average length, by which they are scored, and is never a hit itself.
 *
 * A lexicon has the file's key (schema_file_key) in the keys of all its parts:
 *
 *   lexicon/KEY           its head
 *   lexicon-entries/KEY/N LEXICON_BLOCK entries in the order of the file, each
 *                         with the terms that its forms are
 *   lexicon-sides/KEY/N   what they are found by: terms as ENGINE_GLOSSARY has
 *                         them, each with the numbers of its entries
 *
 * A term lies in the part that its first word chooses, so that all sides which
 * begin with a word are read at once. Every part but the head has a checksum,
 * and where each of its rows begins, so that one is found without the others.
 * The terms are in byte order and follow from the entries and the analyser. */
#ifndef PILCROW_CORPUS_LEXICON_H
#define PILCROW_CORPUS_LEXICON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "corpus/corpus.h"
#include "corpus/schema.h"

#define LEXICON_HEADS "lexicon/"
/* Of the parts; raised when they change. */
#define LEXICON_VERSION 2u
#define LEXICON_KEY_MAX 96u
#define LEXICON_BLOCK 16u
/* Terms that a part of the sides holds on average. */
#define LEXICON_PART_TERMS 96u
#define LEXICON_PART_MAX ((size_t)256 << 20)

typedef struct lexicon_head {
    char key[SCHEMA_KEY_LETTERS + 1];
    uint64_t version; /* 1: without terms in the entries, not read any more */
    const char *path; /* as a record's */
    bool in_memory;
    uint64_t entries;
    uint64_t parts; /* of the sides, 1 or more */
} lexicon_head;

typedef struct lexicon_entry {
    uint64_t line;
    const corpus_entry *entry;
    const char *const *terms; /* of each form of its term, then of its
                                 translation: SCHEMA_SIDE_WHOLE and the terms of
                                 its words, uncut; "" where it has no word */
} lexicon_entry;

/* A part, open for reading: borrowed bytes. */
typedef struct lexicon_part {
    const char *bytes;
    size_t len;
    size_t rows;
} lexicon_part;

/* How many forms an entry has, and so `terms` of a lexicon_entry. */
size_t lexicon_forms(const corpus_entry *entry);

/* A term and one entry that it finds. */
typedef struct lexicon_side {
    const char *term;
    size_t len;
    uint64_t number; /* of the entry, from 0 */
} lexicon_side;

/* Write the key of a head, and of part `n` of its entries or of its sides, into
 * `room` (LEXICON_KEY_MAX bytes). */
void lexicon_head_key(char *room, const char *key);
void lexicon_entries_key(char *room, const char *key, uint64_t n);
void lexicon_sides_key(char *room, const char *key, uint64_t n);

/* Which of `parts` parts a term lies in. */
uint64_t lexicon_part_of(const char *term, size_t len, uint64_t parts);

/* The version written is LEXICON_VERSION. */
bool lexicon_put_head(buf *out, const lexicon_head *head);
/* `key` is the whole key of the head. CORRUPT, VERSION (a newer one),
 * NO_MEMORY. */
pilcrow_status lexicon_get_head(lexicon_head *out, arena *a, const char *key,
                                size_t key_len, const char *bytes, size_t len,
                                pilcrow_error *err);

/* Can the parts be read? VERSION where they are of an older one. */
pilcrow_status lexicon_check_version(const lexicon_head *head,
                                     pilcrow_error *err);

/* Replace `out` by a part. The sides are sorted by term, then by number. */
bool lexicon_put_entries(buf *out, const lexicon_entry *entries, size_t count);
bool lexicon_put_sides(buf *out, const lexicon_side *sides, size_t count);

/* Check a part whole, once, and open it. CORRUPT. */
pilcrow_status lexicon_open_part(lexicon_part *out, const char *bytes,
                                 size_t len, pilcrow_error *err);

/* Read a part of entries: `LEXICON_BLOCK` at most are written to `out`, their
 * texts in `a`. CORRUPT, NO_MEMORY. */
pilcrow_status lexicon_get_entries(lexicon_entry *out, size_t *count, arena *a,
                                   const lexicon_part *part,
                                   pilcrow_error *err);

/* Read one of them, number `place` of the part. CORRUPT (also where the part
 * has fewer), NO_MEMORY. */
pilcrow_status lexicon_get_entry(lexicon_entry *out, arena *a,
                                 const lexicon_part *part, size_t place,
                                 pilcrow_error *err);

/* Look a term up in a part of sides: how many entries it finds, the first `max`
 * of them in `numbers` (NULL where `max` is 0). CORRUPT. */
pilcrow_status lexicon_find_side(uint64_t *numbers, size_t max, size_t *count,
                                 const lexicon_part *part, const char *term,
                                 size_t term_len, pilcrow_error *err);

/* How many bytes of `term`, up to one of its spaces or its end, are the longest
 * term of a part of sides that it begins with; 0 for none. CORRUPT. */
pilcrow_status lexicon_find_longest(size_t *longest, const lexicon_part *part,
                                    const char *term, size_t term_len,
                                    pilcrow_error *err);

/* Does `term` begin with the words of `side`? */
bool lexicon_begins_with(const char *term, size_t term_len, const char *side,
                         size_t side_len);

#endif
