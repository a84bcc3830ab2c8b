/* SPDX-License-Identifier: MIT
 *
 * In: units in the order of the document. Out: the same, those that face each
 * other by their place, or are two sides with no clear mark between, made one.
 */
#include "corpus/glossary/heading.h"
#include "corpus/glossary/unit.h"
#include "corpus/glossary/words.h"

#define ROW_MIN 6        /* of lines with nothing between two sides */
#define ROW_LONG 12      /* the same: an entry wrapped onto two is in place */
#define ROW_MIN_ALONE 10 /* the same, where most terms are a single word */
#define BACK_MIN 10      /* of those whose Cyrillic side is the first */
#define TOLD_MIN 3       /* of those that tell how the term is said */
#define ROW_LINES_MAX 5
#define LEAD_BYTES_MAX 5
#define ODD_LINES 4       /* between lines that take turns */
#define MORE_MAX 2        /* lines that are more of a translation */
#define MEANT_BYTES 40    /* of what a term means, in the line below a record */
#define MEANT_LINES_MAX 8 /* of a term, its translation and what it means */
#define PAIRS_MIN 3       /* of lines that take turns, where nothing says so */

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

void finder_join(finder *f, unit *up, unit *down)
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
    up->face = up->open ? FACE_DASH : FACE_BELOW;
    up->translation = down->term;
    unsigned doubt = doubt_of_lines(up, down);
    unit_take(up, &e, a, b);
    up->doubt = code ? 100 : up->doubt + doubt;
    up->unsaid = code ? 0 : up->unsaid;
    up->rest_start = down->start;
    up->rest_end = down->end;
    *down = (unit){.kind = ENTRY_NONE, .item = down->item, .term = down->term};
}

/* A piece that ends with a dash, and what faces it in the next block, a page
 * number aside, unless each line ends so. */
static void pair_open(finder *f)
{
    size_t count = finder_unit_count(f);
    for (size_t i = 0; i + 1 < count && f->ok; i++) {
        unit *up = finder_unit(f, i), *down = up + 1;
        bool again = i > 0 && up[-1].open && up[-1].kind == ENTRY_TERM &&
                     up[-1].cyrillic != up->cyrillic;
        if (!up->open || again || up->kind != ENTRY_TERM)
            continue;
        while (down + 1 < up + (count - i) && down->kind == ENTRY_NONE &&
               down->words <= 1)
            down++;
        if (down->kind == ENTRY_TERM && up->cyrillic != down->cyrillic &&
            !down->open)
            finder_join(f, up, down);
    }
}

/* How a text is read as two sides: see entry_read_tight, entry_read_spaced. */
typedef bool (*reader)(entry_parse *out, const char *text,
                       const lex_item *items, size_t count);

/* Make a pair of a unit that is one when read so. */
static void read_unit(finder *f, unit *u, reader read)
{
    unit_place whole = {u->term.block, UNIT_NO_CELL, u->start, u->end};
    entry_parse e = {.kind = ENTRY_NONE};
    size_t count;
    const lex_item *items = lex_side(f, &f->left, &whole, &count);
    const draft *d = &f->left.d;
    if (!f->ok || !read(&e, buf_text(&d->text), items, count))
        return;
    u->face = e.face;
    u->start = e.start;
    u->end = e.end;
    u->term.start = e.term.start;
    u->term.end = e.term.end;
    u->translation = (unit_place){u->term.block, UNIT_NO_CELL,
                                  e.translation.start, e.translation.end};
    e.told |= u->told; /* what told so may be left out of the unit */
    unit_take(u, &e, d, d);
}

static bool is_clear(const finder *f, size_t index)
{
    return index < finder_unit_count(f) &&
           finder_unit(f, index)->kind == ENTRY_PAIR &&
           finder_unit(f, index)->face > FACE_SPACE;
}

const char *finder_label(finder *f, const unit *u, size_t *len)
{
    *len = u->end - u->start;
    if (u->term.cell != UNIT_NO_CELL || u->words == 0 ||
        u->kind == ENTRY_PAIR || *len > UNIT_LABEL_MAX)
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
    const char *text = u->says_so ? NULL : finder_label(f, u, &len);
    if (text == NULL)
        return u->says_so;
    return entry_heading_says_so(text, len) ||
           (listed && entry_heading_is_of_keywords(text, len));
}

/* True if the line before unit `index` is words of one alphabet that name a
 * glossary. */
static bool is_below_label(finder *f, size_t index)
{
    const unit *above = index > 0 ? finder_unit(f, index - 1) : NULL;
    return above != NULL && !above->spaced && !above->stops &&
           unit_says_so(f, above, false);
}

/* True if the row of lines with nothing between two sides that begins with unit
 * `start`, and ends before `*end`, proves that they are entries: it is long and
 * nearly all of them are short and plain, or several tell how it is said. */
static bool proves_itself(const finder *f, size_t start, size_t *end)
{
    size_t count = finder_unit_count(f);
    size_t spaced = 0, plain = 0, alone = 0, told = 0, strange = 0,
           strangers = 0;
    for (size_t i = start;
         i < count && strange <= (spaced < ROW_LONG ? 1u : 2u); i++) {
        const unit *u = finder_unit(f, i);
        told += u->told;
        if (u->spaced) {
            spaced++;
            plain += u->plain;
            alone += u->alone;
            strangers += strange;
            strange = 0;
            *end = i + 1;
        } else {
            strange += u->kind != ENTRY_PAIR && u->words > 0 && !u->told;
        }
    }
    size_t least = alone * 3 > plain * 2 ? ROW_MIN_ALONE : ROW_MIN;
    return (plain >= least && plain * 3 >= spaced * 2 &&
            strangers * 3 <= spaced) ||
           (told >= TOLD_MIN && told * 2 >= spaced);
}

/* The same of lines with a Cyrillic side before a Latin one: there are many,
 * and stresses are marked in half of them, or a third of them or more have more
 * than one Latin word and no name, or nearly all are in the order of the Latin
 * alphabet, and few may be tasks. */
static bool proves_itself_back(const finder *f, size_t start, size_t *end)
{
    size_t count = finder_unit_count(f), alone = 0, tasks = 0, told = 0;
    size_t lines = 0, ordered = 0;
    uint64_t order = 0;
    const bool loud = finder_unit(f, start)->loud;
    for (size_t i = start; i < count && i <= start + lines + lines / 4; i++) {
        const unit *u = finder_unit(f, i);
        if (!u->back || !u->plain || (u->loud != loud && told * 2 < lines))
            continue;
        lines++;
        alone += u->alone;
        tasks += u->task;
        told += u->told;
        ordered += u->order >= order;
        order = u->order;
        *end = i + 1;
    }
    bool terms = (alone * 3 <= lines * 2 || ordered * 10 >= lines * 9) &&
                 tasks * 5 <= lines;
    return (lines >= BACK_MIN && terms) ||
           (told >= TOLD_MIN && told * 2 >= lines);
}

/* True if a hyphen without blanks parts the sides of unit `i`: one next to it
 * is a clear pair or, where something says that these are entries, another such
 * line. */
static bool is_tight(const finder *f, size_t i, bool told)
{
    const unit *u = finder_unit(f, i);
    bool behind = i + 1 < finder_unit_count(f) && u[1].tight;
    return u->tight && (is_clear(f, i + 1) || (i > 0 && is_clear(f, i - 1)) ||
                        (told && (behind || (i > 0 && u[-1].tight))));
}

/* True if a line next to unit `i` may have its Cyrillic side first, too. */
static bool is_beside_back(const finder *f, size_t i)
{
    const unit *u = finder_unit(f, i);
    return (i > 0 && u[-1].back) || (i + 1 < finder_unit_count(f) && u[1].back);
}

/* True if the line, short and in small letters, stands between clear pairs. */
static bool is_amid(const finder *f, size_t i)
{
    return finder_unit(f, i)->plain && i > 0 && is_clear(f, i - 1) &&
           is_clear(f, i + 1);
}

/* Among pairs, a hyphen without blanks may part two sides; where something says
 * that these are entries, as may a line right above, so may a blank alone. */
static void read_hidden(finder *f, bool said)
{
    bool told, row = false, back = false;
    size_t end = 0, back_end = 0, told_end = 0; /* of the rows in hand */
    for (size_t i = 0; i < finder_unit_count(f) && f->ok; i++) {
        unit *u = finder_unit(f, i);
        if (u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT)
            continue;
        if (u->spaced && i >= end)
            row = proves_itself(f, i, &end);
        if (u->back && u->plain && i >= back_end)
            back = proves_itself_back(f, i, &back_end);
        bool turned = u->back && is_beside_back(f, i);
        told = said || ((u->spaced || u->tight || turned) &&
                        (i < told_end || is_below_label(f, i)));
        if (told)
            told_end = i + 3; /* one between may be none */
        if (is_tight(f, i, told))
            read_unit(f, u, entry_read_tight);
        else if (u->spaced && (told || row || u->told || is_amid(f, i)))
            read_unit(f, u, entry_read_spaced);
        else if ((u->plain && back && u->back) || (told && turned))
            read_unit(f, u, entry_read_back);
        else if (u->told && !u->spaced && row && i < end)
            u->kind = ENTRY_KEPT;
    }
}

bool finder_says_before(finder *f, size_t start, bool listed)
{
    if (f->led && start == 0)
        return true;
    for (size_t i = start; i-- > 0 && i + 2 >= start;)
        if (unit_says_so(f, finder_unit(f, i), listed))
            return true;
    return false;
}

/* True if the unit may be one of the lines that take turns, the first of them
 * in Cyrillic or not: for `at` 0 that, for 1 a translation. */
static bool takes_turn(const unit *u, bool cyrillic, size_t at)
{
    bool below = at == 1;
    bool sentence = u->stops && u->words > LINE_WORDS;
    return unit_is_half(u) && u->cyrillic == (cyrillic != below) &&
           !(below ? u->title || u->leads : sentence && at == 0);
}

/* Lines that take turns: a term, its translation, and more of that. */
typedef struct turns {
    size_t end, pairs;
    size_t more; /* lines that are more of a translation */
    bool left;   /* the last is a term without one */
} turns;

/* Those from unit `at` on, and those before the first line that is one more. */
static turns read_turns(const finder *f, size_t at, turns *before)
{
    size_t count = finder_unit_count(f), more = 0;
    turns t = {.end = at};
    bool first = finder_unit(f, at)->cyrillic;
    for (size_t i = at; i < count; i++) {
        const unit *u = finder_unit(f, i);
        bool below = u->cyrillic != first;
        if (i > at && below && u[-1].cyrillic != first &&
            u->kind == ENTRY_TERM && !u->title && !u->leads) {
            more += u->line;
            t.end += t.end == i && !u->line;
            continue;
        }
        if ((i > at && below == (u[-1].cyrillic != first)) || more > MORE_MAX ||
            !takes_turn(u, first, below ? 1 : i - at))
            break;
        if (more > 0 && t.more == 0)
            *before = t;
        t.more += more;
        t.pairs += below;
        t.left = !below;
        t.end = i + 1;
        more = 0;
    }
    return t;
}

/* The same, but up to the first line that is one more if there are many of
 * those, or if all from it on may be turned, with a single pair before it or
 * none of them left over. */
static turns choose_turns(const finder *f, size_t at)
{
    turns before, unused, t = read_turns(f, at, &before);
    if (t.more == 0 || t.more * 2 > t.pairs)
        return t.more == 0 ? t : before;
    turns behind = read_turns(f, before.end, &unused);
    bool ends = t.end == finder_unit_count(f) ||
                finder_unit(f, t.end)->cyrillic != finder_unit(f, at)->cyrillic;
    bool turned = before.pairs == 1 || (!behind.left && ends);
    return behind.end >= t.end && turned ? before : t;
}

/* True if the first of the lines from `at` on is a title of the others: one too
 * many for pairs, it begins with a capital letter, they do not; or more lines
 * take turns without it, and none is left. */
static bool is_title_of(const finder *f, size_t at, const turns *t)
{
    const unit *title = finder_unit(f, at);
    if (t->left && t->pairs > 0 &&
        (title->leads ||
         (title->capital && !title[1].capital && !title[2].capital)))
        return true;
    turns behind = choose_turns(f, at + 1);
    return behind.end > t->end && !behind.left;
}

/* How many lines without a letter part the unit from the one before it. */
static size_t lines_apart(const finder *f, const unit *u)
{
    size_t lines = 0;
    bool letters = true;
    for (size_t at = u[-1].source; at < u->source; at++) {
        const unsigned char c = (unsigned char)f->c->text[at];
        if (c == '\n') {
            lines += !letters;
            letters = false;
        }
        letters |= (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        letters |= c >= 0xC3 && c < 0xE0;
    }
    return lines;
}

/* The next unit behind `at` that begins a line; that of the last is `end`. */
static size_t next_line(const finder *f, size_t at, size_t end)
{
    do
        at++;
    while (at < end && !finder_unit(f, at)->line);
    return at;
}

/* True if most of the second of the lines [at, end) that take turns stand
 * nearer to the one below than to the one above: the first is of no pair. One
 * is enough where a line is left over. */
static bool is_turned(const finder *f, size_t at, size_t end)
{
    size_t above = 0, below = 0, lines = 1;
    size_t up = 0, down = 0; /* lines apart */
    for (size_t i = next_line(f, at, end); i < end; i = next_line(f, i, end)) {
        up = down;
        down = lines_apart(f, finder_unit(f, i));
        above += lines % 2 == 0 && up < down;
        below += lines % 2 == 0 && up > down;
        lines++;
    }
    return below + lines % 2 > 1 && below > above * 2;
}

/* Join what is more of the translation below the term at `at` to that, or leave
 * it out if it is a line of its own. Returns where that ends. */
static size_t join_more(finder *f, size_t at, size_t end)
{
    unit *first = finder_unit(f, at + 1), *u = first + 1;
    bool own = true; /* a part of the same line */
    for (at += 2; at < end && u->cyrillic == first->cyrillic; at++, u++) {
        own &= !u->line && u->term.block == first->term.block;
        if (own) {
            first->term.end = u->term.end;
            first->end = u->end;
        }
        *u = (unit){.kind = ENTRY_NONE, .item = u->item, .term = u->term};
    }
    return at;
}

/* Pair lines that are one side each, and take turns: at least three pairs, or
 * two where something says so, or one below a heading in a glossary. */
static void pair_lines(finder *f, bool said)
{
    size_t count = finder_unit_count(f), paired = 0; /* behind the last pair */
    bool cyrillic = false;                           /* the term of that */
    for (size_t i = 0; i + 1 < count;) {
        const turns t = choose_turns(f, i);
        bool title = t.pairs > 0 && finder_unit(f, i)->title;
        if (t.pairs > 0 &&
            ((paired > 0 && i == paired + 1 &&
              finder_unit(f, i)->cyrillic != cyrillic) ||
             is_title_of(f, i, &t) || (t.more == 0 && is_turned(f, i, t.end)) ||
             unit_says_so(f, finder_unit(f, i), false))) {
            i++;
            continue;
        }
        bool says =
            said || (t.pairs == 2 && (finder_says_before(f, i, false) ||
                                      (paired > 0 && i - paired <= ODD_LINES)));
        bool enough = t.pairs >= (says ? 2 : PAIRS_MIN);
        for (size_t k = i; (enough || (said && title)) && k + 1 < t.end;
             paired = k) {
            unit *up = finder_unit(f, k);
            cyrillic = up->cyrillic;
            k = join_more(f, k, t.end);
            finder_join(f, up, up + 1);
            if (!enough && up->doubt >= UNIT_PROSE_DOUBT)
                up->kind = ENTRY_NONE; /* a heading, and prose below it */
        }
        i = t.end > i ? t.end : i + 1;
    }
}

/* A number, or an abbreviation of the term in the line below. */
static bool is_lead(const unit *u)
{
    return u->line && u->words == 1 &&
           (u->tall ||
            (u->kind == ENTRY_NONE && u->end - u->start <= LEAD_BYTES_MAX));
}

/* How many lines the row that begins with unit `at` takes, where each cell of a
 * table became one: what counts or shortens the term, this, and translations
 * into one language or two; 0 if none begins there. */
static size_t row_lines(const finder *f, size_t at)
{
    size_t count = finder_unit_count(f), end = at + 2;
    if (at + 2 >= count || !is_lead(finder_unit(f, at)) ||
        !takes_turn(finder_unit(f, at + 1), finder_unit(f, at + 1)->cyrillic,
                    0))
        return 0;
    while (end < count && end < at + ROW_LINES_MAX &&
           finder_unit(f, end)->kind == ENTRY_TERM &&
           finder_unit(f, end)->cyrillic != finder_unit(f, at + 1)->cyrillic)
        end++;
    return end - at > 2 ? end - at : 0;
}

/* Leave nothing of such rows but the term and the first translation. */
static void leave_pairs(finder *f)
{
    size_t count = finder_unit_count(f), kept = 0, at = 0;
    while (at < count) {
        size_t end = at, rows = 0, lines;
        for (; (lines = row_lines(f, end)) > 0; end += lines)
            rows++;
        if (rows < PAIRS_MIN) {
            *finder_unit(f, kept++) = *finder_unit(f, at++);
            continue;
        }
        for (; at < end; at += lines) {
            lines = row_lines(f, at);
            *finder_unit(f, kept++) = *finder_unit(f, at + 1);
            *finder_unit(f, kept++) = *finder_unit(f, at + 2);
        }
    }
    buf_truncate(&f->units, kept * sizeof(unit));
}

/* True if unit `u` may be a line of what the term above it means. */
static bool is_meaning(const unit *u)
{
    return unit_is_text(u) && u->line && !u->title && !u->spaced && !u->back &&
           (u->kind != ENTRY_TERM || u->cyrillic);
}

/* How many lines the row that begins with unit `at` takes, where each cell of a
 * table became some: a term, its translation, and what it means; 0 if none
 * begins there. `*more` is counted up by the words of the last, if there are
 * any, less those of the translation. */
static size_t meant_lines(const finder *f, size_t at, long *more)
{
    size_t count = finder_unit_count(f), end = at + 2;
    if (end > count || !takes_turn(finder_unit(f, at), false, 0) ||
        !takes_turn(finder_unit(f, at + 1), false, 1))
        return 0;
    for (; end < count && end < at + MEANT_LINES_MAX &&
           is_meaning(finder_unit(f, end));
         end++)
        *more += (long)finder_unit(f, end)->words;
    if (end > at + 2)
        *more -= (long)finder_unit(f, at + 1)->words;
    return end - at;
}

/* Make a pair of the term and the translation of such rows, and leave out the
 * rest, if that is longer. */
static void pair_meant(finder *f)
{
    size_t count = finder_unit_count(f), kept = 0, at = 0;
    while (at < count) {
        size_t end = at, rows = 0, lines;
        long more = 0;
        for (; (lines = meant_lines(f, end, &more)) > 0; end += lines)
            rows++;
        bool leave =
            rows >= PAIRS_MIN && more > 0 && (end - at) * 2 >= rows * 5;
        do {
            lines = leave ? meant_lines(f, at, &more) : 1;
            for (size_t i = 0; i < lines && i < 2; i++)
                *finder_unit(f, kept++) = *finder_unit(f, at + i);
            if (leave)
                finder_join(f, finder_unit(f, kept - 2),
                            finder_unit(f, kept - 1));
            at += lines;
        } while (at < end);
    }
    buf_truncate(&f->units, kept * sizeof(unit));
}

void finder_pair(finder *f, bool said)
{
    leave_pairs(f);
    pair_meant(f);
    pair_open(f);
    read_hidden(f, said || f->led);
    if (f->ok)
        pair_lines(f, said);
}

/* "[ˈtest]", "Meaning: ...": what is said of the term above. */
static bool is_said_of_term(const finder *f, const unit *u)
{
    const char *text = buf_text(&f->in_hand.d.text) + u->start;
    size_t len = u->end - u->start, at = 0, size;
    char room[SPAN_FOLD_ROOM];
    if (len > 2 && (text[0] == '[' || text[0] == '/'))
        return text[len - 1] == ']' || text[len - 1] == '/';
    return lex_next_word(text, len, &at, room, sizeof room, &size) &&
           text[at] == ':' &&
           (glossary_word_is(WORD_EXPLAINS, room, size) ||
            glossary_word_is(WORD_MEANING, room, size));
}

/* True if the unit is of the same text as the one above, or an item below it.
 */
static bool is_below(const finder *f, const unit *u, const unit *above)
{
    const block *own = block_at(f->blocks, u->term.block);
    const block *other = block_at(f->blocks, above->term.block);
    return own == other ||
           (u->item && above->item && own->level > other->level);
}

bool finder_is_of_record(const finder *f, const unit *u)
{
    const char *text = buf_text(&f->in_hand.d.text);
    size_t count = finder_unit_count(f);
    const unit *down = count > 0 ? finder_unit(f, count - 1) : NULL;
    if (down == NULL || !unit_is_half(down) || down->stops || u->spaced ||
        u->back)
        return false;
    bool said = is_said_of_term(f, u);
    if (said && is_below(f, u, down))
        return true;
    bool turn = unit_is_half(u) && u->cyrillic != down->cyrillic && !u->stops;
    const unit *up = count > 1 ? down - 1 : down;
    bool own = count < 3 || up[-1].term.block != up->term.block;
    bool next = !own && up->start > up[-1].end + MEANT_BYTES;
    bool first = own || next ||
                 (up->term.block == u->term.block && text[up[-1].end] == ':');
    if (up->cyrillic == down->cyrillic || !unit_is_half(up) || up->stops ||
        up->title || !first)
        return false;
    turn &= !next || !up->capital || u->capital;
    return u->example || (is_below(f, u, up) && (said || !turn));
}
