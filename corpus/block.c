/* SPDX-License-Identifier: MIT
 *
 * In: the lines of a file. Out: its blocks.
 *
 * One line is looked at after the other by a table of recognisers, the first
 * that takes it wins, and the last takes everything. Invariant: `open` is the
 * last block, and only while the next line may go on with it. */
#include "corpus/splitter.h"

#include <string.h>

#include "corpus/front.h"
#include "corpus/printed.h"
#include "corpus/syntax.h"
#include "corpus/text.h"

#define UNDERLINED_WORDS_MAX 20
#define BOLD_WORDS_MAX 80
#define LONG_LINE ((size_t)200)

/* Take the line of `v`, and perhaps more; returns how many, 0 for none. */
typedef size_t (*recogniser)(splitter *s, const view *v);

/* --------------------------------------------------------------- lines --- */

view splitter_line(const splitter *s, size_t index)
{
    return view_of(s->lines, index, (s->features & BLOCK_MARKUP) != 0);
}

const char *splitter_text(const splitter *s, const view *v)
{
    return s->text + v->start;
}

static void add_slice(splitter *s, size_t start, size_t end)
{
    slice piece = {start, end};
    buf_add(&s->out->slices, &piece, sizeof piece);
}

/* ------------------------------------------------ opening and closing --- */

static block *last_block(const splitter *s)
{
    return block_last(s->out);
}

/* True if a block of that type is open and as much quoted as the line. */
static bool is_open(const splitter *s, block_type type, const view *v)
{
    return s->open && last_block(s)->type == type &&
           last_block(s)->quoted == v->quoted;
}

static size_t range_words(const splitter *s, slice range)
{
    return text_words(s->text + range.start, range.end - range.start);
}

/* Bold from end to end, and no longer than a heading can be. */
static bool is_bold_heading(const splitter *s, slice range)
{
    return syntax_is_bold(s->text + range.start, range.end - range.start) &&
           range_words(s, range) <= BOLD_WORDS_MAX;
}

static void make_bold_heading(block *b)
{
    b->type = BLOCK_HEADING;
    b->level = BLOCK_BOLD_LEVEL;
    b->bold = true;
}

/* A bold first line that the text below does not continue: cut it off. */
static void cut_bold_line(splitter *s)
{
    block first = *last_block(s);
    const slice *slices = block_slices(s->out, &first);
    uint32_t next = text_at(s->text, slices[1].end, slices[1].start);
    if (text_is_lower(next) || !is_bold_heading(s, slices[0]))
        return;
    block rest = first;
    rest.slice++;
    rest.slice_count--;
    rest.blanks = 0;
    rest.marker = slices[1].start;
    last_block(s)->slice_count = 1;
    make_bold_heading(last_block(s));
    buf_add(&s->out->blocks, &rest, sizeof rest);
}

void splitter_close(splitter *s)
{
    if (!s->open || s->out->blocks.failed || s->out->slices.failed)
        return;
    s->open = false;
    block *b = last_block(s);
    if (b->type != BLOCK_PARAGRAPH || b->quoted ||
        !(s->features & BLOCK_MARKUP))
        return;
    if (is_bold_heading(s, block_range(s->out, b)))
        make_bold_heading(b);
    else if (b->slice_count > 1)
        cut_bold_line(s);
}

/* Begin a block with the text from `start` to the end of the line. */
void splitter_open(splitter *s, block_type type, const view *v, size_t start)
{
    splitter_close(s);
    block b = {.type = type,
               .quoted = v->quoted,
               .blanks = s->blanks,
               .marker = v->start,
               .slice = splitter_slices(s),
               .slice_count = 1,
               .next = BLOCK_NONE};
    add_slice(s, start, v->end);
    buf_add(&s->out->blocks, &b, sizeof b);
    s->blanks = 0;
    s->open = true;
}

void splitter_extend(splitter *s, const view *v)
{
    add_slice(s, v->start, v->end);
    last_block(s)->slice_count++;
}

void splitter_gap(splitter *s, const view *v)
{
    splitter_close(s);
    block b = {.type = BLOCK_GAP,
               .blanks = s->blanks,
               .marker = v->start,
               .next = BLOCK_NONE};
    buf_add(&s->out->blocks, &b, sizeof b);
    s->blanks = 0;
}

size_t splitter_rest(splitter *s, size_t end)
{
    size_t last = lines_at(s->lines, end - 1);
    view at = splitter_line(s, last);
    while (end < at.end && text_is_blank(s->text[end]))
        end++;
    if (at.end > end)
        splitter_open(s, BLOCK_PARAGRAPH, &at, end);
    return last;
}

void splitter_end_list(splitter *s)
{
    s->in_list = false;
    s->depth = 0;
}

/* --------------------------------------------------------- recognisers --- */

static size_t take_blank(splitter *s, const view *v)
{
    if (view_len(v) > 0)
        return 0;
    splitter_close(s);
    s->blanks++;
    return 1;
}

static size_t take_page_mark(splitter *s, const view *v)
{
    if (!s->lines->lines[v->index].furniture)
        return 0;
    splitter_gap(s, v);
    return 1;
}

static size_t take_front_matter(splitter *s, const view *v)
{
    if (v->index != 0)
        return 0;
    front_title title = {s->out->title, '\0'};
    const size_t count = front_matter(&title, s->lines);
    s->out->title = title.text;
    s->out->title_quote = title.quote;
    return count;
}

/* Indented lines below the footnote "[^1]: ..." belong to it. */
static size_t take_indented_note(splitter *s, const view *v)
{
    if (block_count(s->out) == 0 || v->indent < 4 || s->open)
        return 0;
    const block *b = last_block(s);
    bool of_note = b->goes_on || s->text[b->marker] == '[';
    if (b->type != BLOCK_FOOTNOTE || b->quoted != v->quoted || !of_note)
        return 0;
    splitter_open(s, BLOCK_FOOTNOTE, v, v->start);
    last_block(s)->goes_on = true;
    return 1;
}

static size_t take_heading(splitter *s, const view *v)
{
    size_t start, end;
    unsigned level =
        syntax_heading(splitter_text(s, v), view_len(v), &start, &end);
    if (level == 0 || v->indent > 3)
        return 0;
    splitter_close(s);
    splitter_end_list(s);
    if (start == end)
        return 1;
    view at = *v;
    at.end = v->start + end;
    splitter_open(s, v->quoted ? BLOCK_PARAGRAPH : BLOCK_HEADING, &at,
                  v->start + start);
    last_block(s)->level = level;
    last_block(s)->bold =
        syntax_is_bold(s->text + v->start + start, end - start);
    s->open = false;
    return 1;
}

/* Underlined text is a heading if it is as short as one: a rule put straight
 * below a paragraph does not make it one. */
static size_t take_underline(splitter *s, const view *v)
{
    unsigned level = syntax_underline(splitter_text(s, v), view_len(v));
    if (level == 0 || v->quoted || !is_open(s, BLOCK_PARAGRAPH, v))
        return 0;
    block *b = last_block(s);
    if (b->slice_count > 2 ||
        range_words(s, block_range(s->out, b)) > UNDERLINED_WORDS_MAX)
        return 0;
    slice range = block_range(s->out, b);
    b->type = BLOCK_HEADING;
    b->level = level;
    b->bold = syntax_is_bold(s->text + range.start, range.end - range.start);
    s->open = false;
    splitter_end_list(s);
    return 1;
}

static size_t take_rule(splitter *s, const view *v)
{
    if (!syntax_is_rule(splitter_text(s, v), view_len(v)))
        return 0;
    splitter_gap(s, v);
    splitter_end_list(s);
    return 1;
}

static size_t take_link_label(splitter *s, const view *v)
{
    size_t start, end;
    if (s->open ||
        !syntax_link_label(splitter_text(s, v), view_len(v), &start, &end))
        return 0;
    labels_add(&s->out->labels, splitter_text(s, v) + start, end - start);
    return 1;
}

/* Directives are no text; "[!NOTE]" may begin the text of a quotation. */
static size_t take_directive(splitter *s, const view *v)
{
    size_t size = syntax_directive(splitter_text(s, v), view_len(v));
    bool colons = size > 0 && *splitter_text(s, v) == ':';
    if (size == 0 || (s->open && !colons))
        return 0;
    if (size < view_len(v) && !v->quoted)
        return 0;
    splitter_close(s);
    if (size == view_len(v))
        return 1;
    size_t start = v->start + size;
    while (text_is_blank(s->text[start]))
        start++;
    splitter_open(s, BLOCK_PARAGRAPH, v, start);
    return 1;
}

/* A line that begins with a footnote mark and goes on with text is a footnote,
 * but not in the midst of a paragraph, where the mark belongs to the word
 * before. */
static size_t take_footnote(splitter *s, const view *v)
{
    const char *text = splitter_text(s, v);
    size_t len = view_len(v), size = markup_note(text, len);
    if (size == 0)
        size = markup_sign(text, len);
    bool within = s->open && last_block(s)->type != BLOCK_FOOTNOTE;
    if (size == 0 || within)
        return 0;
    size_t start = v->start + size;
    if (text[0] == '[' && size < len && text[size] == ':')
        start++;
    else if (size < len && strchr(".,;:!?)", text[size]) != NULL)
        return 0;
    splitter_open(s, BLOCK_FOOTNOTE, v, start);
    return 1;
}

/* In running text "2013. Then" is no item: a number or letter that is not the
 * first of its kind needs an item of that kind before it. */
static bool can_be_item(const splitter *s, const syntax_marker *marker,
                        const view *v)
{
    if (marker->kind == SYNTAX_NO_MARKER)
        return false;
    bool empty = marker->content >= view_len(v);
    if (!s->open)
        return !empty || marker->kind == SYNTAX_BULLET;
    if (empty)
        return false;
    if (marker->kind == SYNTAX_BULLET)
        return true;
    if (last_block(s)->type == BLOCK_ITEM)
        return marker->first || last_block(s)->ordinal;
    return marker->kind == SYNTAX_NUMBER && marker->first;
}

/* Find the item's place among those that hold it, by its indent. */
static unsigned place_item(splitter *s, size_t indent)
{
    if (!s->in_list)
        s->depth = 0;
    while (s->depth > 0 && indent < s->indents[s->depth - 1] + 2)
        s->depth--;
    unsigned depth = s->depth;
    if (s->depth < DEPTH_MAX)
        s->indents[s->depth++] = indent;
    s->in_list = true;
    return depth;
}

static size_t take_item(splitter *s, const view *v)
{
    syntax_marker marker = syntax_item(splitter_text(s, v), view_len(v));
    if (!can_be_item(s, &marker, v))
        return 0;
    unsigned depth = place_item(s, v->indent);
    size_t skip = s->page > 0 ? printed_item(s->lines, v->index) : 0;
    view at = skip > 0 ? splitter_line(s, v->index + skip) : *v;
    splitter_open(s, BLOCK_ITEM, &at, at.start + (skip > 0 ? 0 : marker.text));
    last_block(s)->level = depth;
    last_block(s)->ordinal = marker.kind != SYNTAX_BULLET;
    return 1 + skip;
}

/* In plain text without blank lines a long line that ends a sentence, an
 * indented line below one that does, or, on printed pages, a line with room
 * left, parts paragraphs. */
static bool begins_paragraph(const splitter *s, const view *v)
{
    if (s->features != BLOCK_PLAIN)
        return false;
    const block *b = last_block(s);
    slice before = block_slices(s->out, b)[b->slice_count - 1];
    size_t len = before.end - before.start;
    if (text_ending(s->text + before.start, len) != TEXT_END_SENTENCE)
        return false;
    bool flush = before.start == 0 || s->text[before.start - 1] == '\n';
    return len >= LONG_LINE || (v->indent >= 2 && flush) ||
           (s->page > 0 && printed_ends(s->lines, v->index - 1));
}

/* True if the line may go on with a quoted paragraph without a sign of its
 * own. */
static bool is_lazy(const splitter *s, const view *v)
{
    return s->open && !v->quoted && last_block(s)->quoted &&
           last_block(s)->type == BLOCK_PARAGRAPH;
}

static size_t take_text(splitter *s, const view *v)
{
    bool same = s->open && last_block(s)->quoted == v->quoted;
    bool further = (same || is_lazy(s, v)) && !begins_paragraph(s, v);
    if (further) {
        splitter_extend(s, v);
        return 1;
    }
    bool of_item = s->in_list && v->indent >= 2 && !v->quoted;
    splitter_open(s, of_item ? BLOCK_ITEM : BLOCK_PARAGRAPH, v, v->start);
    last_block(s)->goes_on = of_item;
    last_block(s)->level = of_item && s->depth > 0 ? s->depth - 1 : 0;
    if (!of_item)
        splitter_end_list(s);
    return 1;
}

static const struct {
    recogniser take;
    unsigned needs; /* any of these features; 0: always */
} recognisers[] = {
    {take_blank, 0},
    {take_page_mark, BLOCK_PLAIN | BLOCK_MARKUP},
    {take_printed, BLOCK_PLAIN},
    {take_front_matter, BLOCK_MARKUP},
    {take_unseen, BLOCK_MARKUP},
    {take_fence, BLOCK_MARKUP},
    {take_indented_note, BLOCK_MARKUP},
    {take_indented_code, BLOCK_MARKUP},
    {take_heading, BLOCK_MARKUP},
    {take_underline, BLOCK_MARKUP},
    {take_rule, BLOCK_PLAIN | BLOCK_MARKUP},
    {take_link_label, BLOCK_MARKUP},
    {take_directive, BLOCK_MARKUP},
    {take_footnote, BLOCK_MARKUP},
    {take_table, BLOCK_MARKUP},
    {take_html_table, BLOCK_MARKUP},
    {take_bare_row, BLOCK_MARKUP},
    {take_closed_rows, BLOCK_MARKUP},
    {take_item, BLOCK_PLAIN | BLOCK_MARKUP},
    {take_text, 0},
};

static size_t take_line(splitter *s, const view *v)
{
    size_t taken = 0;
    for (size_t i = 0; taken == 0; i++)
        if (recognisers[i].needs == 0 || (recognisers[i].needs & s->features))
            taken = recognisers[i].take(s, v);
    return taken;
}

bool block_split(block_list *out, const line_table *lines, unsigned features)
{
    splitter s = {.out = out,
                  .lines = lines,
                  .text = lines->text,
                  .features = features,
                  .no_fence = {SIZE_MAX, SIZE_MAX}};
    for (size_t i = 0; i < lines->count;) {
        view v = splitter_line(&s, i);
        bool turned = lines->lines[i].page != s.page || lines->lines[i].turned;
        bool parted = s.quoted != v.quoted;
        if (turned || (parted && !is_lazy(&s, &v)))
            splitter_close(&s);
        if (parted)
            splitter_end_list(&s);
        s.page = lines->lines[i].page;
        s.quoted = v.quoted;
        i += take_line(&s, &v);
        if (out->blocks.failed || out->slices.failed)
            return false;
    }
    splitter_close(&s);
    labels_sort(&out->labels);
    return !out->labels.hashes.failed;
}
