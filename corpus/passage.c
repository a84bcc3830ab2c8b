/* SPDX-License-Identifier: MIT
 *
 * In: mended blocks. Out: paragraphs, in the order in which they begin.
 *
 * Invariant: every block is read by the builder of its type, and before that at
 * most by the short look ahead that keeps an item and its children together. */
#include "corpus/passage.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/clean.h"
#include "corpus/front.h"
#include "corpus/syntax.h"
#include "corpus/table.h"
#include "corpus/text.h"

#define LONG_ITEM_WORDS 30
#define RUN_WORDS 150
#define LEAD_WORDS 60
#define HEADING_WORDS 8
#define LABELLED_WORDS 12

typedef struct builder {
    paragraph_list *out;
    outline *path;
    block_texts *texts;
    const block_list *blocks; /* of them, as the next two */
    cleaner *c;
    clean_mode mode;
    const glossary *entries;
    draft text; /* of the block in hand */
    draft run;  /* of short items, with their lead */
    draft cell;
    draft part; /* of the block in hand */
    slice run_range;
    size_t run_words;
    size_t heads_left; /* bytes of column heads that may still be added */
    size_t weak;       /* 1 + index of a heading that stands under nothing
                          yet; 0 for none */
    bool references;   /* the heading is that of a list of works, whose numbers
                          part them */
    bool ok;
} builder;

/* Build what begins at block `index`; returns the block to go on with. */
typedef size_t (*maker)(builder *b, size_t index);

static const block *get(const builder *b, size_t index)
{
    return block_at(b->blocks, index);
}

/* Read the text of block `index` into b->text; returns its range. */
static slice read_block(builder *b, size_t index)
{
    b->ok = block_texts_read(b->texts, &b->text, index) && b->ok;
    return block_texts_range(b->texts, index);
}

static size_t words_of(const draft *d)
{
    return text_words(buf_text(&d->text), d->text.len);
}

static void add(builder *b, const draft *d, corpus_kind kind, slice range)
{
    paragraph_place place = {.kind = kind,
                             .range = range,
                             .heading = b->path->path,
                             .heading_count = b->path->path_count};
    bool shadowed = kind != CORPUS_HEADING && d->text.len > 0 && b->weak > 0;
    if (shadowed) {
        buf_truncate(&b->out->items, (b->weak - 1) * sizeof(corpus_paragraph));
        b->weak = 0;
    }
    b->ok = b->ok && paragraphs_add(b->out, d, &place);
}

/* ----------------------------------------------------- glossary entries --- */

static const glossary_entry *entries_of(const builder *b, size_t index,
                                        size_t *count)
{
    return glossary_of(b->entries, index, count);
}

static bool holds_entries(const builder *b, size_t index)
{
    size_t count;
    return entries_of(b, index, &count) != NULL;
}

static bool has_letter(const char *text, size_t at, size_t end)
{
    while (at < end) {
        uint32_t code;
        at += utf8_read(text + at, end - at, &code);
        if (text_is_letter(code))
            return true;
    }
    return false;
}

/* True for what may stand around an entry and says nothing. */
static bool is_separator(char byte)
{
    return memchr(" ;,.|-", byte, 6) != NULL;
}

/* Narrow [*start, *end) of b->text down to what says something; false if there
 * is no letter in it. */
static bool trim_part(const builder *b, size_t *start, size_t *end)
{
    const char *text = buf_text(&b->text.text);
    while (*start < *end && is_separator(text[*start]))
        (*start)++;
    while (*end > *start && memchr(" ;,|", text[*end - 1], 4) != NULL)
        (*end)--;
    return has_letter(text, *start, *end);
}

static slice range_of_part(const builder *b)
{
    slice range;
    draft_range(&b->part, &range.start, &range.end);
    return range;
}

/* Add b->part, at the place that its runs tell. */
static void add_part(builder *b, corpus_kind kind, const corpus_entry *entry)
{
    add(b, &b->part, kind, range_of_part(b));
    size_t count = paragraphs_count(b->out);
    if (b->ok && entry != NULL && count > 0)
        paragraphs_at(b->out, count - 1)->entry = entry;
}

/* What is left between two entries of b->text. */
static void add_rest(builder *b, corpus_kind kind, size_t start, size_t end)
{
    if (!trim_part(b, &start, &end))
        return;
    draft_clear(&b->part);
    draft_add_part(&b->part, &b->text, start, end);
    add_part(b, kind, NULL);
}

/* Quotation marks around an entry belong to it. */
static size_t past_quote(const draft *d, size_t at)
{
    const char *text = buf_text(&d->text);
    uint32_t code = text_at(text, d->text.len, at);
    return code == '"' || code == 0xBB || code == 0x201D || code == 0x201C
               ? at + (code == '"'    ? 1
                       : code == 0xBB ? 2
                                      : 3)
               : at;
}

/* Make b->part of an entry in b->text, and the rest of it elsewhere. */
static void read_entry(builder *b, const glossary_entry *e, size_t start,
                       size_t end)
{
    draft_clear(&b->part);
    draft_add_part(&b->part, &b->text, start, end);
    if (e->rest.end == 0)
        return;
    if (e->rest.block == e->at.block) {
        draft_make(&b->part, " ", 1, range_of_part(b).end, 0);
        draft_add_part(&b->part, &b->text, e->rest.start, e->rest.end);
        return;
    }
    draft text = b->text;
    draft_init(&b->text);
    read_block(b, e->rest.block);
    draft_make(&b->part, " ", 1, range_of_part(b).end, 0);
    draft_add_part(&b->part, &b->text, e->rest.start, e->rest.end);
    draft_release(&b->text);
    b->text = text;
}

/* The entries of block `index`, whose text is b->text, from byte `at` on, and
 * what stands between and behind them. */
static void add_entries(builder *b, size_t index, size_t at, corpus_kind kind)
{
    size_t count;
    const glossary_entry *list = entries_of(b, index, &count);
    size_t len = b->text.text.len;
    for (size_t i = 0; i < count && b->ok; i++) {
        size_t end = list[i].at.end < len ? list[i].at.end : len;
        size_t start = list[i].at.start < end ? list[i].at.start : end;
        end = past_quote(&b->text, end);
        add_rest(b, kind, at, start);
        const slice said =
            slice_trim(buf_text(&b->text.text), (slice){start, end});
        if (list[i].entry != NULL && said.start < said.end) {
            read_entry(b, &list[i], said.start, said.end);
            add_part(b, CORPUS_GLOSSARY, list[i].entry);
        }
        at = end;
    }
    add_rest(b, kind, at, len);
}

/* ------------------------------------------------------------- headings --- */

/* The text that goes into the path: all of it, or the label that begins it. */
static const draft *heading_label(builder *b, const block *at)
{
    slice range = block_range(b->blocks, at);
    const char *raw = b->c->text + range.start;
    size_t label = syntax_bold_label(raw, range.end - range.start);
    if (label == 0 || words_of(&b->text) < LABELLED_WORDS)
        return &b->text;
    slice piece = {range.start, range.start + label};
    draft_clear(&b->cell);
    clean_slices(b->c, &b->cell, b->mode, &piece, 1);
    b->ok = b->ok && !draft_failed(&b->cell);
    size_t len = b->cell.text.len;
    if (len > 1 && b->cell.text.data[len - 1] == ':')
        buf_truncate(&b->cell.text, len - 1);
    return &b->cell;
}

/* A heading that runs into a glossary: the part before it is the heading. A
 * bold line that is an entry from its beginning is none. */
static size_t make_glossary_heading(builder *b, size_t index)
{
    const block *at = get(b, index);
    size_t count, start = 0;
    size_t end = entries_of(b, index, &count)->at.start;
    read_block(b, index);
    size_t label = end;
    if (trim_part(b, &start, &label)) {
        if (b->text.text.data[label - 1] == ':')
            label--;
        b->ok = b->ok && outline_leave(b->path, at) &&
                outline_enter(b->path, at, b->text.text.data + start,
                              label - start);
        b->weak = 0;
    }
    add_entries(b, index, end, CORPUS_PARAGRAPH);
    return index + 1;
}

static size_t make_heading(builder *b, size_t index)
{
    if (holds_entries(b, index))
        return make_glossary_heading(b, index);
    const block *at = get(b, index);
    slice range = read_block(b, index);
    if (b->text.text.len == 0)
        return index + 1;
    b->ok = b->ok && outline_leave(b->path, at);
    size_t before = paragraphs_count(b->out);
    add(b, &b->text, CORPUS_HEADING, range);
    bool is_long = words_of(&b->text) >= HEADING_WORDS;
    b->weak = is_long || paragraphs_count(b->out) == before ? 0 : before + 1;
    const draft *label = heading_label(b, at);
    b->references =
        heading_is_references(buf_text(&label->text), label->text.len);
    b->ok = b->ok &&
            outline_enter(b->path, at, buf_text(&label->text), label->text.len);
    return index + 1;
}

/* ---------------------------------------------------------------- lists --- */

static void flush_run(builder *b)
{
    if (b->run.text.len > 0)
        add(b, &b->run, CORPUS_LIST, b->run_range);
    b->ok = b->ok && !draft_failed(&b->run);
    draft_clear(&b->run);
    b->run_words = 0;
}

/* Put b->text behind what the run holds. */
static void join_run(builder *b, slice range)
{
    if (b->run.text.len == 0)
        b->run_range = range;
    else
        draft_make(&b->run, " ", 1, b->run_range.end, 0);
    draft_add(&b->run, &b->text);
    b->run_range.end = range.end;
    b->run_words += words_of(&b->text);
}

static bool is_item(const builder *b, size_t index)
{
    return index < block_count(b->blocks) && get(b, index)->type == BLOCK_ITEM;
}

/* Words of an item and the short ones below it, counted up to a run's fill. */
static size_t family_words(builder *b, size_t index)
{
    unsigned level = get(b, index)->level;
    size_t words = 0;
    do {
        read_block(b, index);
        size_t own = words_of(&b->text);
        if (own >= LONG_ITEM_WORDS)
            break;
        words += own;
        index++;
    } while (words <= RUN_WORDS && is_item(b, index) &&
             get(b, index)->level > level);
    return words;
}

/* True if the item should begin a new run: it, or it and its children, would
 * make the present one too long. */
static bool overfills(builder *b, size_t index, unsigned top)
{
    if (b->run_words == 0)
        return false;
    if (get(b, index)->level <= top) {
        size_t family = family_words(b, index);
        if (family <= RUN_WORDS && b->run_words + family > RUN_WORDS)
            return true;
    }
    read_block(b, index);
    return b->run_words + words_of(&b->text) > RUN_WORDS;
}

static void make_item(builder *b, size_t index, unsigned top)
{
    slice range = read_block(b, index);
    if (b->text.text.len == 0)
        return;
    if (holds_entries(b, index)) {
        flush_run(b);
        add_entries(b, index, 0, CORPUS_LIST);
        return;
    }
    if (words_of(&b->text) >= LONG_ITEM_WORDS) {
        flush_run(b);
        add(b, &b->text, CORPUS_LIST, range);
        return;
    }
    const bool work = b->references && get(b, index)->ordinal;
    if (work || overfills(b, index, top))
        flush_run(b);
    range = read_block(b, index);
    join_run(b, range);
}

static size_t make_list(builder *b, size_t index)
{
    unsigned top = get(b, index)->level;
    for (; b->ok && is_item(b, index); index++)
        if (!get(b, index)->taken)
            make_item(b, index, top);
    flush_run(b);
    return index;
}

/* True if b->text, of block `index`, leads into a run of short items. */
static bool is_lead(builder *b, size_t index)
{
    const draft *d = &b->text;
    if (text_ending(buf_text(&d->text), d->text.len) != TEXT_END_COLON ||
        words_of(d) > LEAD_WORDS || get(b, index)->next != BLOCK_NONE)
        return false;
    return is_item(b, index + 1) && get(b, index + 1)->blanks <= 2 &&
           !holds_entries(b, index + 1);
}

/* ----------------------------------------------- paragraphs and tables --- */

static size_t make_paragraph(builder *b, size_t index)
{
    const block *at = get(b, index);
    slice range = read_block(b, index);
    corpus_kind kind = at->quoted ? CORPUS_QUOTE : CORPUS_PARAGRAPH;
    if (holds_entries(b, index)) {
        add_entries(b, index, 0, kind);
        return index + 1;
    }
    if (!at->quoted && is_lead(b, index)) {
        read_block(b, index + 1);
        bool fits =
            words_of(&b->text) < LONG_ITEM_WORDS && b->text.text.len > 0;
        range = read_block(b, index);
        if (fits) {
            join_run(b, range);
            return make_list(b, index + 1);
        }
    }
    add(b, &b->text, kind, range);
    return index + 1;
}

/* Add "Head: " if the n-th column has a head; what all rows together may add
 * is bounded, so that a hostile table does not grow out of hand. */
static void add_head(builder *b, const block *at, size_t n)
{
    if (n >= at->head_count || b->heads_left == 0)
        return;
    const slice *heads =
        (const slice *)(const void *)b->blocks->slices.data + at->head;
    if (!table_head_is_short(&heads[n]))
        return;
    draft_clear(&b->cell);
    clean_slices(b->c, &b->cell, b->mode, &heads[n], 1);
    b->ok = b->ok && !draft_failed(&b->cell);
    size_t len = b->cell.text.len;
    if (len == 0)
        return;
    b->heads_left -= len < b->heads_left ? len : b->heads_left;
    bool colon = b->cell.text.data[len - 1] == ':';
    draft_add(&b->text, &b->cell);
    draft_make(&b->text, colon ? " " : ": ", colon ? 1 : 2, heads[n].end, 0);
}

static void add_cell(builder *b, const block *at, size_t n)
{
    const slice *cell = block_slices(b->blocks, at) + n;
    draft own;
    draft_init(&own);
    clean_slices(b->c, &own, b->mode, cell, 1);
    if (own.text.len > 0) {
        if (b->text.text.len > 0)
            draft_make(&b->text, "; ", 2, cell->start, 0);
        add_head(b, at, n);
        draft_add(&b->text, &own);
    }
    b->ok = b->ok && !draft_failed(&own);
    draft_release(&own);
}

static void read_cells(builder *b, const block *at, size_t first, size_t last)
{
    draft_clear(&b->text);
    for (size_t n = first; n < last; n++)
        add_cell(b, at, n);
}

static size_t make_row(builder *b, size_t index)
{
    const block *at = get(b, index);
    size_t count;
    const glossary_entry *list = entries_of(b, index, &count);
    const slice *cells = block_slices(b->blocks, at);
    for (size_t i = 0; i < count; i++) {
        slice range = {cells[list[i].at.start].start,
                       cells[list[i].at.end - 1].end};
        read_cells(b, at, list[i].at.start, list[i].at.end);
        add(b, &b->text, CORPUS_GLOSSARY, range);
        if (b->ok)
            paragraphs_at(b->out, paragraphs_count(b->out) - 1)->entry =
                list[i].entry;
    }
    if (count > 0)
        return index + 1;
    read_cells(b, at, 0, at->slice_count);
    add(b, &b->text, CORPUS_TABLE, block_range(b->blocks, at));
    return index + 1;
}

static size_t make_whole(builder *b, size_t index, corpus_kind kind)
{
    slice range = read_block(b, index);
    if (holds_entries(b, index))
        add_entries(b, index, 0, kind);
    else
        add(b, &b->text, kind, range);
    return index + 1;
}

static size_t make_code(builder *b, size_t index)
{
    return make_whole(b, index, CORPUS_CODE);
}

static size_t make_footnote(builder *b, size_t index)
{
    return make_whole(b, index, CORPUS_FOOTNOTE);
}

static size_t make_nothing(builder *b, size_t index)
{
    (void)b;
    return index + 1;
}

static const maker makers[] = {
    [BLOCK_PARAGRAPH] = make_paragraph, [BLOCK_HEADING] = make_heading,
    [BLOCK_ITEM] = make_list,           [BLOCK_ROW] = make_row,
    [BLOCK_CODE] = make_code,           [BLOCK_FOOTNOTE] = make_footnote,
    [BLOCK_GAP] = make_nothing,
};

static void read_title(builder *b)
{
    if (b->blocks->title.end == 0)
        return;
    draft_clear(&b->text);
    clean_mode mode = b->mode == CLEAN_HTML ? CLEAN_HTML : CLEAN_TEXT;
    clean_slices(b->c, &b->text, mode, &b->blocks->title, 1);
    front_unquote(&b->text.text, b->blocks->title_quote);
    b->ok =
        !draft_failed(&b->text) &&
        outline_set_title(b->path, buf_text(&b->text.text), b->text.text.len);
}

bool passages_build(paragraph_list *out, outline *path, block_texts *texts,
                    const glossary *entries)
{
    const block_list *blocks = texts->blocks;
    size_t count = block_count(blocks);
    size_t bytes =
        count == 0 ? 0 : block_range(blocks, block_at(blocks, count - 1)).end;
    builder b = {.out = out,
                 .path = path,
                 .texts = texts,
                 .blocks = blocks,
                 .c = texts->cleaner,
                 .mode = texts->mode,
                 .entries = entries,
                 .heads_left = 64 * 1024 + 8 * bytes,
                 .ok = true};
    draft_init(&b.text);
    draft_init(&b.run);
    draft_init(&b.cell);
    draft_init(&b.part);
    read_title(&b);
    for (size_t i = 0; b.ok && i < count;)
        i = get(&b, i)->taken ? i + 1 : makers[get(&b, i)->type](&b, i);
    draft_release(&b.text);
    draft_release(&b.run);
    draft_release(&b.cell);
    draft_release(&b.part);
    if (b.ok && texts->mode != CLEAN_HTML)
        paragraphs_sort(out);
    return b.ok;
}
