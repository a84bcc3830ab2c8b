/* SPDX-License-Identifier: MIT
 *
 * In: an imported glossary's entries and the terms they are found by. Out: the
 * bytes an index keeps of them, and back. Invariant: equal entries give equal
 * bytes. */
#include "corpus/lexicon.h"

#include <stdio.h>
#include <string.h>

#include <xxhash.h>

#define CHECKSUM_BYTES 4u

void lexicon_head_key(char *room, const char *key)
{
    snprintf(room, LEXICON_KEY_MAX, LEXICON_HEADS "%s", key);
}

void lexicon_entries_key(char *room, const char *key, uint64_t n)
{
    snprintf(room, LEXICON_KEY_MAX, "lexicon-entries/%s/%llu", key,
             (unsigned long long)n);
}

void lexicon_sides_key(char *room, const char *key, uint64_t n)
{
    snprintf(room, LEXICON_KEY_MAX, "lexicon-sides/%s/%llu", key,
             (unsigned long long)n);
}

uint64_t lexicon_part_of(const char *term, size_t len, uint64_t parts)
{
    const char *space = memchr(term, ' ', len);
    size_t end = space == NULL ? len : (size_t)(space - term);
    return len == 0 ? 0 : XXH3_64bits(term + 1, end - 1) % parts;
}

static pilcrow_status damaged(pilcrow_error *err)
{
    return error_set(err, PILCROW_CORRUPT,
                     "an imported glossary is damaged; import it anew");
}

/* ----------------------------------------------------------------- head --- */

bool lexicon_put_head(buf *out, const lexicon_head *head)
{
    schema_put_number(out, head->in_memory);
    schema_put_text(out, head->path, strlen(head->path));
    schema_put_number(out, head->entries);
    return schema_put_number(out, head->parts);
}

pilcrow_status lexicon_get_head(lexicon_head *out, arena *a, const char *key,
                                size_t key_len, const char *bytes, size_t len,
                                pilcrow_error *err)
{
    schema_reader r = {bytes, bytes + len, false};
    size_t prefix = strlen(LEXICON_HEADS);
    *out = (lexicon_head){.in_memory = schema_get_number(&r) != 0};
    out->path = schema_get_text(&r, a, NULL);
    out->entries = schema_get_number(&r);
    out->parts = schema_get_number(&r);
    if (a->failed)
        return error_no_memory(err);
    if (r.failed || r.at != r.end || out->parts == 0 ||
        key_len != prefix + SCHEMA_KEY_LETTERS)
        return damaged(err);
    memcpy(out->key, key + prefix, SCHEMA_KEY_LETTERS);
    return PILCROW_OK;
}

/* ---------------------------------------------------------------- parts --- */

static void begin_part(buf *out)
{
    buf_clear(out);
    buf_add(out, "\0\0\0", CHECKSUM_BYTES);
}

static uint32_t checksum_of(const char *bytes, size_t len)
{
    return (uint32_t)XXH3_64bits(bytes + CHECKSUM_BYTES, len - CHECKSUM_BYTES);
}

static bool end_part(buf *out)
{
    if (out->failed)
        return false;
    uint32_t sum = checksum_of(out->data, out->len);
    for (size_t i = 0; i < CHECKSUM_BYTES; i++)
        out->data[i] = (char)(sum >> (8 * i));
    return true;
}

/* Open a part for reading behind its checksum. */
static bool open_part(schema_reader *r, const char *bytes, size_t len)
{
    *r = (schema_reader){bytes, bytes + len, true};
    if (len < CHECKSUM_BYTES)
        return false;
    uint32_t sum = 0;
    for (size_t i = 0; i < CHECKSUM_BYTES; i++)
        sum |= (uint32_t)(unsigned char)bytes[i] << (8 * i);
    r->at = bytes + CHECKSUM_BYTES;
    r->failed = sum != checksum_of(bytes, len);
    return !r->failed;
}

bool lexicon_put_entries(buf *out, const lexicon_entry *entries, size_t count)
{
    begin_part(out);
    for (size_t i = 0; i < count; i++) {
        schema_put_number(out, entries[i].line);
        schema_encode_entry(out, entries[i].entry);
    }
    return end_part(out);
}

pilcrow_status lexicon_get_entries(lexicon_entry *out, size_t *count, arena *a,
                                   const char *bytes, size_t len,
                                   pilcrow_error *err)
{
    schema_reader r;
    *count = 0;
    if (!open_part(&r, bytes, len))
        return damaged(err);
    while (!r.failed && r.at < r.end && *count < LEXICON_BLOCK) {
        out[*count].line = schema_get_number(&r);
        out[*count].entry = schema_decode_entry(&r, a);
        ++*count;
    }
    if (a->failed)
        return error_no_memory(err);
    return r.failed || r.at != r.end ? damaged(err) : PILCROW_OK;
}

pilcrow_status lexicon_get_entry(lexicon_entry *out, arena *a,
                                 const char *bytes, size_t len, size_t place,
                                 pilcrow_error *err)
{
    schema_reader r;
    if (!open_part(&r, bytes, len))
        return damaged(err);
    for (size_t i = 0; i < place; i++) {
        schema_get_number(&r);
        schema_skip_entry(&r);
    }
    out->line = schema_get_number(&r);
    out->entry = schema_decode_entry(&r, a);
    if (a->failed)
        return error_no_memory(err);
    return r.failed ? damaged(err) : PILCROW_OK;
}

/* ---------------------------------------------------------------- sides --- */

static bool same_term(const lexicon_side *a, const lexicon_side *b)
{
    return a->len == b->len && memcmp(a->term, b->term, a->len) == 0;
}

/* A row: the term, how many entries, and each number less the one before. */
bool lexicon_put_sides(buf *out, const lexicon_side *sides, size_t count)
{
    size_t end;
    begin_part(out);
    for (size_t i = 0; i < count; i = end) {
        uint64_t before = 0;
        for (end = i + 1; end < count && same_term(&sides[i], &sides[end]);)
            end++;
        schema_put_text(out, sides[i].term, sides[i].len);
        schema_put_number(out, end - i);
        for (size_t k = i; k < end; k++) {
            schema_put_number(out, sides[k].number - before);
            before = sides[k].number;
        }
    }
    return end_part(out);
}

/* Read the term of the next row. */
static bool next_term(schema_reader *r, const char **term, size_t *len)
{
    if (r->failed || r->at >= r->end)
        return false;
    *term = schema_view_text(r, len);
    return !r->failed;
}

/* Read the rest of the row: how many entries, of which the first `max` are
 * kept. */
static size_t read_numbers(schema_reader *r, uint64_t *numbers, size_t max)
{
    uint64_t number = 0, rows = schema_get_number(r);
    for (uint64_t i = 0; i < rows && !r->failed; i++) {
        number += schema_get_number(r);
        if (i < max)
            numbers[i] = number;
    }
    return (size_t)rows;
}

pilcrow_status lexicon_find_side(uint64_t *numbers, size_t max, size_t *count,
                                 const char *bytes, size_t len,
                                 const char *term, size_t term_len,
                                 pilcrow_error *err)
{
    schema_reader r;
    const char *at;
    size_t at_len;
    *count = 0;
    if (!open_part(&r, bytes, len))
        return damaged(err);
    while (*count == 0 && next_term(&r, &at, &at_len)) {
        if (at_len == term_len && memcmp(at, term, at_len) == 0)
            *count = read_numbers(&r, numbers, max);
        else
            read_numbers(&r, NULL, 0);
    }
    return r.failed ? damaged(err) : PILCROW_OK;
}

bool lexicon_begins_with(const char *term, size_t term_len, const char *side,
                         size_t side_len)
{
    return side_len <= term_len && memcmp(term, side, side_len) == 0 &&
           (side_len == term_len || term[side_len] == ' ');
}

pilcrow_status lexicon_find_longest(size_t *longest, const char *bytes,
                                    size_t len, const char *term,
                                    size_t term_len, pilcrow_error *err)
{
    schema_reader r;
    const char *at;
    size_t at_len;
    *longest = 0;
    if (!open_part(&r, bytes, len))
        return damaged(err);
    while (next_term(&r, &at, &at_len)) {
        if (at_len > *longest &&
            lexicon_begins_with(term, term_len, at, at_len))
            *longest = at_len;
        read_numbers(&r, NULL, 0);
    }
    return r.failed ? damaged(err) : PILCROW_OK;
}
