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
#include "corpus/glossary/side.h"
#include "corpus/text.h"

#define PAIRS_MEMORY_MAX ((size_t)2 * 1024 * 1024 * 1024)
#define FIELD_BYTES_MAX ((size_t)16384)
#define NOTE_MAX (4 * FIELD_BYTES_MAX)

typedef struct reader {
    split *s;
    const corpus_sink *sink;
} reader;

/* A column of a line. */
typedef struct field {
    slice at;    /* what stands in it */
    bool quoted; /* between quotes, and each of its own is there twice */
} field;

/* Spreadsheets put a cell that holds a comma or a quote between quotes. */
static field read_field(const char *text, slice at)
{
    const field plain = {slice_trim(text, at), false};
    at = plain.at;
    if (at.end - at.start < 2 || text[at.start] != '"' ||
        text[at.end - 1] != '"')
        return plain;
    at.start++;
    at.end--;
    for (size_t i = at.start; i < at.end; i++)
        if (text[i] == '"' && (++i == at.end || text[i] != '"'))
            return plain;
    return (field){slice_trim(text, at), true};
}

/* A copy of what stands in a column; NULL without memory. */
static const char *copy_field(reader *r, const field *from)
{
    const size_t len = from->at.end - from->at.start;
    char *copy =
        arena_copy(&r->s->memory, r->s->lines.text + from->at.start, len);
    size_t kept = 0;
    if (copy == NULL || !from->quoted)
        return copy;
    for (size_t i = 0; i < len; i++) {
        copy[kept++] = copy[i];
        i += copy[i] == '"';
    }
    copy[kept] = '\0';
    return copy;
}

/* Cut a line at its tabs; how many fields it has, of which the first `max` are
 * written. */
static size_t cut_fields(const char *text, const text_line *line, field *fields,
                         size_t max)
{
    size_t count = 0, start = line->start;
    for (size_t at = line->start; at <= line->end; at++) {
        if (at < line->end && text[at] != '\t')
            continue;
        if (count < max)
            fields[count] = read_field(text, (slice){start, at});
        count++;
        start = at + 1;
    }
    return count;
}

static bool is_empty(slice at)
{
    return at.start == at.end;
}

/* What is wrong with the fields of a line; NULL for nothing. */
static const char *fault_of(const field *fields, size_t count)
{
    if (count < 2)
        return "there is no tab between a term and its translation";
    if (count > 3)
        return "there are more than three columns: term, translation, note";
    if (is_empty(fields[0].at))
        return "the term is empty";
    if (is_empty(fields[1].at))
        return "the translation is empty";
    for (size_t i = 0; i < count; i++)
        if (fields[i].at.end - fields[i].at.start > FIELD_BYTES_MAX)
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

static bool read_side(corpus_side *out, reader *r, buf *note, const field *from)
{
    const char *text = copy_field(r, from);
    return text != NULL && side_of_text(out, &r->s->memory, note, text);
}

/* The entry of a line. False if memory ran out. */
static bool read_entry(corpus_entry *out, reader *r, const field *fields,
                       size_t count)
{
    buf note;
    buf_init(&note, NOTE_MAX);
    bool ok = read_side(&out->term, r, &note, &fields[0]) &&
              read_side(&out->translation, r, &note, &fields[1]);
    if (count > 2 && !is_empty(fields[2].at)) {
        const char *text = copy_field(r, &fields[2]);
        ok = ok && text != NULL;
        buf_add_text(&note, note.len > 0 ? "; " : "");
        buf_add_text(&note, ok ? text : "");
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
    field fields[3];
    slice whole = slice_trim(text, (slice){line->start, line->end});
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
                                 (slice){fields[0].at.start, fields[1].at.end});
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
