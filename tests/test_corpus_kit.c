/* SPDX-License-Identifier: MIT
 *
 * In: texts. Out: their paragraphs in readable lines, after checking what must
 * hold of all of them. */
#include "test_corpus_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/utf8.h"

typedef struct kit {
    buf *out;
    const char *name;
    const char *text;
    size_t len;
    size_t lines;
    size_t documents;
    size_t line_before; /* of the paragraph before */
} kit;

static size_t line_of(const kit *k, size_t byte)
{
    size_t count = 1;
    for (size_t i = 0; i < byte && i < k->len; i++)
        count += k->text[i] == '\n';
    return count;
}

static void check_runs(const kit *k, const corpus_paragraph *p)
{
    assert_true(p->run_count > 0);
    assert_int_equal(p->runs[0].text, 0);
    for (size_t i = 0; i < p->run_count; i++) {
        const corpus_run *run = &p->runs[i];
        size_t end = i + 1 < p->run_count ? run[1].text : p->text_len;
        assert_true(run->text < end);
        assert_true(end <= p->text_len);
        assert_true(run->source <= k->len);
        assert_true(run->source_len <= k->len - run->source);
        if (!run->exact)
            continue;
        assert_int_equal(run->source_len, end - run->text);
        assert_memory_equal(p->text + run->text, k->text + run->source,
                            run->source_len);
    }
}

static void check_text(const corpus_paragraph *p)
{
    assert_true(p->text_len > 0);
    assert_true(p->text_len <= CORPUS_PARAGRAPH_MAX);
    assert_int_equal(strlen(p->text), p->text_len);
    assert_true(utf8_valid(p->text, p->text_len));
    assert_true(p->text[0] != ' ' && p->text[p->text_len - 1] != ' ');
}

static void check_side(const corpus_side *side)
{
    assert_true(side->text[0] != '\0');
    assert_true(side->form_count > 0);
    for (size_t i = 0; i < side->form_count; i++)
        assert_true(side->forms[i][0] != '\0');
}

static void check_entry(const corpus_paragraph *p)
{
    assert_int_equal(p->entry != NULL, p->kind == CORPUS_GLOSSARY);
    if (p->entry == NULL)
        return;
    check_side(&p->entry->term);
    check_side(&p->entry->translation);
    assert_true(p->entry->term.cyrillic != p->entry->translation.cyrillic);
}

static void check_place(kit *k, const corpus_paragraph *p)
{
    assert_true(p->line >= 1 && p->line <= p->end_line);
    assert_true(p->end_line <= k->lines);
    assert_true(p->byte <= p->end_byte && p->end_byte <= k->len);
    assert_true(utf8_boundary(k->text, k->len, p->byte));
    assert_true(utf8_boundary(k->text, k->len, p->end_byte));
    assert_true(p->line >= k->line_before);
    k->line_before = p->line;
}

/* The range covers the text, but for the heads that a table's row carries. */
static void check_range(const corpus_paragraph *p)
{
    if (p->kind == CORPUS_TABLE || p->kind == CORPUS_GLOSSARY)
        return;
    for (size_t i = 0; i < p->run_count; i++) {
        const corpus_run *run = &p->runs[i];
        assert_true(run->source >= p->byte);
        assert_true(run->source + run->source_len <= p->end_byte);
    }
}

static void write_forms(buf *out, const corpus_side *side)
{
    for (size_t i = 0; i < side->form_count; i++)
        buf_add_format(out, "%s%s", i > 0 ? " | " : "", side->forms[i]);
}

void kit_entry(buf *out, const corpus_entry *e)
{
    write_forms(out, &e->term);
    buf_add_text(out, " = ");
    write_forms(out, &e->translation);
    if (e->note[0] != '\0')
        buf_add_format(out, " // %s", e->note);
}

static void write_paragraph(buf *out, const corpus_paragraph *p)
{
    buf_add_format(out, "%s %zu-%zu ", corpus_kind_name(p->kind), p->line,
                   p->end_line);
    if (p->page > 0)
        buf_add_format(out, "p%zu ", p->page);
    buf_add_text(out, "[");
    for (size_t i = 0; i < p->heading_count; i++)
        buf_add_format(out, "%s%s", i > 0 ? " > " : "", p->heading[i]);
    buf_add_format(out, "] %s", p->text);
    if (p->entry != NULL) {
        buf_add_text(out, " {");
        kit_entry(out, p->entry);
        buf_add_text(out, "}");
    }
    buf_add_text(out, "\n");
}

static void write_head(kit *k, const corpus_document *d)
{
    if (strcmp(d->title, path_name(k->name)) != 0)
        buf_add_format(k->out, "title: %s\n", d->title);
    if (d->id != NULL)
        buf_add_format(k->out, "id: %s\n", d->id);
    if (strcmp(d->meta, "{}") != 0)
        buf_add_format(k->out, "meta: %s\n", d->meta);
}

static pilcrow_status on_document(void *ctx, const corpus_document *d,
                                  pilcrow_error *err)
{
    kit *k = ctx;
    (void)err;
    k->documents++;
    assert_true(utf8_valid(d->title, strlen(d->title)));
    if (k->out != NULL)
        write_head(k, d);
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const corpus_paragraph *p = &d->paragraphs[i];
        check_text(p);
        check_place(k, p);
        check_runs(k, p);
        check_range(p);
        check_entry(p);
        if (k->out != NULL)
            write_paragraph(k->out, p);
    }
    return PILCROW_OK;
}

static void on_skip(void *ctx, size_t line, const char *reason)
{
    kit *k = ctx;
    assert_true(line >= 1 && line <= k->lines);
    if (k->out != NULL)
        buf_add_format(k->out, "skip %zu %s\n", line, reason);
}

void kit_split(buf *out, const char *name, corpus_format format,
               const char *text, size_t len)
{
    kit k = {.out = out, .name = name, .text = text, .len = len};
    pilcrow_error err = {0};
    corpus_sink sink = {on_document, on_skip, &k};
    k.lines = line_of(&k, len);
    if (memchr(text, '\n', len) == NULL)
        k.lines += len; /* where \r ends lines */
    assert_int_equal(corpus_split(name, format, text, len, &sink, &err),
                     PILCROW_OK);
    if (format == CORPUS_MARKDOWN || format == CORPUS_TEXT)
        assert_int_equal(k.documents, 1);
}

bool kit_read(buf *out, const char *path)
{
    char chunk[4096];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buf_add(out, chunk, got);
    fclose(file);
    return !out->failed;
}
