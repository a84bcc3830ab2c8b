/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph. Out: its stored bytes, and back.
 *
 * Numbers are little-endian base-128 varints; a text is its length and its
 * bytes. A record is: version 1, in_memory, path, title, how many headings,
 * each heading, meta, lang, kind, document, page, line, lines after it, byte,
 * bytes after it, ordinal, id, text. What neighbours have in common comes
 * first, where an engine can tell most easily. One of version 2 goes on with a
 * glossary entry: its term, translation and note; a side is whether it is
 * Cyrillic, its text, how many forms, each form. */
#include "corpus/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include <xxhash.h>

#define PLAIN_VERSION 1u
#define ENTRY_VERSION 2u
#define TEXTS_MAX 64u
/* Numbers of a record, those of its texts' lengths among them, but for its
 * headings and its entry; and the most bytes of one. */
#define RECORD_NUMBERS 17u
#define NUMBER_MAX 10u

/* Writes it where there is room, and returns where it ends. */
static char *lay_number(char *at, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        *at++ = (char)(number | 0x80);
    *at++ = (char)number;
    return at;
}

bool schema_put_number(buf *out, uint64_t number)
{
    char bytes[NUMBER_MAX];
    return buf_add(out, bytes, (size_t)(lay_number(bytes, number) - bytes));
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

const char *schema_view_text(schema_reader *r, size_t *len)
{
    uint64_t size = schema_get_number(r);
    const char *text = r->at;
    r->failed = r->failed || size > (size_t)(r->end - r->at);
    *len = r->failed ? 0 : (size_t)size;
    r->at = r->failed ? r->end : r->at + size;
    return text;
}

const char *schema_get_text(schema_reader *r, arena *a, size_t *len)
{
    size_t size;
    const char *text = schema_view_text(r, &size);
    const char *copy = r->failed ? NULL : arena_copy(a, text, size);
    if (len != NULL)
        *len = copy == NULL ? 0 : size;
    if (copy != NULL)
        return copy;
    r->failed = true;
    r->at = r->end;
    return "";
}

static void put_texts(buf *out, const char *const *texts, size_t count)
{
    schema_put_number(out, count);
    for (size_t i = 0; i < count; i++)
        put(out, texts[i]);
}

static void put_side(buf *out, const corpus_side *side)
{
    schema_put_number(out, side->cyrillic);
    put(out, side->text);
    put_texts(out, side->forms, side->form_count);
}

void schema_encode_entry(buf *out, const corpus_entry *entry)
{
    put_side(out, &entry->term);
    put_side(out, &entry->translation);
    put(out, entry->note);
}

/* The most bytes that a record takes, but for its entry. */
static size_t most_bytes(const schema_record *record)
{
    size_t bytes = (RECORD_NUMBERS + record->heading_count) * NUMBER_MAX +
                   strlen(record->path) + strlen(record->title) +
                   strlen(record->meta) + strlen(record->lang) +
                   strlen(record->kind) + strlen(record->document) +
                   strlen(record->id) + record->text_len;
    for (size_t i = 0; i < record->heading_count; i++)
        bytes += strlen(record->heading[i]);
    return bytes;
}

/* Each writes what there is room for, and returns where it ends. */
static char *lay_text(char *at, const char *text, size_t len)
{
    at = lay_number(at, len);
    memcpy(at, text, len);
    return at + len;
}

static char *lay(char *at, const char *text)
{
    return lay_text(at, text, strlen(text));
}

static char *lay_texts(char *at, const schema_record *record)
{
    at = lay(at, record->path);
    at = lay(at, record->title);
    at = lay_number(at, record->heading_count);
    for (size_t i = 0; i < record->heading_count; i++)
        at = lay(at, record->heading[i]);
    at = lay(at, record->meta);
    at = lay(at, record->lang);
    at = lay(at, record->kind);
    return lay(at, record->document);
}

bool schema_encode(buf *out, const schema_record *record)
{
    const bool plain = record->entry == NULL;
    if (!buf_reserve(out, most_bytes(record)))
        return false;
    char *const begin = out->data + out->len;
    char *at = lay_number(begin, plain ? PLAIN_VERSION : ENTRY_VERSION);
    at = lay_number(at, record->in_memory);
    at = lay_texts(at, record);
    at = lay_number(at, record->page);
    at = lay_number(at, record->line);
    at = lay_number(at, record->end_line - record->line);
    at = lay_number(at, record->byte);
    at = lay_number(at, record->end_byte - record->byte);
    at = lay_number(at, record->ordinal);
    at = lay(at, record->id);
    at = lay_text(at, record->text, record->text_len);
    buf_extend(out, (size_t)(at - begin));
    if (!plain)
        schema_encode_entry(out, record->entry);
    return !out->failed;
}

static const char *const *get_texts(schema_reader *r, arena *a, size_t *count)
{
    uint64_t stored = schema_get_number(r);
    const char **texts = NULL;
    *count = 0;
    if (stored <= TEXTS_MAX)
        texts = arena_array(a, (size_t)stored + 1, sizeof *texts);
    if (texts == NULL) {
        r->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < stored; i++)
        texts[i] = schema_get_text(r, a, NULL);
    *count = (size_t)stored;
    return texts;
}

static void get_side(corpus_side *out, schema_reader *r, arena *a)
{
    out->cyrillic = schema_get_number(r) != 0;
    out->text = schema_get_text(r, a, NULL);
    out->forms = get_texts(r, a, &out->form_count);
}

const corpus_entry *schema_decode_entry(schema_reader *r, arena *a)
{
    corpus_entry *entry = arena_alloc(a, sizeof *entry);
    if (entry == NULL)
        return NULL;
    get_side(&entry->term, r, a);
    get_side(&entry->translation, r, a);
    entry->note = schema_get_text(r, a, NULL);
    return entry;
}

pilcrow_status schema_decode(schema_record *out, arena *a, const char *bytes,
                             size_t len, pilcrow_error *err)
{
    schema_reader r = {bytes, bytes + len, false};
    *out = (schema_record){0};
    uint64_t version = schema_get_number(&r);
    if (version != PLAIN_VERSION && version != ENTRY_VERSION)
        r.failed = true;
    out->in_memory = schema_get_number(&r) != 0;
    out->path = schema_get_text(&r, a, NULL);
    out->title = schema_get_text(&r, a, NULL);
    out->heading = get_texts(&r, a, &out->heading_count);
    out->meta = schema_get_text(&r, a, NULL);
    out->lang = schema_get_text(&r, a, NULL);
    out->kind = schema_get_text(&r, a, NULL);
    out->document = schema_get_text(&r, a, NULL);
    out->page = schema_get_number(&r);
    out->line = schema_get_number(&r);
    out->end_line = out->line + schema_get_number(&r);
    out->byte = schema_get_number(&r);
    out->end_byte = out->byte + schema_get_number(&r);
    out->ordinal = schema_get_number(&r);
    out->id = schema_get_text(&r, a, NULL);
    out->text = schema_get_text(&r, a, &out->text_len);
    if (version == ENTRY_VERSION)
        out->entry = schema_decode_entry(&r, a);
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

const char *schema_whole_term(arena *a, const char *text, size_t max,
                              size_t *len)
{
    size_t size = strlen(text);
    *len = size;
    if (size <= max)
        return text;
    size_t keep = max - SCHEMA_HASH_LETTERS;
    while (!utf8_boundary(text, size, keep))
        keep--;
    char *term = arena_alloc(a, max + 1);
    if (term == NULL)
        return NULL;
    memcpy(term, text, keep);
    snprintf(term + keep, SCHEMA_HASH_LETTERS + 1, "%016llx",
             (unsigned long long)XXH3_64bits(text, size));
    *len = keep + SCHEMA_HASH_LETTERS;
    return term;
}
