/* SPDX-License-Identifier: MIT
 *
 * In: the blocks of a document. Out: the entries in them, as judged by
 * judge.c.
 *
 * Invariant: every block's text is read once to see what it could be, and a
 * second time only where it holds an entry. */
#include "corpus/glossary/glossary.h"

#include <string.h>

#include <xxhash.h>

#include "base/utf8.h"
#include "corpus/glossary/cut.h"
#include "corpus/glossary/heading.h"
#include "corpus/glossary/listed.h"
#include "corpus/glossary/marks.h"
#include "corpus/glossary/rows.h"
#include "corpus/glossary/spaced.h"
#include "corpus/glossary/unit.h"
#include "corpus/glossary/words.h"
#include "corpus/text.h"

#define LISTS_MAX ((size_t)1024 * 1024 * 1024)
#define SHORT_BYTES ((size_t)240)
#define PROSE_WORDS 12
#define PIECE_BYTES_MAX ((size_t)640)
#define HIDDEN_ITEMS_MAX 64
#define UNITS_MAX 4096
#define PLAIN_WORDS 4 /* of a translation with no mark before it */
#define PLAIN_DOUBT 30
#define NUMBER_BYTES 8 /* of a heading: "2.10. " */
#define CASED_DOUBT 25 /* "Red Hat", in a heading that may be a term */

void glossary_init(glossary *g, arena *memory)
{
    g->memory = memory;
    buf_init(&g->entries, LISTS_MAX);
}

void glossary_release(glossary *g)
{
    buf_release(&g->entries);
}

const glossary_entry *glossary_of(const glossary *g, size_t index,
                                  size_t *count)
{
    const glossary_entry *list =
        (const glossary_entry *)(const void *)g->entries.data;
    size_t all = g->entries.len / sizeof *list, low = 0, high = all;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle].at.block < index)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < all && list[low + *count].at.block == index)
        (*count)++;
    return *count > 0 ? list + low : NULL;
}

/* ------------------------------------------------------------ the units --- */

void finder_add_unit(finder *f, const unit *u)
{
    f->ok = buf_add(&f->units, u, sizeof *u) && f->ok;
    if (f->units.len / sizeof *u >= UNITS_MAX)
        finder_judge(f);
}

static bool says_so(const char *text, size_t start, size_t end)
{
    return end > start && end - start <= UNIT_LABEL_MAX &&
           entry_heading_says_so(text + start, end - start);
}

/* A sentence and its translation below what may be an entry show its use, and
 * so does a line below an entry in the same item of a list, or an item below
 * one, unless it may be an entry or name others. */
static bool shows_use(const finder *f, const unit *u)
{
    size_t count = finder_unit_count(f);
    const unit *above = count > 0 ? finder_unit(f, count - 1) : NULL;
    bool same = above != NULL && above->kind == ENTRY_PAIR &&
                above->term.block == u->term.block;
    if (u->example && above != NULL &&
        (above->kind == ENTRY_PAIR || above->spaced))
        return true;
    return u->item && !u->spaced &&
           (same || (f->below > 0 &&
                     block_at(f->blocks, u->term.block)->level >= f->below)) &&
           !says_so(buf_text(&f->in_hand.d.text), u->start, u->end);
}

/* A text that is no entry: it ends what came before if it is long, and may
 * tell what follows. */
static void add_text_unit(finder *f, unit *u)
{
    const char *text = buf_text(&f->in_hand.d.text) + u->start;
    size_t len = u->end - u->start;
    finder_mark_defined(f, text, len);
    if (shows_use(f, u) || finder_is_of_record(f, u))
        return;
    f->below = 0;
    u->words = lex_is_letter(text, 0, len) ? 0 : text_words(text, len);
    if (u->words > PROSE_WORDS && !u->spaced) {
        finder_judge(f);
        f->says[BLOCK_BOLD_LEVEL] &= !f->bold_since;
        f->keywords[BLOCK_BOLD_LEVEL] &= !f->bold_since;
        f->led =
            text_ending(text, len) == TEXT_END_COLON && says_so(text, 0, len);
        f->prose = *u;
    } else if (u->words > 0) {
        u->hashes[0] = XXH3_64bits(text, len);
        finder_add_unit(f, u);
    }
}

/* Past the marks at `at` that close what was opened before. */
static size_t past_closers(const draft *d, size_t at)
{
    const char *text = buf_text(&d->text);
    uint32_t code;
    while (at < d->text.len && text_is_closer(text_at(text, d->text.len, at)))
        at += utf8_read(text + at, d->text.len - at, &code);
    return at;
}

/* True if the pair may be a name in two alphabets, as "Titanic (Титаник)", or
 * with a word on what it is the name of: "Alice (дизайнер)". */
static bool could_be_name(const entry_parse *e)
{
    const entry_side *latin = entry_latin(e);
    const entry_side *cyrillic = entry_cyrillic(e);
    bool bare = lex_is_bracket(e->face) && !e->explained;
    return latin->capital && (cyrillic->capital || (bare && !latin->tall));
}

/* True if a heading above the block, of a higher level, names a glossary. */
static bool is_under_glossary(const finder *f, const block *at)
{
    for (size_t level = 0; level < at->level && level < UNIT_LEVELS; level++)
        if (f->lists[level])
            return true;
    return false;
}

/* A heading that is no bold line. */
static bool is_heading(const block *at)
{
    return at->type == BLOCK_HEADING && at->level != BLOCK_BOLD_LEVEL;
}

/* One that faces nothing below it, as it is not in a glossary, where headings
 * may be the terms. */
static bool is_title(const finder *f, size_t index)
{
    const block *at = block_at(f->blocks, index);
    return is_heading(at) && !is_under_glossary(f, at);
}

/* True if the block in hand stands right over a table. */
static bool is_over_table(const finder *f)
{
    return f->next != NULL && f->next->type == BLOCK_ROW;
}

/* The same of a list or table, or a part of the block, number `index`, with a
 * heading of its own. */
static bool is_over_list(const finder *f, size_t index)
{
    const block *next = f->next;
    return next != NULL &&
           (next->type == BLOCK_ITEM || next->type == BLOCK_ROW ||
            (is_heading(next) &&
             next->level > block_at(f->blocks, index)->level));
}

/* Are both headings of one level? */
static bool is_like(const block *a, const block *b)
{
    return b != NULL && b->type == a->type && b->level == a->level;
}

/* True if the pair is all of a heading, outside of glossaries and with none
 * next to it: what is below it is no list of terms. */
static bool is_lone_title(const finder *f, size_t index, const entry_parse *e)
{
    const block *at = block_at(f->blocks, index);
    return is_title(f, index) &&
           e->end - e->start + NUMBER_BYTES >= f->in_hand.d.text.len &&
           !is_like(at, f->next) && !is_like(at, f->previous);
}

static bool names_keywords(const char *text, const entry_side *side)
{
    return entry_heading_is_of_keywords(text + side->start,
                                        side->end - side->start);
}

/* "New words / Новые слова", "Sales (Продажи)" or "Sales: что и где" over a
 * table or list: a heading in both languages; the title of all may have any
 * mark between. */
static bool is_label(const finder *f, size_t index, const char *text,
                     const entry_parse *e)
{
    const block *at = block_at(f->blocks, index);
    bool title = at->type == BLOCK_HEADING;
    bool twice = e->face == FACE_SLASH || e->face == FACE_COLON ||
                 lex_is_bracket(e->face) || at->level == 1;
    bool term = says_so(text, e->term.start, e->term.end);
    bool translation = says_so(text, e->translation.start, e->translation.end);
    bool last = e->face == FACE_SLASH && f->next == NULL;
    if (lex_is_bracket(e->face) && is_over_table(f) &&
        e->end + 1 >= f->in_hand.d.text.len)
        return true;
    if (title && ((twice && is_over_list(f, index)) || term || translation ||
                  last || is_lone_title(f, index, e)))
        return true;
    return (e->face == FACE_SLASH || lex_is_bracket(e->face)) &&
           ((term && translation) || (names_keywords(text, &e->term) &&
                                      names_keywords(text, &e->translation)));
}

/* "### harbour - гавань" over what shows its use, as others may be. */
static bool could_be_term(const finder *f, const unit *u, const entry_parse *e)
{
    const buf *text = &f->in_hand.d.text;
    return u->kind == ENTRY_PAIR && u->doubt == 0 && u->face >= FACE_HYPHEN &&
           text_is_lower(text_at(buf_text(text), text->len, e->term.start)) &&
           is_lone_title(f, u->term.block, e);
}

static void add_pair_unit(finder *f, unit *u, const entry_parse *e)
{
    const draft *d = &f->in_hand.d;
    const block *at = block_at(f->blocks, u->term.block);
    bool of_list = u->item && e->option;
    u->says_so = e->heads || says_so(buf_text(&d->text), u->start, e->start);
    u->heads = e->heads;
    finder_add_asking(f, u, e->start);
    u->names = could_be_name(e);
    u->translation = (unit_place){u->term.block, UNIT_NO_CELL,
                                  e->translation.start, e->translation.end};
    u->start = e->start;
    u->end = lex_is_bracket(e->face) ? past_closers(d, e->end) : e->end;
    unit_take(u, e, d, d);
    bool marked =
        at->type != BLOCK_CODE &&
        (finder_is_code(f, d, e->term.start, e->term.end) ||
         finder_is_code(f, d, e->translation.start, e->translation.end));
    if (of_list || marked) {
        u->kind = ENTRY_KEPT;
        u->doubt = 100;
    } else if (is_label(f, u->term.block, buf_text(&d->text), e)) {
        if (could_be_term(f, u, e)) /* though it stands alone */
            f->ok = buf_add(&f->apart, u, sizeof *u) && f->ok;
        u->kind = ENTRY_KEPT;
        u->doubt = 0;
        u->says_so = says_so(buf_text(&d->text), e->start, e->end);
    }
    const entry_side *latin = entry_latin(e);
    if (u->kind == ENTRY_PAIR && is_heading(at) && latin->capital &&
        latin->words > 1 && !latin->tall &&
        u->doubt - u->unsaid >= CASED_DOUBT && is_under_glossary(f, at))
        u->doubt -= CASED_DOUBT;
    bool inner = f->below > 0 && at->level >= f->below;
    if (u->item && u->kind == ENTRY_PAIR && !inner)
        f->below = at->level + 1;
    finder_add_unit(f, u);
}

/* The first letters of a text, as a number in the order of the alphabet. */
static uint64_t order_of(const char *text, size_t len)
{
    uint64_t order = 0;
    for (size_t i = 0; i < sizeof order; i++)
        order = order << 8 | (i < len ? (unsigned char)text[i] | 0x20u : 0u);
    return order;
}

/* Could a text that is no pair be one, if its neighbours are? */
static void read_again(unit *u, const char *text, const lex_item *items,
                       size_t count)
{
    entry_parse e = {.kind = ENTRY_NONE};
    const span all = {text, items, 0, count};
    u->example = count <= HIDDEN_ITEMS_MAX && spaced_is_example(&all);
    if (u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT ||
        count > HIDDEN_ITEMS_MAX)
        return;
    u->tight = entry_read_tight(&e, text, items, count);
    e.told = false;
    u->spaced = entry_read_spaced(&e, text, items, count);
    u->told = e.told;
    u->plain = u->spaced && u->line && !e.term.capital &&
               e.translation.longest <= PLAIN_WORDS && e.doubt < PLAIN_DOUBT;
    u->alone = u->plain && e.term.words == 1;
    u->back = !u->spaced && entry_read_back(NULL, text, items, count);
    if (u->spaced || u->back) {
        span words = all;
        entry_side_trim(&words);
        u->number = span_take_number(&words);
    }
    if (!u->back || !u->line || !entry_read_back(&e, text, items, count))
        return;
    u->plain = e.doubt < PLAIN_DOUBT;
    u->task = e.task;
    u->alone = e.translation.words == 1 || e.translation.capital;
    u->told = e.told;
    u->loud = e.loud;
    u->order = order_of(text + e.translation.start,
                        e.translation.end - e.translation.start);
}

/* "Перевод: прилив" below the heading "tide", behind what else is said of it:
 * an entry, for which that is left out. False if it is none. */
static bool add_labelled(finder *f, unit *u)
{
    unit title = f->title;
    size_t count = finder_unit_count(f), at = title.term.block;
    size_t found = f->out->entries.len / sizeof(glossary_entry);
    const glossary_entry *list =
        (const glossary_entry *)(const void *)f->out->entries.data;
    if (u->kind != ENTRY_TERM || title.kind != ENTRY_TERM ||
        title.cyrillic == u->cyrillic ||
        (found > 0 && list[found - 1].at.block >= at))
        return false;
    while (count > 0 && finder_unit(f, count - 1)->term.block >= at)
        count--;
    buf_truncate(&f->units, count * sizeof title);
    finder_join(f, &title, u);
    if (title.doubt < UNIT_PROSE_DOUBT)
        finder_add_unit(f, &title);
    f->title.kind = ENTRY_NONE;
    return true;
}

static void add_piece(finder *f, size_t index, const cut_piece *piece)
{
    const char *text = buf_text(&f->in_hand.d.text);
    size_t count;
    const lex_item *items = unit_items(&f->in_hand, &count) + piece->first;
    count = piece->last - piece->first;
    const lex_item *last = &items[count - 1];
    entry_parse e = {.kind = ENTRY_NONE};
    bool shortish = last->end - items->start < PIECE_BYTES_MAX;
    if (shortish)
        e = entry_read(text, items, count);
    if (last->face == FACE_COLON && e.kind == ENTRY_KEPT && e.doubt == 0)
        e.kind = ENTRY_NONE; /* "Results — все:" leads to a table */
    unit u = {.kind = e.kind,
              .face = e.face,
              .cyrillic = e.term.cyrillic,
              .line = piece->line && !is_title(f, index),
              .title = is_heading(block_at(f->blocks, index)),
              .open = last->kind == LEX_FACE && last->face >= FACE_EQUALS,
              .leads = last->face == FACE_COLON,
              .stops = last->kind == LEX_STOP || last->kind == LEX_COMMA,
              .item = block_at(f->blocks, index)->type == BLOCK_ITEM,
              .option = e.option,
              .number = e.kind == ENTRY_TERM ? e.number : 0,
              .capital = e.kind == ENTRY_TERM &&
                         text_is_upper(text_at(text, e.term.end, e.term.start)),
              .tall = e.kind == ENTRY_TERM && !e.term.cyrillic && e.term.tall,
              .term = {index, UNIT_NO_CELL, e.term.start, e.term.end},
              .start = e.kind == ENTRY_TERM ? e.start : items->start,
              .end = e.kind == ENTRY_TERM ? e.end : last->end,
              .source = draft_source(&f->in_hand.d, items->start)};
    if (shortish)
        read_again(&u, text, items, count);
    if (u.title) {
        f->title = u;
        f->title.kind = u.line ? u.kind : ENTRY_NONE;
    }
    bool labelled = count > 2 && items[1].face == FACE_COLON &&
                    e.term.start > items[1].start;
    if (labelled && add_labelled(f, &u))
        return;
    if (e.kind != ENTRY_PAIR && e.kind != ENTRY_KEPT)
        add_text_unit(f, &u);
    else if (!finder_shows_use(f, &u, &e))
        add_pair_unit(f, &u, &e);
}

/* Cut the text of a block into pieces, each a unit. */
static void add_text(finder *f, size_t index)
{
    unit_text *t = &f->in_hand;
    buf_clear(&f->pieces);
    finder_read(f, t, index, UNIT_NO_CELL);
    size_t count, len = t->d.text.len;
    if (!f->ok || len == 0 || !finder_lex(f, t, 0, len))
        return;
    f->ok = listed_face(&t->items, &f->gathered, &t->d, f->c->text) &&
            rows_face(&t->items, &f->gathered, buf_text(&t->d.text));
    const lex_item *items = unit_items(t, &count);
    bool of_list = block_at(f->blocks, index)->type == BLOCK_ITEM;
    f->ok = f->ok &&
            cut_items(&f->pieces, buf_text(&t->d.text), items, count, of_list);
    count = f->pieces.len / sizeof(cut_piece);
    for (size_t i = 0; f->ok && i < count; i++)
        add_piece(f, index,
                  (const cut_piece *)(const void *)f->pieces.data + i);
}

/* ----------------------------------------------------------- the blocks --- */

bool glossary_may_be_in(const char *text, size_t len)
{
    return text_has_both(text, len) && mark_may_face(text, len);
}

static bool has_both(const finder *f, const block *at)
{
    slice range = block_range(f->blocks, at);
    return text_has_both(f->c->text + range.start, range.end - range.start);
}

/* Could the block hold an entry, or half of one? */
static bool is_worth_reading(const finder *f, const block *at)
{
    slice range = block_range(f->blocks, at);
    return range.end - range.start <= SHORT_BYTES ||
           glossary_may_be_in(f->c->text + range.start,
                              range.end - range.start);
}

/* Does the end of the block speak of a vocabulary, and lead to it? */
static bool is_leading(const finder *f, const block *at)
{
    slice range = block_range(f->blocks, at);
    size_t len = range.end - range.start;
    len = len < UNIT_LABEL_MAX ? len : UNIT_LABEL_MAX;
    const char *text = f->c->text + range.end - len;
    return text_ending(text, len) == TEXT_END_COLON &&
           entry_heading_is_of_glossary(text, len);
}

/* True if the text in hand, a heading, is an entry from end to end: "## dignity
 * - ...", or could be the term of one. */
static bool is_entry(finder *f, size_t index)
{
    size_t count, len = f->in_hand.d.text.len;
    if (len > PIECE_BYTES_MAX || !finder_lex(f, &f->in_hand, 0, len))
        return false;
    const lex_item *items = unit_items(&f->in_hand, &count);
    const char *text = buf_text(&f->in_hand.d.text);
    entry_parse e = entry_read(text, items, count);
    return (e.kind == ENTRY_TERM &&
            is_under_glossary(f, block_at(f->blocks, index))) ||
           (e.kind == ENTRY_PAIR && !is_label(f, index, text, &e));
}

/* A heading that names a glossary is in force until one of its level. Letters
 * of the alphabet between the entries are no headings to us; a bold line may be
 * a term, and ends nothing before there is prose under it. */
static void take_heading(finder *f, size_t index)
{
    const block *at = block_at(f->blocks, index);
    finder_read(f, &f->in_hand, index, UNIT_NO_CELL);
    const char *text = buf_text(&f->in_hand.d.text);
    size_t len = f->in_hand.d.text.len;
    if (utf8_length(text, len) <= 3)
        return;
    bool names = says_so(text, 0, len);
    bool keywords = entry_heading_is_of_keywords(text, len);
    if (at->level == BLOCK_BOLD_LEVEL) {
        f->says[BLOCK_BOLD_LEVEL] |= names;
        f->keywords[BLOCK_BOLD_LEVEL] |= keywords;
        f->bold_since = !names && !keywords;
        return;
    }
    if (!names && !keywords && is_entry(f, index))
        return;
    finder_judge(f);
    f->going_on = false;
    for (size_t level = at->level; level < UNIT_LEVELS; level++)
        f->says[level] = f->lists[level] = f->keywords[level] =
            f->denies[level] = false;
    f->says[at->level] = names;
    f->lists[at->level] = names && entry_heading_is_of_glossary(text, len);
    f->keywords[at->level] = keywords;
    f->level = at->level;
    f->denies[at->level] = entry_heading_denies(text, len) && !keywords;
    f->heading = index + 1;
}

/* A row of lines alone, or of nothing, which parts no table. */
static bool is_blank_row(const finder *f, const block *at)
{
    slice range = block_range(f->blocks, at);
    for (size_t i = range.start; i < range.end; i++)
        if (strchr("|-=:+ \t\r\n>", f->c->text[i]) == NULL)
            return false;
    return true;
}

static void take_block(finder *f, size_t index)
{
    const block *at = block_at(f->blocks, index);
    if (at->taken)
        return;
    if (at->type != BLOCK_ITEM)
        f->below = 0;
    if (at->type == BLOCK_HEADING)
        take_heading(f, index);
    if (at->type == BLOCK_ROW && is_blank_row(f, at))
        return;
    if (at->type == BLOCK_ROW)
        finder_add_row(f, index, has_both(f, at));
    else if (is_worth_reading(f, at) && !finder_is_program(f, at))
        add_text(f, index);
    else {
        slice range = block_range(f->blocks, at);
        finder_mark_defined(f, f->c->text + range.start,
                            range.end - range.start);
        finder_judge(f);
        f->led = is_leading(f, at);
    }
}

static void text_init(unit_text *t)
{
    draft_init(&t->d);
    buf_init(&t->items, LISTS_MAX);
    t->block = t->cell = BLOCK_NONE;
}

static void text_release(unit_text *t)
{
    draft_release(&t->d);
    buf_release(&t->items);
}

static void finder_init(finder *f, glossary *g, block_texts *texts)
{
    *f = (finder){.out = g,
                  .texts = texts,
                  .blocks = texts->blocks,
                  .c = texts->cleaner,
                  .ok = true};
    text_init(&f->in_hand);
    text_init(&f->left);
    text_init(&f->right);
    buf_init(&f->pieces, LISTS_MAX);
    buf_init(&f->gathered, LISTS_MAX);
    buf_init(&f->units, LISTS_MAX);
    buf_init(&f->apart, LISTS_MAX);
}

static void finder_release(finder *f)
{
    text_release(&f->in_hand);
    text_release(&f->left);
    text_release(&f->right);
    buf_release(&f->pieces);
    buf_release(&f->gathered);
    buf_release(&f->units);
    buf_release(&f->apart);
}

/* The first block from `index` on that is no gap; their count if there is none.
 */
static size_t next_block(const block_list *blocks, size_t index)
{
    while (index < block_count(blocks) &&
           block_at(blocks, index)->type == BLOCK_GAP)
        index++;
    return index;
}

bool glossary_find(glossary *g, block_texts *texts)
{
    finder f;
    const block_list *blocks = texts->blocks;
    size_t count = block_count(blocks);
    if (count == 0)
        return true;
    size_t end = block_range(blocks, block_at(blocks, count - 1)).end;
    if (!text_has_cyrillic(texts->cleaner->text, end))
        return true;
    finder_init(&f, g, texts);
    size_t next;
    for (size_t i = next_block(blocks, 0); f.ok && i < count; i = next) {
        next = next_block(blocks, i + 1);
        f.next = next < count ? block_at(blocks, next) : NULL;
        take_block(&f, i);
        f.previous = block_at(blocks, i);
    }
    finder_judge(&f);
    finder_judge_apart(&f, BLOCK_NONE);
    bool ok = f.ok && !f.units.failed && !g->entries.failed;
    finder_release(&f);
    return ok;
}
