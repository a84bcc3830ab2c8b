/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph. Out: its stored bytes, and back.
 *
 * Numbers are little-endian base-128 varints; a text is its length and its
 * bytes. A record is: version 1, in_memory, line, lines after it, byte, bytes
 * after it, page, ordinal, id, document, path, title, how many headings, each
 * heading, kind, lang, meta, text. */
#include "corpus/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include <xxhash.h>

#define RECORD_VERSION 1u
#define HEADINGS_MAX 64u

bool schema_put_number(buf *out, uint64_t number)
{
    char bytes[10];
    size_t len = 0;
    while (number >= 0x80) {
        bytes[len++] = (char)(number | 0x80);
        number >>= 7;
    }
    bytes[len++] = (char)number;
    return buf_add(out, bytes, len);
}

bool schema_put_text(buf *out, const char *text, size_t len)
{
    return schema_put_number(out, len) && buf_add(out, text, len);
}

static bool put(buf *out, const char *text)
{
    return schema_put_text(out, text, strlen(text));
}

uint64_t schema_get_number(schema_reader *r)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && r->at < r->end; shift += 7) {
        unsigned char byte = (unsigned char)*r->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return r->failed ? 0 : number;
    }
    r->failed = true;
    r->at = r->end;
    return 0;
}

const char *schema_get_text(schema_reader *r, arena *a, size_t *len)
{
    uint64_t size = schema_get_number(r);
    char *copy = NULL;
    if (!r->failed && size <= (size_t)(r->end - r->at))
        copy = arena_copy(a, r->at, (size_t)size);
    if (len != NULL)
        *len = copy == NULL ? 0 : (size_t)size;
    if (copy == NULL) {
        r->failed = true;
        r->at = r->end;
        return "";
    }
    r->at += size;
    return copy;
}

bool schema_encode(buf *out, const schema_record *record)
{
    schema_put_number(out, RECORD_VERSION);
    schema_put_number(out, record->in_memory);
    schema_put_number(out, record->line);
    schema_put_number(out, record->end_line - record->line);
    schema_put_number(out, record->byte);
    schema_put_number(out, record->end_byte - record->byte);
    schema_put_number(out, record->page);
    schema_put_number(out, record->ordinal);
    put(out, record->id);
    put(out, record->document);
    put(out, record->path);
    put(out, record->title);
    schema_put_number(out, record->heading_count);
    for (size_t i = 0; i < record->heading_count; i++)
        put(out, record->heading[i]);
    put(out, record->kind);
    put(out, record->lang);
    put(out, record->meta);
    return schema_put_text(out, record->text, record->text_len);
}

static void get_headings(schema_record *out, schema_reader *r, arena *a)
{
    uint64_t count = schema_get_number(r);
    const char **heading = NULL;
    if (count <= HEADINGS_MAX)
        heading = arena_array(a, (size_t)count + 1, sizeof *heading);
    if (heading == NULL) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        heading[i] = schema_get_text(r, a, NULL);
    out->heading = heading;
    out->heading_count = (size_t)count;
}

pilcrow_status schema_decode(schema_record *out, arena *a, const char *bytes,
                             size_t len, pilcrow_error *err)
{
    schema_reader r = {bytes, bytes + len, false};
    *out = (schema_record){0};
    if (schema_get_number(&r) != RECORD_VERSION)
        r.failed = true;
    out->in_memory = schema_get_number(&r) != 0;
    out->line = schema_get_number(&r);
    out->end_line = out->line + schema_get_number(&r);
    out->byte = schema_get_number(&r);
    out->end_byte = out->byte + schema_get_number(&r);
    out->page = schema_get_number(&r);
    out->ordinal = schema_get_number(&r);
    out->id = schema_get_text(&r, a, NULL);
    out->document = schema_get_text(&r, a, NULL);
    out->path = schema_get_text(&r, a, NULL);
    out->title = schema_get_text(&r, a, NULL);
    get_headings(out, &r, a);
    out->kind = schema_get_text(&r, a, NULL);
    out->lang = schema_get_text(&r, a, NULL);
    out->meta = schema_get_text(&r, a, NULL);
    out->text = schema_get_text(&r, a, &out->text_len);
    if (a->failed)
        return error_no_memory(err);
    if (r.failed || r.at != r.end)
        return error_set(err, PILCROW_CORRUPT,
                         "a stored paragraph is damaged; rebuild the index "
                         "with 'pilcrow index --full'");
    return PILCROW_OK;
}

bool schema_encode_totals(buf *out, const schema_totals *totals)
{
    return schema_put_number(out, totals->documents) &&
           schema_put_number(out, totals->words);
}

schema_totals schema_decode_totals(const char *bytes, size_t len)
{
    schema_reader r = {bytes, bytes + len, false};
    schema_totals totals;
    totals.documents = schema_get_number(&r);
    totals.words = schema_get_number(&r);
    return r.failed ? (schema_totals){0} : totals;
}

void schema_file_key(char *key, const char *path, bool in_memory)
{
    XXH128_hash_t hash =
        XXH3_128bits_withSeed(path, strlen(path), in_memory ? 1 : 0);
    snprintf(key, SCHEMA_KEY_LETTERS + 1, "%016llx%016llx",
             (unsigned long long)hash.high64, (unsigned long long)hash.low64);
}

#define HASH_LETTERS 16u

const char *schema_whole_term(arena *a, const char *text, size_t max,
                              size_t *len)
{
    size_t size = strlen(text);
    *len = size;
    if (size <= max)
        return text;
    size_t keep = max - HASH_LETTERS;
    while (!utf8_boundary(text, size, keep))
        keep--;
    char *term = arena_alloc(a, max + 1);
    if (term == NULL)
        return NULL;
    memcpy(term, text, keep);
    snprintf(term + keep, HASH_LETTERS + 1, "%016llx",
             (unsigned long long)XXH3_64bits(text, size));
    *len = keep + HASH_LETTERS;
    return term;
}
