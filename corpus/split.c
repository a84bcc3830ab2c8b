/* SPDX-License-Identifier: MIT
 *
 * In: a file as UTF-8. Out: its documents, given to the sink.
 *
 * A text goes lines -> pages -> blocks -> mended blocks -> glossary entries ->
 * paragraphs; all that
 * one text needs is in one arena and goes with it. */
#include "corpus/split.h"

#include <string.h>

#include "base/path.h"
#include "corpus/block.h"
#include "corpus/format.h"
#include "corpus/glossary/glossary.h"
#include "corpus/html/html.h"
#include "corpus/layout/layout.h"
#include "corpus/mend.h"
#include "corpus/passage.h"

#define ARENA_MAX ((size_t)2 * 1024 * 1024 * 1024)

/* From lines to paragraphs, with what only this needs. */
static clean_mode mode_of(unsigned features)
{
    if (features == BLOCK_HTML)
        return CLEAN_HTML;
    return features & BLOCK_MARKUP ? CLEAN_MARKDOWN : CLEAN_TEXT;
}

/* The blocks of a page; where its tags cannot be followed it is cut short. */
static bool cut_page(split *out, block_list *blocks, char *text, size_t len,
                     const corpus_sink *sink)
{
    size_t stopped;
    if (!html_blocks(blocks, &stopped, text, len))
        return false;
    if (stopped < len)
        sink->skip(sink->ctx, lines_at(&out->lines, stopped) + 1,
                   "its tags are too tangled to read on from here");
    return true;
}

static bool cut(split *out, unsigned features, block_list *blocks,
                cleaner *clean, char *page, size_t len, const corpus_sink *sink)
{
    bool ok;
    glossary entries;
    block_texts texts;
    glossary_init(&entries, &out->memory);
    block_texts_init(&texts, blocks, clean, mode_of(features), &out->memory);
    if (features == BLOCK_PLAIN || features == BLOCK_MARKUP)
        lines_find_pages(&out->lines);
    if (features == BLOCK_HTML)
        ok = cut_page(out, blocks, page, len, sink);
    else
        ok = block_split(blocks, &out->lines, features);
    if (ok && features != BLOCK_BASIC)
        ok = mend_blocks(blocks, &texts, &out->lines);
    ok = ok && glossary_find(&entries, &texts) &&
         passages_build(&out->paragraphs, &out->path, &texts, &entries);
    block_texts_release(&texts);
    glossary_release(&entries);
    return ok;
}

bool split_text(split *out, unsigned features, const char *text, size_t len,
                const corpus_sink *sink)
{
    block_list blocks;
    cleaner clean;
    char *page = NULL;
    arena_init(&out->memory, ARENA_MAX);
    outline_init(&out->path, &out->memory);
    paragraphs_init(&out->paragraphs, &out->memory, &out->lines, sink);
    out->paragraphs.source = text;
    if (features == BLOCK_HTML)
        text = page = html_quiet(&out->memory, text, len);
    if (text == NULL)
        return false;
    block_list_init(&blocks);
    cleaner_init(&clean, text, len, &blocks.labels);
    bool ok = lines_read(&out->lines, &out->memory, text, len) &&
              cut(out, features, &blocks, &clean, page, len, sink);
    cleaner_release(&clean);
    block_list_release(&blocks);
    return ok;
}

void split_release(split *s)
{
    paragraphs_release(&s->paragraphs);
    arena_release(&s->memory);
}

/* Tell what the text remarks at its end, if it does (layout.h). The length of
 * what stands before that; SIZE_MAX without memory. */
static size_t take_remark(const char *text, size_t len, const corpus_sink *sink)
{
    const char *mark = len > 0 && text[len - 1] == '\f'
                           ? memrchr(text, LAYOUT_MARK, len)
                           : NULL;
    if (mark == NULL || mark[1] != LAYOUT_REMARK)
        return len;
    const size_t before = (size_t)(mark - text);
    buf reason;
    buf_init(&reason, len);
    const bool ok = buf_add(&reason, mark + 2, len - before - 3);
    if (ok)
        sink->skip(sink->ctx, 1, buf_text(&reason));
    buf_release(&reason);
    return ok ? before : SIZE_MAX;
}

static pilcrow_status split_document(const char *name, unsigned features,
                                     const char *text, size_t len,
                                     const corpus_sink *sink,
                                     pilcrow_error *err)
{
    split s;
    pilcrow_status status;
    if (features == BLOCK_PLAIN)
        len = take_remark(text, len, sink);
    if (len == SIZE_MAX)
        return error_no_memory(err);
    if (split_text(&s, features, text, len, sink)) {
        const char *title = s.path.title;
        corpus_document document = {
            .title = title != NULL ? title : path_name(name),
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

static unsigned features_of(corpus_format format)
{
    if (format == CORPUS_HTML)
        return BLOCK_HTML;
    bool markup = format == CORPUS_MARKDOWN || format == CORPUS_DOCX;
    return markup ? BLOCK_MARKUP : BLOCK_PLAIN;
}

static corpus_format format_of(const char *name, corpus_format format,
                               const char *text, size_t len)
{
    if (format == CORPUS_AUTO)
        format_of_name(name, &format);
    return format == CORPUS_AUTO ? format_of_content(text, len) : format;
}

pilcrow_status corpus_look(const char *name, corpus_format format,
                           const char *text, size_t len, pilcrow_error *err)
{
    return format_of(name, format, text, len) == CORPUS_JSONL
               ? records_look(text, len, err)
               : PILCROW_OK;
}

pilcrow_status corpus_split(const char *name, corpus_format format,
                            const char *text, size_t len,
                            const corpus_sink *sink, pilcrow_error *err)
{
    format = format_of(name, format, text, len);
    if (format == CORPUS_JSONL)
        return split_records(name, text, len, sink, err);
    if (format == CORPUS_PAIRS)
        return split_pairs(name, text, len, sink, err);
    return split_document(name, features_of(format), text, len, sink, err);
}
