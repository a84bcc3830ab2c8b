/* SPDX-License-Identifier: MIT
 *
 * In: elements and texts, in order. Out: blocks.
 *
 * The table of elements says what each does. Invariant: what is open are
 * counters and a short stack of tables, each brought back by the end of the
 * element that raised it. */
#include "corpus/html/page_inside.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/html/html.h"
#include "corpus/text.h"

#define CELLS_MAX ((size_t)64 * 1024 * 1024)
#define DEPTH_MAX 32u
#define BOLD_WORDS_MAX 80
#define LONG_CELL ((size_t)200)
#define HEADING_BYTES_MAX ((size_t)400)

/* -------------------------------------------------------------- blocks --- */

static block *last_block(const page *p)
{
    return block_last(p->out);
}

static size_t slice_total(const page *p)
{
    return p->out->slices.len / sizeof(slice);
}

bool page_failed(const page *p)
{
    return p->out->blocks.failed || p->out->slices.failed || p->cells.failed;
}

/* The number of a footnote that stands aside, above its text, is no text. */
static bool drop_label(page *p)
{
    block *b = last_block(p);
    slice range = block_range(p->out, b);
    if (p->asides == 0 ||
        !html_is_label(p->text + range.start, range.end - range.start))
        return false;
    buf_truncate(&p->out->slices, b->slice * sizeof(slice));
    buf_truncate(&p->out->blocks, p->out->blocks.len - sizeof *b);
    p->labelled = true;
    return true;
}

/* A paragraph that is bold from end to end is a heading, unless it stands over
 * a figure: what follows is not told of that. */
void page_close_block(page *p)
{
    p->note_end = 0; /* a mark lies within one block */
    p->noted = false;
    if (!p->open || page_failed(p))
        return;
    p->open = false;
    if (drop_label(p))
        return;
    block *b = last_block(p);
    slice range = block_range(p->out, b);
    if (b->type == BLOCK_PARAGRAPH && !b->quoted && p->bold_so_far &&
        p->caption == 0 &&
        text_words(p->text + range.start, range.end - range.start) <=
            BOLD_WORDS_MAX) {
        b->type = BLOCK_HEADING;
        b->level = BLOCK_BOLD_LEVEL;
        b->bold = true;
    }
}

/* A block of the slices that are to come next. */
block page_block_here(const page *p, size_t slices)
{
    return (block){.quoted = p->quotes > 0,
                   .blanks = 1,
                   .slice = slice_total(p),
                   .slice_count = slices,
                   .next = BLOCK_NONE};
}

static void add_block(page *p, const block *b)
{
    buf_add(&p->out->blocks, b, sizeof *b);
}

static block_type type_here(const page *p)
{
    if (p->codes > 0)
        return BLOCK_CODE;
    if (p->level > 0)
        return p->quotes > 0 || (p->headers > 0 && p->level > 1)
                   ? BLOCK_PARAGRAPH
                   : BLOCK_HEADING;
    if (p->items > 0)
        return BLOCK_ITEM;
    return p->noted || p->labelled ? BLOCK_FOOTNOTE : BLOCK_PARAGRAPH;
}

void page_open_block(page *p, slice at)
{
    block b = page_block_here(p, 1);
    b.type = type_here(p);
    b.marker = at.start;
    if (b.type == BLOCK_HEADING)
        b.level = p->level;
    if (b.type == BLOCK_ITEM) {
        size_t depth = p->lists > 0 ? p->lists - 1 : 0;
        b.level = depth < DEPTH_MAX ? (unsigned)depth : DEPTH_MAX;
        b.goes_on = !p->fresh;
    }
    buf_add(&p->out->slices, &at, sizeof at);
    add_block(p, &b);
    p->open = true;
    p->labelled = false;
    p->bold_so_far = true;
}

/* --------------------------------------------------------- the elements --- */

/* Does a block end where an element begins or ends? A term goes on to what it
 * means, and a heading behind a block in it, unless it was never closed. */
static void part_block(page *p)
{
    bool heading = p->level > 0 && p->open && !page_failed(p);
    if (heading) {
        slice range = block_range(p->out, last_block(p));
        heading = range.end - range.start < HEADING_BYTES_MAX;
    }
    if (!p->glued && !heading)
        page_close_block(p);
}

static void open_break(page *p, const page_element *e)
{
    const page_table *t = page_data_table(p);
    (void)e;
    if (t != NULL && t->in_cell && t->cell.end - t->cell.start > LONG_CELL)
        page_leave_cells(p);
    part_block(p);
}

static void close_break(page *p, const page_element *e)
{
    (void)e;
    part_block(p);
}

/* `level` is 1 for what is a part of the text, not all of it. */
static void open_scope(page *p, const page_element *e)
{
    p->scopes++;
    p->parts += e->level;
    open_break(p, e);
}

static void close_scope(page *p, const page_element *e)
{
    p->scopes--;
    p->parts -= e->level;
    close_break(p, e);
}

static void open_heading(page *p, const page_element *e)
{
    page_leave_cells(p);
    page_close_block(p);
    p->level = e->level;
}

static void close_heading(page *p, const page_element *e)
{
    page_close_block(p);
    p->level = 0;
    p->titled = p->titled || (e->level == 1 && p->headers > 0);
}

static void open_paragraph(page *p, const page_element *e)
{
    open_break(p, e);
    p->paragraphs++;
}

static void close_paragraph(page *p, const page_element *e)
{
    p->paragraphs--;
    close_break(p, e);
}

static void open_list(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    p->lists++;
}

static void close_list(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    p->lists--;
}

static void open_item(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    p->items++;
    p->fresh = true;
    p->glued = false;
}

static void close_item(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    p->items--;
    p->fresh = p->glued = false;
}

static void open_term(page *p, const page_element *e)
{
    open_item(p, e);
    p->in_term = true;
}

/* A term keeps its first definition with it. */
static void close_term(page *p, const page_element *e)
{
    (void)e;
    p->in_term = false;
    p->glued = p->open;
    p->items--;
}

static void open_definition(page *p, const page_element *e)
{
    (void)e;
    if (!p->glued)
        page_close_block(p);
    p->fresh = !p->glued;
    p->items++;
}

static void open_code(page *p, const page_element *e)
{
    (void)e;
    page_leave_cells(p);
    page_close_block(p);
    p->codes++;
}

static void close_code(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    p->codes--;
}

static void open_quote(page *p, const page_element *e)
{
    (void)e;
    page_leave_cells(p);
    page_close_block(p);
    p->quotes++;
}

static void close_quote(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    p->quotes--;
}

static void open_bold(page *p, const page_element *e)
{
    (void)e;
    p->bolds++;
}

static void close_bold(page *p, const page_element *e)
{
    (void)e;
    p->bolds--;
}

static void open_title(page *p, const page_element *e)
{
    (void)e;
    p->in_title = p->hidden == 0 && p->out->title.end == 0;
}

static void close_title(page *p, const page_element *e)
{
    (void)e;
    p->in_title = false;
}

/* The number in a footnote mark is no text: a block neither begins nor ends
 * with it. `here` is within the tag. */
static void open_sup(page *p, const page_element *e)
{
    const char *tag = memrchr(p->text, '<', p->here);
    (void)e;
    if (tag == NULL)
        return;
    size_t start = (size_t)(tag - p->text);
    size_t size = html_note(tag, p->len - start);
    if (size > 0)
        p->note_end = start + size;
}

/* Two in a row part paragraphs. */
static void open_line(page *p, const page_element *e)
{
    (void)e;
    if (++p->breaks > 1 && p->codes == 0)
        part_block(p);
}

static void open_rule(page *p, const page_element *e)
{
    (void)e;
    if (p->hidden > 0)
        return;
    page_close_block(p);
    block gap = page_block_here(p, 0);
    gap.type = BLOCK_GAP;
    gap.marker = p->here;
    add_block(p, &gap);
}

static void nothing(page *p, const page_element *e)
{
    (void)p;
    (void)e;
}

/* Sorted by name; what is not here changes nothing. */
static const page_element elements[] = {
    {"address", open_break, close_break, 0},
    {"annotation", page_open_hidden, page_close_hidden, 0},
    {"annotation-xml", page_open_hidden, page_close_hidden, 0},
    {"article", open_scope, close_scope, 1},
    {"aside", page_open_aside, page_close_aside, 0},
    {"audio", page_open_hidden, page_close_hidden, 0},
    {"b", open_bold, close_bold, 0},
    {"blockquote", open_quote, close_quote, 0},
    {"body", open_break, close_break, 0},
    {"br", open_line, nothing, 0},
    {"button", page_open_button, page_close_button, 0},
    {"canvas", page_open_hidden, page_close_hidden, 0},
    {"caption", open_break, close_break, 0},
    {"center", open_break, close_break, 0},
    {"dd", open_definition, close_item, 0},
    {"details", open_break, close_break, 0},
    {"dialog", page_open_dialog, page_close_dialog, 0},
    {"dir", open_list, close_list, 0},
    {"div", open_break, close_break, 0},
    {"dl", open_list, close_list, 0},
    {"dt", open_term, close_term, 0},
    {"fieldset", open_break, close_break, 0},
    {"figcaption", open_break, close_break, 0},
    {"figure", open_break, close_break, 0},
    {"footer", page_open_margin, page_close_margin, 0},
    {"form", open_break, close_break, 0},
    {"h1", open_heading, close_heading, 1},
    {"h2", open_heading, close_heading, 2},
    {"h3", open_heading, close_heading, 3},
    {"h4", open_heading, close_heading, 4},
    {"h5", open_heading, close_heading, 5},
    {"h6", open_heading, close_heading, 6},
    {"header", page_open_margin, page_close_margin, 1},
    {"hr", open_rule, nothing, 0},
    {"legend", open_break, close_break, 0},
    {"li", open_item, close_item, 0},
    {"listing", open_code, close_code, 0},
    {"main", open_scope, close_scope, 0},
    {"math", nothing, nothing, 0},
    {"menu", open_list, close_list, 0},
    {"nav", page_open_hidden, page_close_hidden, 0},
    {"noscript", page_open_hidden, page_close_hidden, 0},
    {"object", page_open_hidden, page_close_hidden, 0},
    {"ol", open_list, close_list, 0},
    {"option", page_open_hidden, page_close_hidden, 0},
    {"p", open_paragraph, close_paragraph, 0},
    {"pre", open_code, close_code, 0},
    {"section", open_scope, close_scope, 1},
    {"select", page_open_hidden, page_close_hidden, 0},
    {"strong", open_bold, close_bold, 0},
    {"summary", open_break, close_break, 0},
    {"sup", open_sup, nothing, 0},
    {"svg", page_open_hidden, page_close_hidden, 0},
    {"table", page_open_table, page_close_table, 0},
    {"td", page_open_cell, page_close_cell, 0},
    {"template", page_open_hidden, page_close_hidden, 0},
    {"textarea", page_open_hidden, page_close_hidden, 0},
    {"th", page_open_cell, page_close_cell, 1},
    {"title", open_title, close_title, 0},
    {"tr", page_open_row, page_close_row, 0},
    {"ul", open_list, close_list, 0},
    {"video", page_open_hidden, page_close_hidden, 0},
    {"xmp", open_code, close_code, 0},
};

static int compare_names(const void *key, const void *member)
{
    return strcmp(key, ((const page_element *)member)->name);
}

static const page_element *find_element(const char *name)
{
    return bsearch(name, elements, sizeof elements / sizeof *elements,
                   sizeof *elements, compare_names);
}

/* ------------------------------------------------------------- the page --- */

static void add_to_title(page *p, slice at)
{
    slice *title = &p->out->title;
    if (title->end == 0)
        title->start = at.start;
    title->end = at.end;
}

static void add_text(page *p, slice at)
{
    p->breaks = 0;
    if (page_add_to_cell(p, at))
        return;
    if (!p->open) {
        page_open_block(p, at);
    } else {
        slice *slices = (slice *)(void *)p->out->slices.data;
        slices[slice_total(p) - 1].end = at.end;
    }
    p->glued = p->fresh = false;
    p->bold_so_far = p->bold_so_far && p->bolds > 0;
}

void page_init(page *p, block_list *out, char *text, size_t len)
{
    *p = (page){.out = out, .text = text, .len = len};
    buf_init(&p->cells, CELLS_MAX);
}

void page_release(page *p)
{
    buf_release(&p->cells);
}

/* A block shows within a hidden phrase, which may not be closed. So does a
 * formula: pages hide what they show as a picture. */
static bool shows_again(const page_element *e)
{
    static page_step *const others[] = {open_bold, page_open_hidden,
                                        open_line, open_rule,
                                        open_sup,  open_title};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (e->open == others[i])
            return false;
    return true;
}

void page_start(page *p, const char *name, html_mark mark)
{
    const page_element *e = find_element(name);
    if (p->phrase && e != NULL && shows_again(e))
        page_read_again(p);
    page_heed(p, mark);
    if (e != NULL)
        e->open(p, e);
}

void page_end(page *p, const char *name)
{
    const page_element *e = find_element(name);
    if (e != NULL)
        e->close(p, e);
    page_leave(p);
}

void page_text(page *p, slice at)
{
    if (page_failed(p))
        return;
    if (!page_is_shown(p))
        page_hide_text(p, at);
    else if (at.end <= p->note_end)
        p->noted = !p->open; /* else the block goes on behind it, or ends */
    else if (p->in_title)
        add_to_title(p, at);
    else
        add_text(p, at);
}

static int compare_blocks(const void *a, const void *b)
{
    const block *one = a, *two = b;
    if (one->marker != two->marker)
        return one->marker < two->marker ? -1 : 1;
    return one->slice < two->slice ? -1 : one->slice > two->slice;
}

/* Text that stands between the cells of a row is a block before that row is. */
static void put_in_order(page *p)
{
    size_t count = block_count(p->out);
    for (size_t i = 1; i < count; i++)
        if (block_at(p->out, i - 1)->marker > block_at(p->out, i)->marker) {
            qsort(block_at(p->out, 0), count, sizeof(block), compare_blocks);
            return;
        }
}

void page_finish(page *p)
{
    page_close_block(p);
    if (!page_failed(p))
        put_in_order(p);
}
