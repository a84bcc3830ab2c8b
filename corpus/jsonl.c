/* SPDX-License-Identifier: MIT
 *
 * In: JSON Lines, in memory or piece by piece. Out: a document for each record:
 * `id`, `title`, `text`, and every other key in `meta`.
 *
 * A record's text is plain and only blank lines cut it. The place of each of
 * its paragraphs is the record's line, whole: what is written in JSON has no
 * byte of its own in the file. */
#include "corpus/split.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/eight.h"
#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "corpus/block.h"
#include "corpus/glossary/glossary.h"
#include "corpus/loose_json.h"
#include "corpus/pieces.h"
#include "corpus/plain_record.h"
#include "corpus/text.h"

#define SKIPS_TOLD 20
#define BYTE_ORDER_MARK 0xFEFFu /* is dropped where a text begins with it */
#define BARREN_MAX 250000u

/* A file of records while it is read. */
typedef struct reader {
    const char *name;
    const corpus_sink *sink;
    pilcrow_error *err;
    line_walk lines;
    plain_record plain;
    map barren; /* by hash: texts of both alphabets in which no entry was */
    size_t skipped;
} reader;

/* Where the record in hand stands. */
typedef struct record_place {
    size_t line;
    const char *text; /* the line itself */
    size_t len;
    size_t start; /* its first byte in the file */
} record_place;

/* Where the parts of a record are passed over to. */
typedef struct part_sink {
    const corpus_sink *sink;
    size_t line;
} part_sink;

static pilcrow_status skip_record(reader *r, size_t line, const char *format,
                                  ...)
{
    char reason[256];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    if (r->skipped++ < SKIPS_TOLD)
        r->sink->skip(r->sink->ctx, line, reason);
    return PILCROW_OK;
}

/* Give every paragraph the record's place. */
static bool place_paragraphs(split *s, const record_place *place)
{
    corpus_run *run = arena_alloc(&s->memory, sizeof *run);
    if (run == NULL)
        return false;
    run->source = place->start;
    run->source_len = place->len;
    for (size_t i = 0; i < paragraphs_count(&s->paragraphs); i++) {
        corpus_paragraph *p = paragraphs_at(&s->paragraphs, i);
        p->line = p->end_line = place->line;
        p->byte = place->start;
        p->end_byte = place->start + place->len;
        p->runs = run;
        p->run_count = 1;
    }
    return true;
}

/* A string, or a whole number written as one; NULL for anything else. */
static const char *id_text(const json_t *id, char *room, size_t size)
{
    if (json_is_string(id))
        return json_string_value(id);
    if (!json_is_integer(id))
        return NULL;
    snprintf(room, size, "%lld", (long long)json_integer_value(id));
    return room;
}

static const char *title_of(const reader *r, const record_parts *parts)
{
    const char *title = parts->title;
    return title != NULL && *title != '\0' ? title : path_name(r->name);
}

/* The record without what has a place of its own, as JSON; for free(). */
static char *meta_of(const json_t *record)
{
    static const char *const own[] = {"id", "title", "text"};
    json_t *rest = json_copy((json_t *)(uintptr_t)record);
    if (rest == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        json_object_del(rest, own[i]);
    char *meta = json_dumps(rest, JSON_COMPACT);
    json_decref(rest);
    return meta;
}

/* Passes over what the splitter cannot use, at the record's line. */
static void skip_part(void *ctx, size_t line, const char *reason)
{
    const part_sink *part = ctx;
    (void)line;
    part->sink->skip(part->sink->ctx, part->line, reason);
}

/* How many blanks the text holds. */
static size_t count_blanks(const char *text, size_t len)
{
    size_t blanks = 0, at = 0;
    for (; len - at >= EIGHT; at += EIGHT)
        blanks += eight_count_high(eight_blanks(eight_at(text + at)));
    for (; at < len; at++)
        blanks += text[at] == ' ';
    return blanks;
}

/* Is each character that is not of ASCII one that is kept as it is? */
static bool are_plain(const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t code;
        const size_t common = utf8_common(text + at, len - at);
        at += common;
        if (common > 0)
            continue;
        at += utf8_read(text + at, len - at, &code);
        if (code >= 0x80 && (text_is_space(code) || code == SOFT_HYPHEN ||
                             code == BYTE_ORDER_MARK))
            return false;
    }
    return true;
}

/* Does the text hold but one paragraph, which is the text as it is unless there
 * are entries in it? So it is where it has few words, with single blanks
 * between them, of characters that need no closer look; in doubt it is not. The
 * text ends in a NUL. */
static bool is_one_paragraph(const char *text, size_t len)
{
    unsigned odd = text[0] == ' ';
    unsigned char all = 0;
    if (len == 0 || len > CORPUS_PARAGRAPH_MAX)
        return false;
    /* Branch-free, so that compilers make it many bytes at once; the blank
     * that ends a text shows as one before the NUL. */
    for (size_t i = 0; i < len; i++) {
        const unsigned char here = (unsigned char)text[i];
        const unsigned char next = (unsigned char)text[i + 1];
        odd |= (here < ' ') | (here == 0x7F) | ((here == ' ') & (next <= ' '));
        all |= here;
    }
    /* Each word but the last has a byte and a space. */
    return odd == 0 &&
           (len / 2 < PARAGRAPH_WORDS_MAX ||
            count_blanks(text, len) < PARAGRAPH_WORDS_MAX) &&
           (all < 0x80 || are_plain(text, len));
}

static pilcrow_status give_document(reader *r, const record_parts *parts,
                                    const corpus_paragraph *paragraphs,
                                    size_t count)
{
    const corpus_document document = {.id = parts->id,
                                      .title = title_of(r, parts),
                                      .meta = parts->meta,
                                      .paragraphs = paragraphs,
                                      .paragraph_count = count};
    return r->sink->document(r->sink->ctx, &document, r->err);
}

/* The text of a record that is_one_paragraph(). */
static pilcrow_status give_one(reader *r, const record_parts *parts,
                               const record_place *place)
{
    const corpus_run run = {.source = place->start, .source_len = place->len};
    const corpus_paragraph one = {.kind = CORPUS_PARAGRAPH,
                                  .text = parts->text,
                                  .text_len = parts->text_len,
                                  .line = place->line,
                                  .end_line = place->line,
                                  .byte = place->start,
                                  .end_byte = place->start + place->len,
                                  .runs = &run,
                                  .run_count = 1};
    return give_document(r, parts, &one, 1);
}

/* --------------------------------------------------- barren of entries --- */

/* Many records have the text of another: where two alphabets meet in it, that
 * no entry is there takes long to find out, and is remembered. One that is
 * taken for another by its hash would go without its entries, no more. */

static bool is_barren(const reader *r, XXH128_hash_t hash)
{
    const uint64_t *high = map_find(&r->barren, hash.low64);
    return high != NULL && *high == hash.high64;
}

/* Without memory it is not remembered. */
static void note_barren(reader *r, XXH128_hash_t hash)
{
    if (r->barren.count >= BARREN_MAX)
        map_clear(&r->barren);
    uint64_t *high = map_put(&r->barren, hash.low64);
    if (high != NULL)
        *high = hash.high64;
}

/* -------------------------------------------------------------- records --- */

/* Give what the rules make of the text; `*whole`: one paragraph, no entry. */
static pilcrow_status give_by_rules(reader *r, const record_parts *parts,
                                    const record_place *place, bool *whole)
{
    split s;
    part_sink part = {r->sink, place->line};
    const corpus_sink inner = {.skip = skip_part, .ctx = &part};
    pilcrow_status status;
    if (split_text(&s, BLOCK_BASIC, parts->text, parts->text_len, &inner) &&
        place_paragraphs(&s, place)) {
        const corpus_paragraph *first = paragraphs_at(&s.paragraphs, 0);
        const size_t count = paragraphs_count(&s.paragraphs);
        *whole = count == 1 && first->entry == NULL;
        status = give_document(r, parts, first, count);
    } else {
        status = error_no_memory(r->err);
    }
    split_release(&s);
    return status;
}

static pilcrow_status give_record(reader *r, const record_parts *parts,
                                  const record_place *place)
{
    bool whole;
    if (!is_one_paragraph(parts->text, parts->text_len))
        return give_by_rules(r, parts, place, &whole);
    if (!glossary_may_be_in(parts->text, parts->text_len))
        return give_one(r, parts, place);
    const XXH128_hash_t hash = XXH3_128bits(parts->text, parts->text_len);
    if (is_barren(r, hash))
        return give_one(r, parts, place);
    const pilcrow_status status = give_by_rules(r, parts, place, &whole);
    if (status == PILCROW_OK && whole)
        note_barren(r, hash);
    return status;
}

static pilcrow_status give_parsed(reader *r, const json_t *record,
                                  const json_t *text, const record_place *place)
{
    char room[32];
    char *meta = meta_of(record);
    const record_parts parts = {
        .id = id_text(json_object_get(record, "id"), room, sizeof room),
        .title = json_string_value(json_object_get(record, "title")),
        .text = json_string_value(text),
        .text_len = json_string_length(text),
        .meta = meta};
    pilcrow_status status =
        meta == NULL ? error_no_memory(r->err) : give_record(r, &parts, place);
    free(meta);
    return status;
}

static pilcrow_status parse_record(reader *r, const record_place *place)
{
    json_error_t error;
    if (!loose_json_is_shallow(place->text, place->len))
        return skip_record(r, place->line,
                           "a record nested deeper than %d levels",
                           LOOSE_JSON_DEPTH_MAX);
    json_t *record = loose_json_read(place->text, place->len, &error);
    if (record == NULL) {
        if (loose_json_lacked_memory(&error))
            return error_no_memory(r->err);
        return skip_record(r, place->line, "not a JSON record: %s",
                           error.text);
    }
    pilcrow_status status;
    const json_t *text = json_object_get(record, "text");
    if (!json_is_object(record))
        status = skip_record(r, place->line, "not a JSON object");
    else if (!json_is_string(text))
        status = skip_record(r, place->line, "has no \"text\" string");
    else
        status = give_parsed(r, record, text, place);
    json_decref(record);
    return status;
}

static pilcrow_status read_record(reader *r, const record_place *place)
{
    record_parts parts;
    return plain_record_read(&parts, &r->plain, place->text, place->len)
               ? give_record(r, &parts, place)
               : parse_record(r, place);
}

static bool is_blank(const record_place *place)
{
    size_t at = 0;
    while (at < place->len && text_is_blank(place->text[at]))
        at++;
    return at == place->len;
}

/* Read the lines there are, the first byte of whose text is the file's byte
 * `offset`. */
static pilcrow_status read_lines(reader *r, size_t offset)
{
    text_line line;
    pilcrow_status status = PILCROW_OK;
    while (status == PILCROW_OK && line_walk_next(&r->lines, &line)) {
        const record_place place = {.line = r->lines.count,
                                    .text = r->lines.text + line.start,
                                    .len = line.end - line.start,
                                    .start = offset + line.start};
        if (!is_blank(&place))
            status = read_record(r, &place);
    }
    return status;
}

static void begin(reader *r, const char *name, const corpus_sink *sink,
                  pilcrow_error *err)
{
    *r = (reader){.name = name, .sink = sink, .err = err};
    plain_record_init(&r->plain);
    map_init(&r->barren, sizeof(uint64_t));
}

/* Tell of the lines that were passed over without a word. */
static void end(reader *r, pilcrow_status status)
{
    if (status == PILCROW_OK && r->skipped > SKIPS_TOLD) {
        char reason[64];
        snprintf(reason, sizeof reason, "%zu more lines hold no record either",
                 r->skipped - SKIPS_TOLD);
        r->sink->skip(r->sink->ctx, r->lines.count, reason);
    }
    plain_record_release(&r->plain);
    map_release(&r->barren);
}

pilcrow_status split_records(const char *name, const char *text, size_t len,
                             const corpus_sink *sink, pilcrow_error *err)
{
    reader r;
    begin(&r, name, sink, err);
    line_walk_start(&r.lines, text, len);
    const pilcrow_status status = read_lines(&r, 0);
    end(&r, status);
    return status;
}

pilcrow_status pieces_split(pieces *p, const char *name,
                            const corpus_sink *sink, pilcrow_error *err)
{
    reader r;
    const char *text;
    size_t len, offset;
    pilcrow_status status = PILCROW_OK;
    begin(&r, name, sink, err);
    pieces_rewind(p);
    while (status == PILCROW_OK && pieces_next(p, &text, &len, &offset)) {
        if (offset == 0)
            line_walk_start(&r.lines, text, len);
        else
            line_walk_go_on(&r.lines, text, len);
        status = read_lines(&r, offset);
    }
    end(&r, status);
    p->lines = r.lines.count;
    return status == PILCROW_OK && p->bytes.failed ? error_no_memory(err)
                                                   : status;
}

/* ------------------------------------------------------------- looking --- */

/* Why the first line that is no record is none. */
typedef struct refusal {
    size_t line;
    char reason[256];
} refusal;

static pilcrow_status
stop_at_document(void *ctx, const corpus_document *document, pilcrow_error *err)
{
    (void)ctx;
    (void)document;
    (void)err;
    return PILCROW_CANCELLED;
}

static void note_refusal(void *ctx, size_t line, const char *reason)
{
    refusal *first = ctx;
    if (first->line == 0) {
        first->line = line;
        snprintf(first->reason, sizeof first->reason, "%s", reason);
    }
}

pilcrow_status records_look(const char *text, size_t len, pilcrow_error *err)
{
    refusal first = {0};
    const corpus_sink sink = {stop_at_document, note_refusal, &first};
    const pilcrow_status status = split_records("", text, len, &sink, err);
    if (status == PILCROW_CANCELLED)
        return PILCROW_OK;
    return status != PILCROW_OK || first.line == 0
               ? status
               : error_set(err, PILCROW_INVALID,
                           "no line holds a record; line %zu: %s", first.line,
                           first.reason);
}
