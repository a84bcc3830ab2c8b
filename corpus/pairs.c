/* SPDX-License-Identifier: MIT
 *
 * In: a glossary as a table: term, tab, translation, and perhaps a tab and a
 * note. Out: one document, a paragraph of kind glossary for each line.
 *
 * A line that begins with '#' is a remark. Any other that is no entry is passed
 * over with the reason. */
#include "corpus/split.h"

#include <string.h>

#include "base/path.h"
#include "corpus/glossary_side.h"
#include "corpus/text.h"

#define PAIRS_MEMORY_MAX ((size_t)2 * 1024 * 1024 * 1024)
#define FIELD_BYTES_MAX ((size_t)16384)
#define NOTE_MAX (4 * FIELD_BYTES_MAX)

typedef struct reader {
    split *s;
    const corpus_sink *sink;
} reader;

/* Cut a line at its tabs; how many fields it has, of which the first `max` are
 * written. */
static size_t cut_fields(const char *text, const text_line *line, slice *fields,
                         size_t max)
{
    size_t count = 0, start = line->start;
    for (size_t at = line->start; at <= line->end; at++) {
        if (at < line->end && text[at] != '\t')
            continue;
        if (count < max)
            fields[count] = slice_trim(text, (slice){start, at});
        count++;
        start = at + 1;
    }
    return count;
}

static bool is_empty(slice field)
{
    return field.start == field.end;
}

/* What is wrong with the fields of a line; NULL for nothing. */
static const char *fault_of(const slice *fields, size_t count)
{
    if (count < 2)
        return "there is no tab between a term and its translation";
    if (count > 3)
        return "there are more than three columns: term, translation, note";
    if (is_empty(fields[0]))
        return "the term is empty";
    if (is_empty(fields[1]))
        return "the translation is empty";
    for (size_t i = 0; i < count; i++)
        if (fields[i].end - fields[i].start > FIELD_BYTES_MAX)
            return "a column is longer than 16,384 bytes";
    return NULL;
}

/* What is wrong with an entry; NULL for nothing. */
static const char *fault_of_entry(const corpus_entry *entry)
{
    if (entry->term.cyrillic == entry->translation.cyrillic)
        return "both sides are written in one alphabet";
    if (entry->term.form_count == 0 || entry->translation.form_count == 0)
        return "a term is longer than 2,048 bytes";
    return NULL;
}

static bool read_side(corpus_side *out, reader *r, buf *note, slice field)
{
    arena *a = &r->s->memory;
    const char *text =
        arena_copy(a, r->s->lines.text + field.start, field.end - field.start);
    return text != NULL && side_of_text(out, a, note, text);
}

/* The entry of a line. False if memory ran out. */
static bool read_entry(corpus_entry *out, reader *r, const slice *fields,
                       size_t count)
{
    buf note;
    buf_init(&note, NOTE_MAX);
    bool ok = read_side(&out->term, r, &note, fields[0]) &&
              read_side(&out->translation, r, &note, fields[1]);
    if (count > 2 && !is_empty(fields[2])) {
        buf_add_text(&note, note.len > 0 ? "; " : "");
        buf_add(&note, r->s->lines.text + fields[2].start,
                fields[2].end - fields[2].start);
    }
    out->note = arena_copy(&r->s->memory, buf_text(&note), note.len);
    buf_release(&note);
    return ok && out->note != NULL;
}

/* The text of an entry: its sides, as a person writes them in a line. */
static bool add_paragraph(reader *r, size_t index, const corpus_entry *entry,
                          slice sides)
{
    split *s = r->s;
    corpus_run *run = arena_alloc(&s->memory, sizeof *run);
    const char *text = arena_format(&s->memory, "%s - %s", entry->term.text,
                                    entry->translation.text);
    if (run == NULL || text == NULL)
        return false;
    *run = (corpus_run){0, sides.start, sides.end - sides.start, false};
    const corpus_paragraph p = {.kind = CORPUS_GLOSSARY,
                                .text = text,
                                .text_len = strlen(text),
                                .line = index + 1,
                                .end_line = index + 1,
                                .byte = sides.start,
                                .end_byte = sides.end,
                                .runs = run,
                                .run_count = 1,
                                .entry = entry};
    return buf_add(&s->paragraphs.items, &p, sizeof p);
}

static bool read_line(reader *r, size_t index)
{
    const text_line *line = &r->s->lines.lines[index];
    const char *text = r->s->lines.text;
    slice fields[3], whole = slice_trim(text, (slice){line->start, line->end});
    if (is_empty(whole) || text[whole.start] == '#')
        return true;
    size_t count = cut_fields(text, line, fields, 3);
    const char *fault = fault_of(fields, count);
    if (fault == NULL) {
        corpus_entry *entry = arena_alloc(&r->s->memory, sizeof *entry);
        if (entry == NULL || !read_entry(entry, r, fields, count))
            return false;
        fault = fault_of_entry(entry);
        if (fault == NULL)
            return add_paragraph(r, index, entry,
                                 (slice){fields[0].start, fields[1].end});
    }
    r->sink->skip(r->sink->ctx, index + 1, fault);
    return true;
}

pilcrow_status split_pairs(const char *name, const char *text, size_t len,
                           const corpus_sink *sink, pilcrow_error *err)
{
    split s;
    reader r = {&s, sink};
    pilcrow_status status;
    arena_init(&s.memory, PAIRS_MEMORY_MAX);
    paragraphs_init(&s.paragraphs, &s.memory, &s.lines, sink);
    bool ok = lines_read(&s.lines, &s.memory, text, len);
    for (size_t i = 0; ok && i < s.lines.count; i++)
        ok = read_line(&r, i);
    if (ok) {
        const corpus_document document = {
            .title = path_name(name),
            .meta = "{}",
            .paragraphs = paragraphs_at(&s.paragraphs, 0),
            .paragraph_count = paragraphs_count(&s.paragraphs)};
        status = sink->document(sink->ctx, &document, err);
    } else {
        status = error_no_memory(err);
    }
    split_release(&s);
    return status;
}
