/* SPDX-License-Identifier: MIT
 *
 * A sorted table of keys, each with a payload: the dictionary of terms, and
 * the metadata.
 *
 * The table is blocks of some 512 bytes. A block is a number of its own (`base`)
 * and entries: how many bytes the key shares with the one before, the rest of
 * it, the payload. The leaves stand one after another in the order of their
 * keys; above them are levels of blocks whose entries are the blocks below,
 * each under a key that is not above its first and above all before it, up to
 * one root. So to find a key is to read one block a level.
 *
 * A payload has no length of its own: whoever made the table can tell where
 * one ends (table_shape). */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_TABLE_H
#define PILCROW_ENGINE_SEGMENT_FILE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/sink.h"

/* Bytes of a key, at most; the least is 1. */
#define TABLE_KEY_MAX 255u
#define TABLE_DEPTH_MAX 16u

/* ------------------------------------------------------------- writing --- */

/* Where a table is; what a file keeps of it. */
typedef struct table_place {
    uint64_t offset;        /* of the first leaf, in the file */
    uint64_t leaves_len;    /* bytes of all leaves */
    uint64_t root;          /* the root block, from `offset` on */
    uint64_t len;           /* bytes of the whole table */
    uint64_t count;         /* keys */
    uint32_t depth;         /* levels above the leaves; 0: the root is a leaf */
} table_place;

typedef struct table_writer {
    sink *out;
    uint64_t begin;         /* the sink's size where the table begins */
    buf block;              /* entries of the block being filled */
    uint64_t base;
    buf above;              /* of each block written: its key and length */
    char last[TABLE_KEY_MAX];
    size_t last_len;        /* 0: no key yet */
    uint64_t count;
    bool failed;
} table_writer;

/* Write a table to `out`, borrowed until end. Release after any outcome. */
void table_writer_init(table_writer *w, sink *out);
void table_writer_release(table_writer *w);

/* Add a key above all before it. `base` is the block's should a new one begin
 * here. False once it has failed (memory, the sink). */
bool table_writer_add(table_writer *w, const char *key, size_t key_len,
                      uint64_t base, const void *payload, size_t len);

/* Write the last leaf and what is above the leaves. `out->offset` is where the
 * table begins in the sink. False if it or anything before failed. */
bool table_writer_end(table_writer *w, table_place *out);

/* ------------------------------------------------------------- reading --- */

/* Move `*at` behind the payload that begins there and must end by `end`, and add
 * to `*sum` what it stands for; the key's first byte is `first`. False if it
 * does not hold together. */
typedef bool table_skip_fn(const unsigned char **at, const unsigned char *end,
                           unsigned char first, uint64_t *sum);

typedef struct table {
    pages *pages;
    table_place place;
    table_skip_fn *skip;
} table;

/* False if the place does not hold together. */
bool table_open(table *out, pages *p, const table_place *place,
                table_skip_fn *skip);

/* Stands on a key, or behind the last (`done`). Its fields are borrowed until
 * it moves. */
typedef struct table_cursor {
    const table *table;
    bool done;
    size_t key_len;
    const unsigned char *payload;
    const unsigned char *payload_end;
    uint64_t sum;           /* the block's base, and to it what the payloads
                               before this one in the block stand for */
    /* inside */
    const unsigned char *at;
    const unsigned char *end;
    uint64_t next_sum;
    uint64_t next_leaf;     /* from the table's begin */
    char key[TABLE_KEY_MAX + 1];
} table_cursor;

/* Stand on the first key that is not below `key`. False is damage. */
bool table_seek(table_cursor *c, const table *t, const char *key, size_t len);
bool table_next(table_cursor *c);

#endif
