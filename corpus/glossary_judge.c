/* SPDX-License-Identifier: MIT
 *
 * In: units in the order of the document. Out: the entries among them that
 * stand in a glossary.
 *
 * A run is a row of pairs, with what does not break one between them. It is
 * judged whole: by how many pairs it has, whether something says that it is a
 * glossary, and how much speaks against its pairs on average. */
#include <stdlib.h>
#include <string.h>

#include "corpus/glossary_heading.h"
#include "corpus/glossary_side.h"
#include "corpus/glossary_unit.h"
#include "corpus/text.h"

#define CLOSING_QUOTE "\xC2\xBB"
#define RUN_MIN 3
#define LOOSE_RUN_MIN 4 /* of pairs that only face each other loosely */
#define LABEL_WORDS 3
#define LABEL_BYTES_MAX ((size_t)160)
#define DISTINCT_MIN 70 /* of 100 translations, or terms */
#define DISTINCT_MIN_SAID 50
#define FIRSTS_MIN 40 /* the same, of their first words */

/* How much may speak against the pairs of a run, on average. */
#define DOUBT_MAX 30
#define DOUBT_MAX_LOOSE 20
#define DOUBT_MAX_SAID 40  /* under a heading that says so */
#define DOUBT_MAX_HEADS 60 /* under heads of columns that do */
#define DOUBT_MAX_FEW 20   /* one or two under a heading */
#define DOUBT_MAX_ONE 95   /* against one entry of a run that stands */
#define DOUBT_MAX_SURE 125 /* the same, where little speaks against the run */
#define DOUBT_SURE 20
#define DENIED_DOUBT 40 /* under a heading that tells otherwise */

static unit *unit_at(const finder *f, size_t index)
{
    return (unit *)(void *)f->units.data + index;
}

static size_t unit_count(const finder *f)
{
    return f->units.len / sizeof(unit);
}

/* ------------------------------------------------------------ by their place
 */

/* Items of one side, which stands alone in `place`. */
static const lex_item *lex_side(finder *f, unit_text *t,
                                const unit_place *place, size_t *count)
{
    finder_read(f, t, place->block, place->cell);
    finder_lex(f, t, place->start, place->end);
    return unit_items(t, count);
}

#define LINE_WORDS 4

/* What speaks against two lines being a term and its translation. */
static unsigned doubt_of_lines(const unit *up, const unit *down)
{
    unsigned doubt = 0;
    doubt += up->stops ? 30 : 0;
    doubt += down->stops ? 30 : 0;
    doubt += up->words > LINE_WORDS && down->words > LINE_WORDS ? 30 : 0;
    return doubt;
}

/* Make one unit of two that are a side each, the second below the first. */
static void join_units(finder *f, unit *up, unit *down)
{
    size_t up_count, down_count;
    const lex_item *above = lex_side(f, &f->left, &up->term, &up_count);
    const lex_item *below = lex_side(f, &f->right, &down->term, &down_count);
    if (!f->ok)
        return;
    const draft *a = &f->left.d, *b = &f->right.d;
    entry_parse e = entry_pair(buf_text(&a->text), above, up_count,
                               buf_text(&b->text), below, down_count);
    bool code = up->option || down->option ||
                finder_is_code(f, a, up->term.start, up->term.end);
    up->kind = e.kind;
    up->doubt = code ? 100 : e.doubt + doubt_of_lines(up, down);
    up->face = up->open ? FACE_DASH : FACE_BELOW;
    up->translation = down->term;
    unit_note_sides(up, a, b);
    up->rest_start = down->start;
    up->rest_end = down->end;
    down->kind = ENTRY_NONE;
    down->words = 0;
}

/* A piece that ends with a dash, and what faces it in the next block, a page
 * number aside. */
static void pair_open(finder *f)
{
    size_t count = unit_count(f);
    for (size_t i = 0; i + 1 < count && f->ok; i++) {
        unit *up = unit_at(f, i), *down = up + 1;
        if (!up->open || up->kind != ENTRY_TERM)
            continue;
        while (down + 1 < up + (count - i) && down->kind == ENTRY_NONE &&
               down->words <= 1)
            down++;
        if (down->kind == ENTRY_TERM && up->cyrillic != down->cyrillic)
            join_units(f, up, down);
    }
}

/* How a text is read as two sides: see entry_read_tight, entry_read_spaced. */
typedef bool (*reader)(entry_parse *out, const char *text,
                       const lex_item *items, size_t count);

/* Make a pair of a unit that is one when read so. */
static void read_unit(finder *f, unit *u, reader read)
{
    unit_place whole = {u->term.block, UNIT_NO_CELL, u->start, u->end};
    entry_parse e;
    size_t count;
    const lex_item *items = lex_side(f, &f->left, &whole, &count);
    const draft *d = &f->left.d;
    if (!f->ok || !read(&e, buf_text(&d->text), items, count))
        return;
    u->kind = e.kind;
    u->face = e.face;
    u->doubt = e.doubt;
    u->cyrillic = e.term.cyrillic;
    u->start = e.start;
    u->end = e.end;
    u->term.start = e.term.start;
    u->term.end = e.term.end;
    u->translation = (unit_place){u->term.block, UNIT_NO_CELL,
                                  e.translation.start, e.translation.end};
    unit_note_sides(u, d, d);
}

static bool is_clear(const finder *f, size_t index)
{
    return index < unit_count(f) && unit_at(f, index)->kind == ENTRY_PAIR &&
           unit_at(f, index)->face > FACE_SPACE;
}

/* Among pairs, a hyphen without blanks may part two sides; where something says
 * that these are entries, so may a blank alone. */
static void read_hidden(finder *f, bool said)
{
    for (size_t i = 0; i < unit_count(f) && f->ok; i++) {
        unit *u = unit_at(f, i);
        if (u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT)
            continue;
        if (u->tight && (is_clear(f, i + 1) || (i > 0 && is_clear(f, i - 1))))
            read_unit(f, u, entry_read_tight);
        else if (u->spaced && said)
            read_unit(f, u, entry_read_spaced);
    }
}

static bool is_half(const unit *u)
{
    return u->kind == ENTRY_TERM && u->line;
}

/* The text of a unit that is no entry and could be a label; NULL if it is none.
 */
static const char *label_of(finder *f, const unit *u, size_t *len)
{
    *len = u->end - u->start;
    if (u->term.cell != UNIT_NO_CELL || u->words == 0 ||
        u->kind == ENTRY_PAIR || *len > LABEL_BYTES_MAX)
        return NULL;
    finder_read(f, &f->left, u->term.block, UNIT_NO_CELL);
    if (!f->ok || u->end > f->left.d.text.len)
        return NULL;
    return buf_text(&f->left.d.text) + u->start;
}

/* True if the text of a unit that is no entry names a glossary; before a row of
 * terms with brackets, keywords name one. */
static bool unit_says_so(finder *f, const unit *u, bool listed)
{
    size_t len;
    const char *text = u->says_so ? NULL : label_of(f, u, &len);
    if (text == NULL)
        return u->says_so;
    return entry_heading_says_so(text, len) ||
           (listed && entry_heading_is_of_keywords(text, len));
}

static bool says_before(finder *f, size_t start, bool listed)
{
    if (f->led && start == 0)
        return true;
    for (size_t i = start; i-- > 0 && i + 2 >= start;)
        if (unit_says_so(f, unit_at(f, i), listed))
            return true;
    return false;
}

#define DENIAL_WORDS 5

/* True if a short line right before it names what is none: "Стек проекта:". */
static bool denied_before(finder *f, size_t start)
{
    size_t len;
    const unit *u = start > 0 ? unit_at(f, start - 1) : NULL;
    if (u == NULL || u->words > DENIAL_WORDS)
        return false;
    const char *text = label_of(f, u, &len);
    return text != NULL && entry_heading_denies(text, len) &&
           !entry_heading_is_of_keywords(text, len);
}

/* True if the unit may be line `at` of those that take turns, the first of them
 * in Cyrillic or not. */
static bool takes_turn(const unit *u, bool cyrillic, size_t at)
{
    bool below = at % 2 == 1;
    return is_half(u) && u->cyrillic == (cyrillic != below) &&
           !(below && u->title);
}

/* Pair lines that are one side each, and take turns: at least three pairs, or
 * two where something says so, or one below a heading in a glossary. */
static void pair_lines(finder *f, bool said)
{
    size_t count = unit_count(f);
    for (size_t i = 0; i + 1 < count;) {
        size_t end = i;
        bool first = unit_at(f, i)->cyrillic;
        while (end < count && takes_turn(unit_at(f, end), first, end - i))
            end++;
        size_t pairs = (end - i) / 2;
        bool title = pairs > 0 && unit_at(f, i)->title;
        if ((pairs > 1 || title) && unit_says_so(f, unit_at(f, i), false)) {
            i++;
            continue;
        }
        bool says = said || (pairs == 2 && says_before(f, i, false));
        if (pairs >= (says ? 2 : RUN_MIN) || (said && title))
            for (size_t k = i; k + 1 < end; k += 2)
                join_units(f, unit_at(f, k), unit_at(f, k + 1));
        i = end > i ? end : i + 1;
    }
}

/* ----------------------------------------------------------- judgement --- */

/* What a run is made of. */
typedef struct tally {
    size_t pairs, loose, doubted, strangers;
    size_t distinct, firsts; /* the fewer of both sides */
    unsigned long doubt;
    size_t tight, listed, names;
    bool said, heads;
} tally;

static void count_unit(tally *t, const unit *u)
{
    t->said |= u->says_so;
    t->heads |= u->heads;
    if (u->kind == ENTRY_PAIR) {
        t->pairs++;
        t->loose += u->face <= FACE_LEAN;
        t->tight += u->face == FACE_TIGHT;
        t->listed += u->face == FACE_LISTED;
        t->names += u->names && lex_is_bracket(u->face);
        t->doubt += u->doubt;
    } else if (u->kind == ENTRY_KEPT && u->doubt > 0) {
        t->doubted++;
        t->doubt += u->doubt;
    }
}

static int by_value(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Which hash of a unit: of its sides, or of their first words. */
static const uint64_t *hash_of(const unit *u, size_t which)
{
    return which < 2 ? &u->hashes[which] : &u->firsts[which - 2];
}

/* How many different ones the pairs have: "yes" and "no" many times over are no
 * translations. */
static size_t count_distinct(finder *f, size_t start, size_t end, size_t which)
{
    buf_clear(&f->gathered);
    for (size_t i = start; i < end; i++)
        if (unit_at(f, i)->kind == ENTRY_PAIR)
            buf_add(&f->gathered, hash_of(unit_at(f, i), which),
                    sizeof(uint64_t));
    f->ok = f->ok && !f->gathered.failed;
    uint64_t *hashes = (uint64_t *)(void *)f->gathered.data;
    size_t count = f->gathered.len / sizeof *hashes, distinct = 0;
    if (count > 0)
        qsort(hashes, count, sizeof *hashes, by_value);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || hashes[i] != hashes[i - 1];
    return distinct;
}

/* True if a unit is of the same list, table or text as one of a run. */
static bool is_near(const unit *u, const unit *of)
{
    return (u->item && of->item) ||
           (!of->item && u->term.block == of->term.block);
}

/* Neighbours of a run, before it, behind it and in it, that are no pairs. */
static size_t count_strangers(const finder *f, size_t start, size_t end)
{
    size_t count = unit_count(f), strangers = 0;
    for (size_t i = start;
         i > 0 && is_near(unit_at(f, i - 1), unit_at(f, start)); i--)
        strangers += unit_at(f, i - 1)->kind != ENTRY_PAIR;
    for (size_t i = end;
         i < count && is_near(unit_at(f, i), unit_at(f, end - 1)); i++)
        strangers += unit_at(f, i)->kind != ENTRY_PAIR;
    return strangers;
}

static unsigned long mean_doubt(const tally *t)
{
    size_t count = t->pairs + t->doubted;
    return count == 0 ? 0 : t->doubt / count;
}

static bool is_glossary(const tally *t)
{
    if (t->pairs == 0 || t->strangers > t->pairs * 3 / 2)
        return false;
    size_t least = t->heads || t->said ? DISTINCT_MIN_SAID : DISTINCT_MIN;
    if (t->pairs >= RUN_MIN && t->distinct * 100 < t->pairs * least)
        return false;
    if (t->pairs > RUN_MIN && t->firsts * 100 < t->pairs * FIRSTS_MIN)
        return false;
    if (t->tight * 2 > t->pairs || (!t->said && t->names * 2 > t->pairs))
        return false;
    unsigned long mean = mean_doubt(t);
    if (t->heads)
        return mean <= DOUBT_MAX_HEADS;
    if (t->said)
        return mean <= (t->pairs < RUN_MIN ? DOUBT_MAX_FEW : DOUBT_MAX_SAID);
    if (t->loose * 2 > t->pairs)
        return t->pairs >= LOOSE_RUN_MIN && mean <= DOUBT_MAX_LOOSE;
    return t->pairs >= RUN_MIN && mean <= DOUBT_MAX;
}

static bool make_side(finder *f, corpus_side *out, buf *note,
                      const unit_place *at)
{
    finder_read(f, &f->left, at->block, at->cell);
    return f->ok && side_make(out, f->out->memory, note, &f->left.d, f->c->text,
                              at->start, at->end);
}

/* What stands between the sides and behind them is a note, too. */
static void add_remark(const finder *f, buf *note, const unit *u)
{
    const char *text = buf_text(&f->left.d.text);
    size_t from = u->translation.end, to = u->end;
    if (u->translation.cell != UNIT_NO_CELL || u->rest_end > 0 || from >= to ||
        to > f->left.d.text.len)
        return;
    while (from < to && !text_is_letter(text_at(text, to, from)))
        from++;
    if (from == to)
        return;
    if (strncmp(text + to, CLOSING_QUOTE, strlen(CLOSING_QUOTE)) == 0)
        to += strlen(CLOSING_QUOTE);
    if (note->len > 0)
        buf_add_text(note, "; ");
    buf_add(note, text + from, to - from);
}

static void take_entry(finder *f, const unit *u)
{
    buf note;
    arena *memory = f->out->memory;
    corpus_entry *entry = arena_alloc(memory, sizeof *entry);
    if (entry == NULL) {
        f->ok = false;
        return;
    }
    buf_init(&note, CORPUS_PARAGRAPH_MAX);
    f->ok = make_side(f, &entry->term, &note, &u->term) &&
            make_side(f, &entry->translation, &note, &u->translation);
    if (f->ok)
        add_remark(f, &note, u);
    entry->note = arena_copy(memory, buf_text(&note), note.len);
    f->ok = f->ok && entry->note != NULL && !note.failed;
    buf_release(&note);
    glossary_entry found = {.at = {u->term.block, u->start, u->end},
                            .entry = entry};
    if (u->rest_end > 0)
        found.rest =
            (glossary_part){u->translation.block, u->rest_start, u->rest_end};
    buf_add(&f->out->entries, &found, sizeof found);
    if (u->rest_end == 0)
        return;
    found = (glossary_entry){.at = found.rest};
    buf_add(&f->out->entries, &found, sizeof found);
}

/* True if the unit may stand inside a run without breaking it. */
static bool is_tolerated(const unit *u)
{
    return u->kind == ENTRY_KEPT || u->words <= LABEL_WORDS ||
           u->kind == ENTRY_TERM;
}

/* The end of the run that begins at `start`, a pair. */
static size_t run_end(const finder *f, size_t start)
{
    size_t count = unit_count(f), end = start, strange = 0;
    for (size_t i = start; i < count; i++) {
        const unit *u = unit_at(f, i);
        bool pair = u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT;
        if (!pair && (!is_tolerated(u) || u->words > 0))
            strange++;
        if (strange > 1 || (!pair && !is_tolerated(u)))
            break;
        if (pair) {
            end = i + 1;
            strange = 0;
        }
    }
    return end;
}

/* Is it so of a heading above? */
static bool is_told(const bool *of_levels)
{
    for (size_t level = 0; level < UNIT_LEVELS; level++)
        if (of_levels[level])
            return true;
    return false;
}

/* Judge one run and keep its entries; returns where it ends. */
static size_t judge_run(finder *f, size_t start, bool said)
{
    tally t = {.said = false};
    size_t end = run_end(f, start);
    for (size_t i = start; i < end; i++)
        count_unit(&t, unit_at(f, i));
    bool listed = t.listed == t.pairs;
    said |= listed && is_told(f->keywords);
    t.said |= said || says_before(f, start, listed);
    for (size_t which = 0; which < 4; which++) {
        size_t distinct = count_distinct(f, start, end, which);
        size_t *least = which < 2 ? &t.distinct : &t.firsts;
        if (which % 2 == 0 || distinct < *least)
            *least = distinct;
    }
    if (!listed || !t.said)
        t.strangers = count_strangers(f, start, end);
    if ((!said && is_told(f->denies)) || (!t.said && denied_before(f, start)))
        t.doubt += DENIED_DOUBT * (unsigned long)t.pairs;
    f->going_on = is_glossary(&t);
    unsigned most =
        mean_doubt(&t) <= DOUBT_SURE ? DOUBT_MAX_SURE : DOUBT_MAX_ONE;
    for (size_t i = start; f->going_on && f->ok && i < end; i++) {
        const unit u = *unit_at(f, i);
        if (u.kind == ENTRY_PAIR && u.doubt < most)
            take_entry(f, &u);
    }
    return end;
}

void finder_judge(finder *f)
{
    bool said = f->going_on;
    for (size_t level = 0; level < UNIT_LEVELS; level++)
        said |= f->says[level];
    pair_open(f);
    read_hidden(f, said || f->led);
    if (f->ok)
        pair_lines(f, said);
    f->going_on = false;
    size_t count = unit_count(f);
    for (size_t i = 0; f->ok && i < count;)
        i = unit_at(f, i)->kind == ENTRY_PAIR ? judge_run(f, i, said) : i + 1;
    buf_clear(&f->units);
    f->led = false;
}
