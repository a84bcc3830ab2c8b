/* SPDX-License-Identifier: MIT
 *
 * In: a page. Out: its blocks.
 *
 * libxml2 calls once for each element that begins or ends, properly nested
 * whatever the page is like, and once for each run of text. Invariant: `seen`
 * is where the last text ended, and never goes back; what is open are counters
 * and a short stack of tables, each brought back by the element that raised
 * it. */
#include "corpus/html.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/utf8.h"
#include "corpus/text.h"

#define TABLES_MAX 16
#define CELLS_MAX ((size_t)64 * 1024 * 1024)
#define DEPTH_MAX 32u
#define BOLD_WORDS_MAX 80
#define LONG_CELL ((size_t)200)
/* libxml2 looks through all open elements for one that an end tag closes, and
 * puts each complaint into words. */
#define WORK_MAX ((uint64_t)1000000000)
#define COMPLAINT_WORK 200u

/* A table that is open. */
typedef struct table {
    bool flows;       /* its cells hold a page, not data */
    bool in_row, in_cell;
    bool heads_only;  /* the row in hand */
    size_t rows;
    size_t head, head_count; /* slices of the column heads */
    size_t head_block;       /* they are a row while no other follows */
    slice cell;       /* the one in hand */
} table;

typedef struct reader {
    block_list *out;
    htmlParserCtxtPtr parser;
    const char *text;
    size_t seen;
    bool open;        /* the last block may go on */
    bool apart;       /* something hidden stands before what follows */
    bool bold_so_far; /* all of the open block */
    bool fresh;       /* the item has no text yet */
    bool glued;       /* what follows belongs to the block before */
    bool in_title;
    unsigned level;   /* of the heading in hand; 0 outside */
    unsigned breaks;  /* <br> since the last text */
    size_t hidden, headers, scopes, lists, items, quotes, codes, bolds;
    table tables[TABLES_MAX];
    size_t table_count; /* may be over TABLES_MAX */
    buf cells;        /* slices of the row in hand */
    uint64_t work;
    bool tangled;
} reader;

typedef struct element element;
typedef void (*element_step)(reader *r, const element *e);

/* What an element does where it begins and ends. */
struct element {
    const char *name;
    element_step open, close;
    unsigned level;
};

/* How far libxml2 has read. Elements that it opens or closes by implication,
 * it opens and closes behind the text that implies them. */
static size_t position(const reader *r)
{
    const xmlParserInput *in = r->parser->input;
    if (in == NULL)
        return r->seen;
    size_t at = in->consumed + (size_t)(in->cur - in->base);
    return at > r->seen ? at : r->seen;
}

/* -------------------------------------------------------------- blocks --- */

static block *last_block(const reader *r)
{
    return block_at(r->out, block_count(r->out) - 1);
}

static size_t slice_total(const reader *r)
{
    return r->out->slices.len / sizeof(slice);
}

static bool has_failed(const reader *r)
{
    return r->out->blocks.failed || r->out->slices.failed || r->cells.failed;
}

/* A paragraph that is bold from end to end is a heading. */
static void close_block(reader *r)
{
    if (!r->open || has_failed(r))
        return;
    r->open = false;
    block *b = last_block(r);
    slice range = block_range(r->out, b);
    if (b->type == BLOCK_PARAGRAPH && !b->quoted && r->bold_so_far &&
        text_words(r->text + range.start, range.end - range.start) <=
            BOLD_WORDS_MAX) {
        b->type = BLOCK_HEADING;
        b->level = BLOCK_BOLD_LEVEL;
        b->bold = true;
    }
}

static void add_block(reader *r, block b)
{
    b.quoted = r->quotes > 0;
    b.blanks = 1;
    b.next = BLOCK_NONE;
    buf_add(&r->out->blocks, &b, sizeof b);
}

static block_type type_here(const reader *r)
{
    if (r->codes > 0)
        return BLOCK_CODE;
    if (r->level > 0)
        return r->quotes > 0 ? BLOCK_PARAGRAPH : BLOCK_HEADING;
    return r->items > 0 ? BLOCK_ITEM : BLOCK_PARAGRAPH;
}

static void open_block(reader *r, slice at)
{
    block b = {.type = type_here(r),
               .marker = at.start,
               .slice = slice_total(r),
               .slice_count = 1};
    if (b.type == BLOCK_HEADING)
        b.level = r->level;
    if (b.type == BLOCK_ITEM) {
        size_t depth = r->lists > 0 ? r->lists - 1 : 0;
        b.level = depth < DEPTH_MAX ? (unsigned)depth : DEPTH_MAX;
        b.goes_on = !r->fresh;
    }
    buf_add(&r->out->slices, &at, sizeof at);
    add_block(r, b);
    r->open = true;
    r->bold_so_far = true;
}

/* --------------------------------------------------------------- tables --- */

/* The innermost table, if its cells are data. */
static table *data_table(reader *r)
{
    if (r->table_count == 0 || r->table_count > TABLES_MAX)
        return NULL;
    table *t = &r->tables[r->table_count - 1];
    return t->flows ? NULL : t;
}

static void add_row(reader *r, const table *t, size_t first, size_t count)
{
    const slice *cells =
        (const slice *)(const void *)r->out->slices.data + first;
    bool under_heads = t->head_count == count && t->rows > 1;
    block b = {.type = count > 1 ? BLOCK_ROW : BLOCK_PARAGRAPH,
               .marker = cells[0].start,
               .slice = first,
               .slice_count = count,
               .head = under_heads ? t->head : 0,
               .head_count = under_heads ? count : 0};
    add_block(r, b);
}

/* Make a row of the cells that have come; the first row may be the heads. */
static void end_row(reader *r, table *t)
{
    size_t count = r->cells.len / sizeof(slice), first = slice_total(r);
    const slice *cells = (const slice *)(const void *)r->cells.data;
    bool text = false;
    for (size_t i = 0; i < count; i++)
        text = text || cells[i].end > cells[i].start;
    t->in_row = false;
    if (text && buf_add(&r->out->slices, cells, r->cells.len)) {
        if (++t->rows == 1 && t->heads_only && count > 1) {
            t->head = first;
            t->head_count = count;
            t->head_block = block_count(r->out);
        } else if (t->rows == 2 && t->head_count > 0) {
            block_at(r->out, t->head_block)->type = BLOCK_GAP;
            block_at(r->out, t->head_block)->slice_count = 0;
        }
        add_row(r, t, first, count);
    }
    buf_clear(&r->cells);
}

/* The table turns out to lay out a page: its cells are no cells any more. */
static void leave_cells(reader *r)
{
    table *t = data_table(r);
    if (t == NULL || !t->in_cell)
        return;
    slice cell = t->cell;
    end_row(r, t);
    t->in_cell = false;
    t->flows = true;
    if (cell.end > cell.start) {
        open_block(r, cell);
        r->bold_so_far = false;
        close_block(r);
    }
}

static void open_table(reader *r, const element *e)
{
    (void)e;
    leave_cells(r);
    close_block(r);
    if (r->table_count++ < TABLES_MAX)
        r->tables[r->table_count - 1] = (table){0};
}

static void close_table(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->table_count--;
}

static void open_row(reader *r, const element *e)
{
    table *t = data_table(r);
    (void)e;
    close_block(r);
    if (t == NULL)
        return;
    buf_clear(&r->cells);
    t->in_row = t->heads_only = true;
}

static void close_row(reader *r, const element *e)
{
    table *t = data_table(r);
    (void)e;
    close_block(r);
    if (t != NULL && t->in_row)
        end_row(r, t);
}

/* `level` is 1 for a column head. */
static void open_cell(reader *r, const element *e)
{
    table *t = data_table(r);
    close_block(r);
    if (t == NULL || !t->in_row)
        return;
    t->in_cell = true;
    t->cell = (slice){position(r), position(r)};
    t->heads_only = t->heads_only && e->level == 1;
}

static void close_cell(reader *r, const element *e)
{
    table *t = data_table(r);
    (void)e;
    close_block(r);
    if (t == NULL || !t->in_cell)
        return;
    buf_add(&r->cells, &t->cell, sizeof t->cell);
    t->in_cell = false;
}

static bool add_to_cell(reader *r, slice at)
{
    table *t = data_table(r);
    if (t == NULL || !t->in_cell)
        return false;
    if (t->cell.end == t->cell.start)
        t->cell.start = at.start;
    t->cell.end = at.end;
    return true;
}

/* ---------------------------------------------------------- the elements --- */

static void open_break(reader *r, const element *e)
{
    const table *t = data_table(r);
    (void)e;
    if (t != NULL && t->in_cell && t->cell.end - t->cell.start > LONG_CELL)
        leave_cells(r);
    if (!r->glued)
        close_block(r);
}

static void close_break(reader *r, const element *e)
{
    (void)e;
    if (!r->glued)
        close_block(r);
}

static void open_hidden(reader *r, const element *e)
{
    (void)e;
    r->hidden++;
    r->apart = true;
}

static void close_hidden(reader *r, const element *e)
{
    (void)e;
    r->hidden--;
}

static void open_scope(reader *r, const element *e)
{
    r->scopes++;
    open_break(r, e);
}

static void close_scope(reader *r, const element *e)
{
    r->scopes--;
    close_break(r, e);
}

/* A header or footer; `level` is 1 for a header. */
static void open_margin(reader *r, const element *e)
{
    close_block(r);
    if (r->scopes > 0)
        return;
    open_hidden(r, e);
    r->headers += e->level;
}

static void close_margin(reader *r, const element *e)
{
    close_block(r);
    if (r->scopes > 0)
        return;
    close_hidden(r, e);
    r->headers -= e->level;
}

static void open_heading(reader *r, const element *e)
{
    leave_cells(r);
    close_block(r);
    r->level = e->level;
}

static void close_heading(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->level = 0;
}

static void open_list(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->lists++;
}

static void close_list(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->lists--;
}

static void open_item(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->items++;
    r->fresh = true;
    r->glued = false;
}

static void close_item(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->items--;
    r->fresh = r->glued = false;
}

/* A term keeps its first definition with it. */
static void close_term(reader *r, const element *e)
{
    (void)e;
    r->glued = r->open;
    r->items--;
}

static void open_definition(reader *r, const element *e)
{
    (void)e;
    if (!r->glued)
        close_block(r);
    r->fresh = !r->glued;
    r->items++;
}

static void open_code(reader *r, const element *e)
{
    (void)e;
    leave_cells(r);
    close_block(r);
    r->codes++;
}

static void close_code(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->codes--;
}

static void open_quote(reader *r, const element *e)
{
    (void)e;
    leave_cells(r);
    close_block(r);
    r->quotes++;
}

static void close_quote(reader *r, const element *e)
{
    (void)e;
    close_block(r);
    r->quotes--;
}

static void open_bold(reader *r, const element *e)
{
    (void)e;
    r->bolds++;
}

static void close_bold(reader *r, const element *e)
{
    (void)e;
    r->bolds--;
}

static void open_title(reader *r, const element *e)
{
    (void)e;
    r->in_title = r->hidden == 0 && r->out->title.end == 0;
}

static void close_title(reader *r, const element *e)
{
    (void)e;
    r->in_title = false;
}

/* Two in a row part paragraphs. */
static void open_line(reader *r, const element *e)
{
    (void)e;
    if (++r->breaks > 1 && r->codes == 0)
        close_block(r);
}

static void open_rule(reader *r, const element *e)
{
    (void)e;
    if (r->hidden > 0)
        return;
    close_block(r);
    add_block(r, (block){.type = BLOCK_GAP, .marker = position(r)});
}

static void nothing(reader *r, const element *e)
{
    (void)r;
    (void)e;
}

/* Sorted by name; what is not here changes nothing. */
static const element elements[] = {
    {"address", open_break, close_break, 0},
    {"article", open_scope, close_scope, 0},
    {"aside", open_hidden, close_hidden, 0},
    {"audio", open_hidden, close_hidden, 0},
    {"b", open_bold, close_bold, 0},
    {"blockquote", open_quote, close_quote, 0},
    {"body", open_break, close_break, 0},
    {"br", open_line, nothing, 0},
    {"button", open_hidden, close_hidden, 0},
    {"canvas", open_hidden, close_hidden, 0},
    {"caption", open_break, close_break, 0},
    {"center", open_break, close_break, 0},
    {"dd", open_definition, close_item, 0},
    {"details", open_break, close_break, 0},
    {"dir", open_list, close_list, 0},
    {"div", open_break, close_break, 0},
    {"dl", open_list, close_list, 0},
    {"dt", open_item, close_term, 0},
    {"fieldset", open_break, close_break, 0},
    {"figcaption", open_break, close_break, 0},
    {"figure", open_break, close_break, 0},
    {"footer", open_margin, close_margin, 0},
    {"form", open_break, close_break, 0},
    {"h1", open_heading, close_heading, 1},
    {"h2", open_heading, close_heading, 2},
    {"h3", open_heading, close_heading, 3},
    {"h4", open_heading, close_heading, 4},
    {"h5", open_heading, close_heading, 5},
    {"h6", open_heading, close_heading, 6},
    {"header", open_margin, close_margin, 1},
    {"hr", open_rule, nothing, 0},
    {"legend", open_break, close_break, 0},
    {"li", open_item, close_item, 0},
    {"listing", open_code, close_code, 0},
    {"main", open_scope, close_scope, 0},
    {"menu", open_list, close_list, 0},
    {"nav", open_hidden, close_hidden, 0},
    {"noscript", open_hidden, close_hidden, 0},
    {"object", open_hidden, close_hidden, 0},
    {"ol", open_list, close_list, 0},
    {"option", open_hidden, close_hidden, 0},
    {"p", open_break, close_break, 0},
    {"pre", open_code, close_code, 0},
    {"section", open_scope, close_scope, 0},
    {"select", open_hidden, close_hidden, 0},
    {"strong", open_bold, close_bold, 0},
    {"summary", open_break, close_break, 0},
    {"svg", open_hidden, close_hidden, 0},
    {"table", open_table, close_table, 0},
    {"td", open_cell, close_cell, 0},
    {"template", open_hidden, close_hidden, 0},
    {"textarea", open_hidden, close_hidden, 0},
    {"th", open_cell, close_cell, 1},
    {"title", open_title, close_title, 0},
    {"tr", open_row, close_row, 0},
    {"ul", open_list, close_list, 0},
    {"video", open_hidden, close_hidden, 0},
    {"xmp", open_code, close_code, 0},
};

static int compare_names(const void *key, const void *member)
{
    return strcmp(key, ((const element *)member)->name);
}

static const element *find_element(const xmlChar *name)
{
    return bsearch(name, elements, sizeof elements / sizeof *elements,
                   sizeof *elements, compare_names);
}

/* ----------------------------------------------------------------- text --- */

static bool is_blank(const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t code;
        at += utf8_read(bytes + at, len - at, &code);
        if (!text_is_space(code))
            return false;
    }
    return true;
}

/* Where the text that was just read stands in the page: right before the
 * place in hand if it is written as it reads, else from its entity on. */
static slice find_text(const reader *r, const char *bytes, size_t len)
{
    size_t end = position(r), room = end - r->seen;
    if (len <= room && memcmp(r->text + end - len, bytes, len) == 0) {
        slice at = {end - len, end};
        while (at.start < at.end && text_is_blank(r->text[at.start]))
            at.start++;
        while (at.end > at.start && text_is_blank(r->text[at.end - 1]))
            at.end--;
        return at;
    }
    const char *entity = memchr(r->text + r->seen, '&', room);
    return (slice){entity == NULL ? end : (size_t)(entity - r->text), end};
}

static void add_to_title(reader *r, slice at)
{
    slice *title = &r->out->title;
    if (title->end == 0)
        title->start = at.start;
    title->end = at.end;
}

static void add_text(reader *r, slice at)
{
    r->breaks = 0;
    if (add_to_cell(r, at))
        return;
    if (!r->open) {
        open_block(r, at);
    } else if (r->apart) {
        buf_add(&r->out->slices, &at, sizeof at);
        last_block(r)->slice_count++;
    } else {
        slice *slices = (slice *)(void *)r->out->slices.data;
        slices[slice_total(r) - 1].end = at.end;
    }
    r->apart = r->glued = r->fresh = false;
    r->bold_so_far = r->bold_so_far && r->bolds > 0;
}

/* -------------------------------------------------- what libxml2 calls --- */

static void stop(reader *r)
{
    r->tangled = true;
    xmlStopParser(r->parser);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **unused)
{
    reader *r = ctx;
    const element *e = find_element(name);
    (void)unused;
    if (e != NULL)
        e->open(r, e);
}

static void on_end(void *ctx, const xmlChar *name)
{
    reader *r = ctx;
    const element *e = find_element(name);
    if (e != NULL)
        e->close(r, e);
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    reader *r = ctx;
    const char *bytes = (const char *)text;
    slice at = find_text(r, bytes, (size_t)len);
    r->seen = position(r);
    bool shown = r->hidden == 0 || (r->level == 1 && r->headers > 0 &&
                                    r->hidden == r->headers);
    if (at.start >= at.end || is_blank(bytes, (size_t)len) || !shown ||
        has_failed(r))
        return;
    if (r->in_title)
        add_to_title(r, at);
    else
        add_text(r, at);
}

/* Every complaint costs time, a misplaced end tag that of all that is open. */
static void on_complaint(void *ctx, xmlErrorPtr error)
{
    reader *r = ctx;
    bool misplaced = error != NULL && error->code == XML_ERR_TAG_NAME_MISMATCH;
    r->work += COMPLAINT_WORK + (misplaced ? (uint64_t)r->parser->nameNr : 0);
    if (r->work > WORK_MAX || has_failed(r))
        stop(r);
}

static htmlParserCtxtPtr make_parser(reader *r, size_t len)
{
    const xmlSAXHandler calls = {.initialized = XML_SAX2_MAGIC,
                                 .startElement = on_start,
                                 .endElement = on_end,
                                 .characters = on_text,
                                 .ignorableWhitespace = on_text,
                                 .cdataBlock = on_text,
                                 .serror = on_complaint};
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(r->text, (int)len);
    if (parser == NULL)
        return NULL;
    htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_RECOVER |
                                   HTML_PARSE_IGNORE_ENC |
                                   HTML_PARSE_NODEFDTD);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    *parser->sax = calls;
    parser->userData = r;
    return parser;
}

bool html_blocks(block_list *out, size_t *stopped, const char *text,
                 size_t len)
{
    reader r = {.out = out, .text = text};
    *stopped = len;
    if (len == 0)
        return true;
    buf_init(&r.cells, CELLS_MAX);
    r.parser = make_parser(&r, len);
    if (r.parser == NULL)
        return false;
    htmlParseDocument(r.parser);
    bool ok = r.parser->errNo != XML_ERR_NO_MEMORY && !has_failed(&r);
    close_block(&r);
    if (r.tangled)
        *stopped = r.seen;
    if (r.parser->myDoc != NULL)
        xmlFreeDoc(r.parser->myDoc);
    htmlFreeParserCtxt(r.parser);
    buf_release(&r.cells);
    return ok && !has_failed(&r);
}
