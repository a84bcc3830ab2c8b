/* SPDX-License-Identifier: MIT
 *
 * In: an imported glossary's entries and the terms they are found by. Out: the
 * bytes an index keeps of them, and back. Invariant: equal entries give equal
 * bytes. */
#include "corpus/lexicon.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <xxhash.h>

/* Before the rows: a checksum of all behind it, how many rows there are, and
 * where each begins. */
#define WORD_BYTES 4u
#define TABLE_START (2 * WORD_BYTES)

void lexicon_head_key(char *room, const char *key)
{
    snprintf(room, LEXICON_KEY_MAX, LEXICON_HEADS "%s", key);
}

/* Put together by hand, as a query has dozens. */
static void part_key(char *room, const char *family, const char *key,
                     uint64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    const size_t family_len = strlen(family), key_len = strlen(key);
    digits[--at] = '\0';
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    digits[--at] = '/';
    assert(family_len + key_len + sizeof digits <= LEXICON_KEY_MAX);
    memcpy(room, family, family_len);
    memcpy(room + family_len, key, key_len);
    memcpy(room + family_len + key_len, digits + at, sizeof digits - at);
}

void lexicon_entries_key(char *room, const char *key, uint64_t n)
{
    part_key(room, "lexicon-entries/", key, n);
}

void lexicon_sides_key(char *room, const char *key, uint64_t n)
{
    part_key(room, "lexicon-sides/", key, n);
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
    schema_put_number(out, LEXICON_VERSION);
    schema_put_number(out, head->in_memory);
    schema_put_text(out, head->path, strlen(head->path));
    schema_put_number(out, head->entries);
    return schema_put_number(out, head->parts);
}

/* A head of version 1 begins with `in_memory`. */
pilcrow_status lexicon_get_head(lexicon_head *out, arena *a, const char *key,
                                size_t key_len, const char *bytes, size_t len,
                                pilcrow_error *err)
{
    schema_reader r = {bytes, bytes + len, false};
    size_t prefix = strlen(LEXICON_HEADS);
    uint64_t first = schema_get_number(&r);
    *out = (lexicon_head){.version = first < 2 ? 1 : first};
    if (first > LEXICON_VERSION)
        return error_set(err, PILCROW_VERSION,
                         "an imported glossary is of a newer version of "
                         "Pilcrow than this one");
    out->in_memory = (first < 2 ? first : schema_get_number(&r)) != 0;
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

pilcrow_status lexicon_check_version(const lexicon_head *head,
                                     pilcrow_error *err)
{
    if (head->version == LEXICON_VERSION)
        return PILCROW_OK;
    return error_set(err, PILCROW_VERSION,
                     "the glossary '%s' was imported by an older version of "
                     "Pilcrow; import it again with 'pilcrow glossary import', "
                     "or take it out with 'pilcrow forget'",
                     head->path);
}

/* -------------------------------------------------------- writing parts --- */

static void lay_word(char *at, uint32_t word)
{
    for (size_t i = 0; i < WORD_BYTES; i++)
        at[i] = (char)(word >> (8 * i));
}

static uint32_t word_at(const char *at)
{
    uint32_t word = 0;
    for (size_t i = 0; i < WORD_BYTES; i++)
        word |= (uint32_t)(unsigned char)at[i] << (8 * i);
    return word;
}

static uint32_t checksum_of(const char *bytes, size_t len)
{
    return (uint32_t)XXH3_64bits(bytes + WORD_BYTES, len - WORD_BYTES);
}

/* Leave room for what stands before `rows` rows. */
static void begin_part(buf *out, size_t rows)
{
    static const char zeros[WORD_BYTES];
    buf_clear(out);
    for (size_t i = 0; i < rows + TABLE_START / WORD_BYTES; i++)
        buf_add(out, zeros, sizeof zeros);
    if (!out->failed)
        lay_word(out->data + WORD_BYTES, (uint32_t)rows);
}

static void begin_row(buf *out, size_t row)
{
    if (!out->failed)
        lay_word(out->data + TABLE_START + row * WORD_BYTES,
                 (uint32_t)out->len);
}

static bool end_part(buf *out)
{
    if (!out->failed)
        lay_word(out->data, checksum_of(out->data, out->len));
    return !out->failed;
}

size_t lexicon_forms(const corpus_entry *entry)
{
    return entry->term.form_count + entry->translation.form_count;
}

bool lexicon_put_entries(buf *out, const lexicon_entry *entries, size_t count)
{
    begin_part(out, count);
    for (size_t i = 0; i < count; i++) {
        const lexicon_entry *e = &entries[i];
        begin_row(out, i);
        schema_put_number(out, e->line);
        schema_encode_entry(out, e->entry);
        for (size_t k = 0; k < lexicon_forms(e->entry); k++)
            schema_put_text(out, e->terms[k], strlen(e->terms[k]));
    }
    return end_part(out);
}

static bool same_term(const lexicon_side *a, const lexicon_side *b)
{
    return a->len == b->len && memcmp(a->term, b->term, a->len) == 0;
}

/* Is it the first with its term? */
static bool begins_term(const lexicon_side *sides, size_t i)
{
    return i == 0 || !same_term(&sides[i - 1], &sides[i]);
}

/* A row: the term, how many entries, and each number less the one before. */
bool lexicon_put_sides(buf *out, const lexicon_side *sides, size_t count)
{
    size_t end, row = 0;
    for (size_t i = 0; i < count; i++)
        row += begins_term(sides, i);
    begin_part(out, row);
    row = 0;
    for (size_t i = 0; i < count; i = end) {
        uint64_t before = 0;
        for (end = i + 1; end < count && !begins_term(sides, end);)
            end++;
        begin_row(out, row++);
        schema_put_text(out, sides[i].term, sides[i].len);
        schema_put_number(out, end - i);
        for (size_t k = i; k < end; k++) {
            schema_put_number(out, sides[k].number - before);
            before = sides[k].number;
        }
    }
    return end_part(out);
}

/* -------------------------------------------------------- reading parts --- */

pilcrow_status lexicon_open_part(lexicon_part *out, const char *bytes,
                                 size_t len, pilcrow_error *err)
{
    *out = (lexicon_part){bytes, len, 0};
    if (len < TABLE_START || word_at(bytes) != checksum_of(bytes, len))
        return damaged(err);
    out->rows = word_at(bytes + WORD_BYTES);
    return out->rows <= (len - TABLE_START) / WORD_BYTES ? PILCROW_OK
                                                         : damaged(err);
}

/* Read from the beginning of a row on. */
static schema_reader row_of(const lexicon_part *part, size_t row)
{
    size_t start = word_at(part->bytes + TABLE_START + row * WORD_BYTES);
    bool inside = start <= part->len;
    return (schema_reader){part->bytes + (inside ? start : part->len),
                           part->bytes + part->len, !inside};
}

static const char *const *get_terms(schema_reader *r, arena *a, size_t count)
{
    const char **terms = arena_array(a, count + 1, sizeof *terms);
    for (size_t i = 0; terms != NULL && i < count; i++)
        terms[i] = schema_get_text(r, a, NULL);
    return terms;
}

pilcrow_status lexicon_get_entry(lexicon_entry *out, arena *a,
                                 const lexicon_part *part, size_t place,
                                 pilcrow_error *err)
{
    if (place >= part->rows)
        return damaged(err);
    schema_reader r = row_of(part, place);
    out->line = schema_get_number(&r);
    out->entry = schema_decode_entry(&r, a);
    out->terms =
        out->entry == NULL ? NULL : get_terms(&r, a, lexicon_forms(out->entry));
    if (a->failed)
        return error_no_memory(err);
    return r.failed ? damaged(err) : PILCROW_OK;
}

pilcrow_status lexicon_get_entries(lexicon_entry *out, size_t *count, arena *a,
                                   const lexicon_part *part, pilcrow_error *err)
{
    pilcrow_status status =
        part->rows <= LEXICON_BLOCK ? PILCROW_OK : damaged(err);
    *count = 0;
    for (size_t i = 0; i < part->rows && status == PILCROW_OK; i++) {
        status = lexicon_get_entry(&out[i], a, part, i, err);
        *count += status == PILCROW_OK;
    }
    return status;
}

static int compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order != 0 ? order : (a_len > b_len) - (a_len < b_len);
}

/* The first row whose term is not below `term`; `*equal`: it is that term. Then
 * `*r` stands behind it, at its numbers. */
static size_t find_row(const lexicon_part *part, const char *term, size_t len,
                       schema_reader *r, bool *equal)
{
    size_t low = 0, high = part->rows;
    *equal = false;
    *r = (schema_reader){0};
    while (low < high && !*equal) {
        size_t middle = low + (high - low) / 2, at_len;
        *r = row_of(part, middle);
        const char *at = schema_view_text(r, &at_len);
        if (r->failed)
            break;
        int order = compare(at, at_len, term, len);
        *equal = order == 0;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* Read the rest of a row: how many entries, of which the first `max` are
 * kept. */
static size_t read_numbers(schema_reader *r, uint64_t *numbers, size_t max)
{
    uint64_t number = 0, rows = schema_get_number(r);
    for (uint64_t i = 0; i < rows && i < max && !r->failed; i++) {
        number += schema_get_number(r);
        numbers[i] = number;
    }
    return (size_t)rows;
}

pilcrow_status lexicon_find_side(uint64_t *numbers, size_t max, size_t *count,
                                 const lexicon_part *part, const char *term,
                                 size_t term_len, pilcrow_error *err)
{
    schema_reader r;
    bool equal;
    find_row(part, term, term_len, &r, &equal);
    *count = equal ? read_numbers(&r, numbers, max) : 0;
    return r.failed ? damaged(err) : PILCROW_OK;
}

bool lexicon_begins_with(const char *term, size_t term_len, const char *side,
                         size_t side_len)
{
    return side_len <= term_len && memcmp(term, side, side_len) == 0 &&
           (side_len == term_len || term[side_len] == ' ');
}

/* How many bytes of `term` before its byte `end` are words that `other` begins
 * with too. */
static size_t common_words(const char *term, size_t end, const char *other,
                           size_t other_len)
{
    size_t met = 0, words = 0;
    for (; met < end && met < other_len && term[met] == other[met]; met++)
        if (term[met] == ' ')
            words = met;
    return met == other_len && term[met] == ' ' ? met : words;
}

/* Where a beginning of `term` is no side, the row before where it would be
 * shares with it at least what the longest side does. */
pilcrow_status lexicon_find_longest(size_t *longest, const lexicon_part *part,
                                    const char *term, size_t term_len,
                                    pilcrow_error *err)
{
    schema_reader r = {0};
    bool equal = false;
    size_t end = term_len;
    while (end > 0 && !r.failed) {
        size_t len, row = find_row(part, term, end, &r, &equal);
        if (equal || r.failed || row == 0)
            break;
        r = row_of(part, row - 1);
        const char *before = schema_view_text(&r, &len);
        end = common_words(term, end, before, len);
    }
    *longest = equal ? end : 0;
    return r.failed ? damaged(err) : PILCROW_OK;
}
