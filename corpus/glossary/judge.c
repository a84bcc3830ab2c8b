/* SPDX-License-Identifier: MIT
 *
 * In: units in the order of the document. Out: the entries among them that
 * stand in a glossary.
 *
 * A run is a row of pairs, with what does not break one between them. It is
 * judged whole: by how many pairs it has, whether something says that it is a
 * glossary, and how much speaks against its pairs on average. */
#include "corpus/glossary/heading.h"
#include "corpus/glossary/match.h"
#include "corpus/glossary/unit.h"
#include "corpus/text.h"

#define RUN_MIN 3
#define NOTED_RUN_MIN 2 /* under a label that may say so, as "Notes:" */
#define LOOSE_RUN_MIN 4 /* of pairs that only face each other loosely */
#define LED_MIN 6       /* behind a label, whatever follows */
#define DISTINCT_MIN 70 /* of 100 translations, or terms */
#define DISTINCT_MIN_SAID 50
#define FIRSTS_MIN 40 /* the same, of their first words */

/* How much may speak against the pairs of a run, on average. */
#define DOUBT_MAX 30
#define DOUBT_MAX_LOOSE 20
#define DOUBT_MAX_CLEAR 50 /* where a third of many are clear */
#define DOUBT_MAX_SAID 40  /* under a heading that says so */
#define DOUBT_MAX_HEADS 60 /* under heads of columns that do */
#define DOUBT_MAX_FEW 20   /* one or two under a heading */
#define DOUBT_WORST_FEW 35 /* against one of those */
#define DOUBT_MAX_ONE 95   /* against one entry of a run that stands */
#define DOUBT_MAX_SURE 125 /* the same, where little speaks against the run */
#define DOUBT_SURE 20
#define KEYS_DOUBT 15     /* where most are keys, and what they set */
#define KEYS_DOUBT_ALL 28 /* where all are: enough but for a little more */
#define LENGTH_DOUBT 45   /* where many translations may be definitions */
#define DENIED_DOUBT 40   /* under a heading that tells otherwise */
#define DENIED_SURE 60    /* the same, of no glossary for sure */
#define DENIED_FAR 20     /* the same, with other headings below it */
#define CLEAR_MIN 6       /* so many clear pairs outweigh one that is none */

#define ASKED_UNITS 3 /* from a label to what it is about, at most */
#define DENIAL_WORDS 5
#define APART_BLOCKS 8   /* from one entry that stands apart to the next */
#define GOING_ON_UNITS 2 /* between entries, besides what explains one */

/* The line right before unit `start`, if it could be a label; else NULL. */
static const char *label_before(finder *f, size_t start, size_t *len)
{
    return start > 0 ? finder_label(f, finder_unit(f, start - 1), len) : NULL;
}

/* Is it one of that sort? */
static bool label_is(finder *f, size_t start,
                     bool (*of_sort)(const char *text, size_t len))
{
    size_t len;
    const char *text = label_before(f, start, &len);
    return text != NULL && of_sort(text, len);
}

/* True if it is short and names what is none: "Стек проекта:". */
static bool denied_before(finder *f, size_t start,
                          bool (*of_sort)(const char *text, size_t len))
{
    return start > 0 && finder_unit(f, start - 1)->words <= DENIAL_WORDS &&
           label_is(f, start, of_sort) &&
           !label_is(f, start, entry_heading_is_of_keywords);
}

/* What a run is made of. */
typedef struct tally {
    size_t pairs, loose, doubted;
    size_t marked;          /* with a dash or the like between their sides */
    size_t strangers, near; /* beside it in its list or text */
    size_t distinct;        /* the fewer of both sides */
    size_t firsts;          /* the same, of first words */
    size_t clear;           /* pairs against which nothing speaks */
    size_t single;          /* the others, and those of one Latin word */
    unsigned long doubt;
    unsigned long unsaid; /* of that, what lapses where a heading says so */
    unsigned long worst;  /* the most of one pair, but for that */
    size_t tight, listed, names, capitals;
    size_t large; /* Latin sides that begin with a capital letter */
    size_t colons, brackets;
    size_t turned; /* Cyrillic sides that are the first */
    size_t latin_words, cyrillic_words;
    size_t phrases; /* Cyrillic sides of more than one word */
    size_t keys;    /* Latin sides that may be */
    size_t alone;   /* Latin sides of one word */
    size_t told;    /* terms with how they are said, or their part of speech */
    size_t phrasal; /* verbs with "up", "for" and the like */
    size_t wordy;   /* translations that may be definitions */
    bool family;    /* as finder_is_family() has it, where they begin alike */
    bool said, heads;
    bool close;                /* right behind what says so */
    bool beside;               /* a block or two behind the last entry */
    bool more;                 /* clear, and in the text of the last entry */
    bool noted;                /* a label may say so, as "Notes:" */
    size_t parted;             /* terms of two parts */
    size_t own, agreed, verbs; /* see is_counted() */
    uint32_t counter;          /* of the last translation */
    size_t counted; /* translations whose counters go on from the last */
} tally;

static void count_unit(tally *t, const unit *u)
{
    t->said |= u->says_so;
    t->heads |= u->heads;
    if (u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT) {
        t->counted += match_goes_on(t->counter, u->counter);
        t->counter = u->counter;
    }
    if (u->kind == ENTRY_PAIR) {
        t->pairs++;
        t->loose += u->face <= FACE_LEAN && !u->title;
        t->marked += u->face > FACE_LISTED && u->face != FACE_BELOW;
        t->tight += u->face == FACE_TIGHT;
        t->listed += u->face == FACE_LISTED;
        t->colons += u->face == FACE_COLON;
        t->brackets += u->face == FACE_BRACKET;
        t->turned += u->cyrillic;
        t->names += u->names && lex_is_bracket(u->face);
        t->capitals += u->capital;
        t->large += u->large;
        t->phrases += u->cyrillic_words > 1;
        t->keys += u->key;
        t->alone += u->alone;
        t->phrasal += u->phrasal;
        t->told += u->told;
        t->parted += u->first_end > 0;
        t->own += u->own;
        t->agreed += u->own && u->verbs;
        t->verbs += u->own && u->to;
        t->wordy += u->wordy;
        t->latin_words += u->latin_words;
        t->cyrillic_words += u->cyrillic_words;
        t->doubt += u->doubt;
        t->unsaid += u->unsaid;
        t->clear += u->doubt == 0;
        t->single +=
            u->doubt < DOUBT_MAX_ONE && (u->doubt > 0 || u->latin_words == 1);
        if (u->doubt - u->unsaid > t->worst)
            t->worst = u->doubt - u->unsaid;
    } else if (u->kind == ENTRY_KEPT && u->doubt > 0) {
        t->doubted++;
        t->doubt += u->doubt;
    }
}

/* True if a unit is of the same list, table or text as one of a run, which may
 * be one text, be it an item. */
static bool is_near(const unit *u, const unit *of, bool one_text)
{
    return (u->item && of->item && !one_text) ||
           ((!of->item || one_text) && u->term.block == of->term.block);
}

/* Count a neighbour of a run: a clear pair, or what is none. */
static void count_neighbour(tally *t, const unit *u)
{
    t->strangers += u->kind != ENTRY_PAIR && !u->again;
    t->near += u->kind == ENTRY_PAIR && u->face > FACE_LISTED;
}

/* True if the last entry that was found stands in block `at`, or in one of
 * `blocks` before it. */
static bool is_behind_entry(const finder *f, size_t at, size_t blocks)
{
    size_t count = f->out->entries.len / sizeof(glossary_entry);
    const glossary_entry *list =
        (const glossary_entry *)(const void *)f->out->entries.data;
    return count > 0 && list[count - 1].at.block + blocks >= at;
}

/* Count those of the run [start, end), behind what leads to it; none beside one
 * with clear marks, or behind a long one that a label names. */
static void count_neighbours(finder *f, size_t start, size_t end, tally *t)
{
    size_t count = finder_unit_count(f);
    const unit *first = finder_unit(f, start), *last = finder_unit(f, end - 1);
    bool said = finder_says_before(f, start, false);
    bool led = said || is_behind_entry(f, first->term.block, APART_BLOCKS);
    bool one = first != last && first->term.block == last->term.block;
    t->more = first->line && t->clear == t->pairs &&
              is_behind_entry(f, first->term.block, 0);
    if ((t->pairs >= RUN_MIN && t->marked * 2 > t->pairs) || t->more ||
        (said && t->pairs >= LED_MIN))
        return;
    for (size_t i = start;
         !led && i > 0 && is_near(finder_unit(f, i - 1), first, one); i--)
        count_neighbour(t, finder_unit(f, i - 1));
    for (size_t i = end; i < count && is_near(finder_unit(f, i), last, one);
         i++)
        count_neighbour(t, finder_unit(f, i));
}

/* Do most entries tell how the term is said, or what part of speech it is? */
static bool is_dictionary(const tally *t)
{
    return t->told * 2 > t->pairs;
}

/* What speaks against a run whose Latin sides are one word each, and most of
 * those that face them phrases: keys and what they set, names and what they are
 * the names of. A row of four words or more without one that a single word
 * translates is hardly a glossary, nor is one in which half are phrases and
 * half of the words may be keys. */
static unsigned long doubt_of_keys(const tally *t)
{
    if (t->said || is_dictionary(t) || t->alone != t->pairs)
        return 0;
    if (t->keys * 2 >= t->pairs && t->phrases * 2 >= t->pairs)
        return KEYS_DOUBT_ALL;
    if (t->cyrillic_words * 4 < t->latin_words * 7)
        return 0;
    return t->phrases == t->pairs ? KEYS_DOUBT_ALL : KEYS_DOUBT;
}

/* Where two translations of five are much longer than their terms, or what they
 * face is a definition for sure, the others are hardly translations. */
static unsigned long doubt_of_length(const tally *t)
{
    size_t long_ones = t->wordy + t->doubted, all = t->pairs + t->doubted;
    return long_ones > (t->heads ? 2 : 1) && long_ones * 5 >= all * 2
               ? LENGTH_DOUBT
               : 0;
}

/* True if one pair among many that are clear is none: it is left out, and says
 * nothing against the others. */
static bool has_odd_one(const tally *t)
{
    return t->clear >= RUN_MIN && t->worst >= DOUBT_MAX_ONE;
}

static unsigned long mean_doubt(const tally *t)
{
    size_t count = t->pairs + t->doubted;
    unsigned long doubt = t->said ? t->doubt - t->unsaid : t->doubt;
    if (has_odd_one(t)) {
        doubt -= t->worst;
        count--;
    }
    return (count == 0 ? 0 : doubt / count) + doubt_of_keys(t) +
           doubt_of_length(t);
}

/* How much may speak against it, by what says that it is one. */
static unsigned long doubt_allowed(const tally *t)
{
    if (t->heads)
        return DOUBT_MAX_HEADS;
    if (t->said)
        return t->pairs < RUN_MIN ? DOUBT_MAX_FEW : DOUBT_MAX_SAID;
    if (t->clear >= CLEAR_MIN && t->clear * 3 >= t->pairs)
        return DOUBT_MAX_CLEAR;
    return t->loose * 2 > t->pairs ? DOUBT_MAX_LOOSE : DOUBT_MAX;
}

/* How many pairs it takes: fewer where nothing at all speaks against them. */
static size_t pairs_needed(const tally *t, unsigned long mean)
{
    bool clear = mean == 0 && t->capitals == 0 && !t->tight;
    if (t->heads || t->said || t->more)
        return 1;
    if (t->noted && clear && t->loose == 0)
        return NOTED_RUN_MIN;
    return t->loose * 2 > t->pairs && !clear && !is_dictionary(t)
               ? LOOSE_RUN_MIN
               : RUN_MIN;
}

/* Where terms all begin alike they are commands, as "make build", unless they
 * are verbs such as "look for", "look into", begin with capital letters and
 * more than one word, as in a part of a dictionary, most translations have
 * forms of one word, too, or something says that words follow. */
static bool may_be_commands(const tally *t)
{
    bool large = t->large * 5 >= t->pairs * 4 && t->firsts >= RUN_MIN;
    return !t->heads && !t->said && t->phrasal * 2 <= t->pairs && !large &&
           !t->family;
}

/* Do the pairs differ, so that "yes" and "no" many times over are none? */
static bool is_varied(const tally *t)
{
    bool told = t->heads || t->said;
    size_t least = told ? DISTINCT_MIN_SAID : DISTINCT_MIN;
    return t->pairs < RUN_MIN ||
           (t->distinct * 100 >= t->pairs * least &&
            (!may_be_commands(t) || t->firsts * 100 >= t->pairs * FIRSTS_MIN));
}

#define VERBS_MIN 3

/* True if the translations have counters of their own, as those have that are
 * to be matched with the terms. Where the number of the term comes again they
 * are in its order, if verbs face verbs throughout, and what is none another.
 */
static bool is_counted(const tally *t)
{
    bool ordered = t->own == t->pairs && t->agreed == t->own &&
                   t->verbs >= VERBS_MIN && t->verbs + VERBS_MIN <= t->own;
    return t->counted > 0 && t->counted * 2 >= t->pairs && !ordered;
}

/* Are one or two pairs sure to be entries? One that only faces loosely stands
 * right behind what says so or another entry. */
static bool are_sure(const tally *t, unsigned long mean)
{
    bool alone = t->pairs == 1 && !t->beside;
    return t->worst <= DOUBT_WORST_FEW &&
           (t->loose == 0 || t->close || (mean == 0 && !alone));
}

static bool is_glossary(const tally *t)
{
    unsigned long mean = mean_doubt(t);
    bool few = t->said && !t->heads && t->pairs < RUN_MIN;
    if (t->pairs < pairs_needed(t, mean) || mean > doubt_allowed(t) ||
        (few && !are_sure(t, mean)))
        return false;
    if (t->strangers > (t->pairs + t->near) * 3 / 2 ||
        (t->tight * 2 > t->pairs && !t->said))
        return false;
    return is_varied(t) && (t->said || t->names * 2 <= t->pairs);
}

static bool unit_asks(finder *f, const unit *u)
{
    size_t len;
    const char *text = finder_label(f, u, &len);
    return text != NULL && entry_heading_asks(text, len);
}

void finder_add_asking(finder *f, const unit *u, size_t end)
{
    const char *text = buf_text(&f->in_hand.d.text) + u->start;
    const size_t len = end - u->start;
    unit label = {.line = true, .term = u->term, .start = u->start, .end = end};
    label.words = text_words(text, len);
    if (len <= UNIT_LABEL_MAX && entry_heading_asks(text, len))
        finder_add_unit(f, &label);
}

/* True if the last label before unit `start` asks to match what follows. */
static bool asked_before(finder *f, size_t start)
{
    for (size_t i = start; i-- > 0 && i + ASKED_UNITS >= start;) {
        const unit *u = finder_unit(f, i);
        if (unit_asks(f, u))
            return true;
        if (u->kind == ENTRY_PAIR || label_is(f, i + 1, entry_heading_says_so))
            return false;
    }
    return start <= ASKED_UNITS && unit_asks(f, &f->prose);
}

static bool is_of_table(const unit *u)
{
    return u->term.cell != UNIT_NO_CELL;
}

/* The end of the run that begins at `start`, a pair: at the latest before a
 * label that names what is none, or any text where nothing before that may be
 * an entry. Lines that come again do not end it where it is long enough before
 * them. */
static size_t run_end(finder *f, size_t start, bool asked)
{
    size_t count = finder_unit_count(f), end = start, strange = 0, since = 0;
    const bool unsure = finder_unit(f, start)->doubt > 0;
    bool sound = false;
    for (size_t i = start; i < count; i++) {
        const unit *u = finder_unit(f, i);
        bool pair = u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT;
        sound |= pair && u->doubt < DOUBT_MAX_ONE;
        strange += unit_is_text(u) && !(u->again && since >= RUN_MIN);
        if (strange > (sound ? 1 : 0) || unit_asks(f, u) ||
            (pair && i > start &&
             (denied_before(f, i, entry_heading_denies) ||
              denied_before(f, i, entry_heading_is_of_others) ||
              ((asked || unsure) && label_is(f, i, entry_heading_says_so)) ||
              is_of_table(u) != is_of_table(finder_unit(f, start)))))
            break;
        if (pair) {
            since = i > start && finder_unit(f, i - 1)->again ? 1 : since + 1;
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

/* True if the run that begins at `start` goes on below a heading with what was
 * found above that, a third of its pairs clear. */
static bool goes_on_below(const finder *f, size_t start, const tally *t)
{
    bool label = start > 0 && !finder_unit(f, start - 1)->title;
    return !label && t->pairs >= RUN_MIN && t->clear * 3 >= t->pairs &&
           is_behind_entry(f, finder_unit(f, start)->term.block, APART_BLOCKS);
}

/* Does the last heading name what is none for sure? */
static bool is_of_others(finder *f)
{
    if (f->heading == 0 || f->keywords[f->level])
        return false;
    finder_read(f, &f->left, f->heading - 1, UNIT_NO_CELL);
    const buf *text = &f->left.d.text;
    return entry_heading_is_of_others(buf_text(text), text->len);
}

/* What a heading or label that names what is none speaks against each pair of
 * the run that begins at unit `start`. */
static unsigned long denial(finder *f, size_t start, bool told, bool said)
{
    if ((!told && is_of_others(f)) ||
        (!said && denied_before(f, start, entry_heading_is_of_others)))
        return DENIED_SURE;
    if ((!told && f->denies[f->level]) ||
        (!said && denied_before(f, start, entry_heading_denies)))
        return DENIED_DOUBT;
    return !told && is_told(f->denies) ? DENIED_FAR : 0;
}

/* How many blocks before block `at` entries that stand apart from others may
 * be, at most: below the same heading, where they could be sentences. */
static size_t blocks_apart(const finder *f, size_t at, bool loud)
{
    size_t blocks = 0;
    for (; blocks < APART_BLOCKS && blocks < at; blocks++) {
        const block *before = block_at(f->blocks, at - blocks - 1);
        if (loud && before->type == BLOCK_HEADING &&
            before->level != BLOCK_BOLD_LEVEL)
            break;
    }
    return blocks;
}

void finder_judge_apart(finder *f, size_t next)
{
    size_t count = f->apart.len / sizeof(unit), capitals = 0, titles = 0;
    const unit *list = (const unit *)(const void *)f->apart.data;
    bool loud = false;
    for (size_t i = 0; i < count; i++) {
        capitals += list[i].capital && !list[i].told;
        titles += list[i].title;
        loud |= list[i].large || list[i].stops;
    }
    bool enough = count >= RUN_MIN;
    if (count > 0 && titles == 0) {
        size_t at = list[0].term.block, last = list[count - 1].term.block;
        enough |=
            is_behind_entry(f, at, blocks_apart(f, at, loud)) ||
            (next != BLOCK_NONE && next <= last + blocks_apart(f, next, loud));
    }
    for (size_t i = 0; f->ok && enough && capitals * 2 <= count && i < count;
         i++)
        finder_take(f, &list[i]);
    buf_clear(&f->apart);
}

/* One or two clear pairs, each a line of its own with prose below it, may be a
 * glossary with more such: "mosaic - мозаика", and sentences that show its use.
 */
static void set_apart(finder *f, const tally *t, size_t start, size_t end)
{
    const unit *list = (const unit *)(const void *)f->apart.data;
    size_t count = f->apart.len / sizeof *list;
    size_t at = finder_unit(f, start)->term.block;
    bool far = count > 0 && at > list[count - 1].term.block + APART_BLOCKS;
    if (f->going_on || far)
        finder_judge_apart(f, at);
    if (f->going_on || t->pairs >= RUN_MIN ||
        block_at(f->blocks, at)->type == BLOCK_CODE)
        return;
    for (size_t i = start; i < end; i++) {
        const unit *u = finder_unit(f, i);
        bool clear = u->told ? u->doubt - u->unsaid < DOUBT_MAX_LOOSE
                             : u->doubt == 0 && u->face >= FACE_HYPHEN;
        if (u->kind == ENTRY_PAIR && clear && u->line)
            buf_add(&f->apart, u, sizeof *u);
    }
    f->ok = f->ok && !f->apart.failed;
}

/* "Мебель: the kitchen" among "shelf - полка": a title, its sides the other way
 * round than those of nearly all; "We sit (поговорка). They stand.": a sentence
 * with a remark; "Who sits? - Кто сидит?" among terms in small letters: the use
 * of one. */
static bool is_odd(const tally *t, const unit *u)
{
    bool turned = u->cyrillic == (t->turned * 2 < t->pairs);
    bool sentence = u->face == FACE_BELOW && u->stops && u->large;
    if ((u->example || sentence) && t->large * 2 <= t->pairs)
        return true;
    if (u->face == FACE_BRACKET)
        return t->brackets * 4 <= t->pairs;
    return u->face == FACE_COLON &&
           ((turned && t->colons * 2 < t->pairs) ||
            (u->doubt > 0 && t->colons * 4 <= t->pairs));
}

/* Count the sides of the run [start, end) that differ. */
static void count_distinct(finder *f, size_t start, size_t end, tally *t)
{
    size_t sides[4];
    for (size_t which = 0; which < 4; which++)
        sides[which] = finder_count_distinct(f, start, end, which);
    t->distinct = sides[0] < sides[1] ? sides[0] : sides[1];
    t->firsts = sides[2] < sides[3] ? sides[2] : sides[3];
    t->family = t->firsts * 100 < t->pairs * FIRSTS_MIN &&
                finder_is_family(f, start, end);
}

/* Judge one run and keep its entries; returns where it ends. */
static size_t judge_run(finder *f, size_t start, bool said)
{
    tally t = {.said = false};
    bool asked = asked_before(f, start);
    size_t end = run_end(f, start, asked);
    for (size_t i = start; i < end; i++)
        count_unit(&t, finder_unit(f, i));
    if (asked || is_counted(&t)) {
        f->going_on = false;
        return end;
    }
    bool listed = t.listed == t.pairs;
    said |= listed && is_told(f->keywords);
    t.close = finder_says_before(f, start, listed);
    t.said |= said || t.close;
    t.beside =
        is_behind_entry(f, finder_unit(f, start)->term.block, GOING_ON_UNITS);
    count_distinct(f, start, end, &t);
    t.noted = label_is(f, start, entry_heading_is_of_notes);
    if (!listed || !t.said)
        count_neighbours(f, start, end, &t);
    unsigned long against = t.heads || goes_on_below(f, start, &t)
                                ? 0
                                : denial(f, start, said, t.said);
    t.doubt += (against == DENIED_SURE ? t.pairs : t.single) * against;
    f->going_on = is_glossary(&t);
    if (f->going_on || against == 0)
        set_apart(f, &t, start, end);
    unsigned most = mean_doubt(&t) <= DOUBT_SURE && !has_odd_one(&t)
                        ? DOUBT_MAX_SURE
                        : DOUBT_MAX_ONE;
    bool parted = t.parted >= RUN_MIN && t.parted * 2 >= t.pairs;
    for (size_t i = start; f->going_on && f->ok && i < end; i++) {
        unit u = *finder_unit(f, i);
        if (!parted)
            u.first_end = 0;
        if (u.kind == ENTRY_PAIR && !is_odd(&t, &u) &&
            u.doubt - (t.said ? u.unsaid : 0) < most)
            finder_take(f, &u);
    }
    f->going_on &= !t.more || t.said || t.pairs >= RUN_MIN;
    return end;
}

void finder_judge(finder *f)
{
    const bool told = is_told(f->says), going_on = f->going_on;
    const bool said = told || going_on;
    finder_check_numbers(f);
    finder_pair(f, said);
    finder_mark_again(f);
    f->going_on = false;
    size_t count = finder_unit_count(f);
    for (size_t i = 0; f->ok && i < count;)
        i = finder_unit(f, i)->kind == ENTRY_PAIR
                ? judge_run(f, i, told || (going_on && i <= GOING_ON_UNITS))
                : i + 1;
    buf_clear(&f->units);
    f->led = false;
    f->prose.words = 0;
}
