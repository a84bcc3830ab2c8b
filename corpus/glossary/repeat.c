/* SPDX-License-Identifier: MIT
 *
 * In: units in the order of the document. Out: how many of them differ, which
 * come again and again, and which are counted. */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "corpus/glossary/unit.h"
#include "corpus/glossary/words.h"

#define AGAIN_MIN 3    /* times that a line comes */
#define FAMILY_PAIRS 4 /* in which forms of one word come */
#define FAMILY_MIN 70  /* the same, in how many of 100 */
#define STEM_BYTES 8   /* of a word that is a form: four letters */
#define USE_BYTES 4    /* the same, of a Latin word */
#define USE_WORDS 2    /* that a sentence has besides the term it shows */
#define USE_DOUBT 50   /* against that, were it an entry */

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

/* Sort the hashes gathered; `*count` is how many. */
static const uint64_t *sort_hashes(finder *f, size_t *count)
{
    uint64_t *hashes = (uint64_t *)(void *)f->gathered.data;
    *count = f->gathered.len / sizeof *hashes;
    f->ok = f->ok && !f->gathered.failed;
    if (*count > 0)
        qsort(hashes, *count, sizeof *hashes, by_value);
    return hashes;
}

size_t finder_count_distinct(finder *f, size_t start, size_t end, size_t which)
{
    buf_clear(&f->gathered);
    for (size_t i = start; i < end; i++)
        if (finder_unit(f, i)->kind == ENTRY_PAIR)
            buf_add(&f->gathered, hash_of(finder_unit(f, i), which),
                    sizeof(uint64_t));
    size_t count, distinct = 0;
    const uint64_t *hashes = sort_hashes(f, &count);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || hashes[i] != hashes[i - 1];
    return distinct;
}

/* A word of a translation: the hashes of how it begins and of all of it. */
typedef struct kin {
    uint64_t stem, word;
} kin;

static int by_kin(const void *left, const void *right)
{
    const kin *a = left, *b = right;
    int order = by_value(&a->stem, &b->stem);
    return order != 0 ? order : by_value(&a->word, &b->word);
}

/* Gather the longer words of the Cyrillic side. False where the Latin one
 * begins with a name, or one of both alone like an infinitive. */
static bool gather_words(finder *f, const unit *u)
{
    const unit_place *latin = u->cyrillic ? &u->translation : &u->term;
    const unit_place *side = u->cyrillic ? &u->term : &u->translation;
    char room[SPAN_FOLD_ROOM];
    size_t at = latin->start, size;
    finder_read(f, &f->left, latin->block, latin->cell);
    if (!u->verbs || (lex_next_word(buf_text(&f->left.d.text), latin->end, &at,
                                    room, sizeof room, &size) &&
                      glossary_word_is(WORD_NAME, room, size)))
        return false;
    finder_read(f, &f->left, side->block, side->cell);
    at = side->start;
    while (lex_next_word(buf_text(&f->left.d.text), side->end, &at, room,
                         sizeof room, &size)) {
        kin word = {.word = XXH3_64bits(room, size)};
        if (size < STEM_BYTES)
            continue;
        word.stem = XXH3_64bits(room, STEM_BYTES);
        buf_add(&f->gathered, &word, sizeof word);
    }
    return true;
}

bool finder_is_family(finder *f, size_t start, size_t end)
{
    size_t pairs = 0, same = 0, forms = 0;
    buf_clear(&f->gathered);
    for (size_t i = start; i < end; i++)
        if (finder_unit(f, i)->kind == ENTRY_PAIR) {
            pairs++;
            if (!gather_words(f, finder_unit(f, i)))
                return false;
        }
    kin *words = (kin *)(void *)f->gathered.data;
    const size_t count = f->gathered.len / sizeof *words;
    f->ok = f->ok && !f->gathered.failed;
    if (pairs < FAMILY_PAIRS || count == 0)
        return false;
    qsort(words, count, sizeof *words, by_kin);
    for (size_t i = 0; i < count; i++) {
        bool kindred = i > 0 && words[i].stem == words[i - 1].stem;
        forms = !kindred ? 1 : forms + (words[i].word != words[i - 1].word);
        same = kindred ? same + 1 : 1;
        if (forms > 1 && same * 100 >= pairs * FAMILY_MIN)
            return true;
    }
    return false;
}

/* Does the text in hand, of `u`, have a word that begins so? */
static bool has_stem(const finder *f, const unit *u, const char *stem)
{
    char room[SPAN_FOLD_ROOM];
    size_t at = u->start, size;
    while (lex_next_word(buf_text(&f->in_hand.d.text), u->end, &at, room,
                         sizeof room, &size))
        if (size >= USE_BYTES && memcmp(room, stem, USE_BYTES) == 0)
            return true;
    return false;
}

/* Is the text in hand, of `u`, more likely a sentence than a term, and has it
 * all longer words of the term of the entry before? */
static bool repeats_term(finder *f, const unit *u, const entry_parse *e)
{
    size_t count = finder_unit_count(f), words = 0;
    const unit *above = count > 0 ? finder_unit(f, count - 1) : NULL;
    if (above == NULL || above->kind != ENTRY_PAIR || e->doubt < USE_DOUBT ||
        entry_latin(e)->words < above->latin_words + USE_WORDS)
        return false;
    const unit_place *term =
        above->cyrillic ? &above->translation : &above->term;
    char room[SPAN_FOLD_ROOM];
    size_t at = term->start, size;
    finder_read(f, &f->left, term->block, term->cell);
    while (lex_next_word(buf_text(&f->left.d.text), term->end, &at, room,
                         sizeof room, &size)) {
        if (size >= USE_BYTES && !has_stem(f, u, room))
            return false;
        words += size >= USE_BYTES;
    }
    return words > 0;
}

bool finder_shows_use(finder *f, const unit *u, const entry_parse *e)
{
    return (u->example && finder_is_of_record(f, u)) || repeats_term(f, u, e);
}

/* A text that is no entry, outside of tables. */
static bool is_line(const unit *u)
{
    return unit_is_text(u) && u->hashes[0] != 0;
}

void finder_mark_again(finder *f)
{
    size_t units = finder_unit_count(f), count;
    buf_clear(&f->gathered);
    for (size_t i = 0; i < units; i++)
        if (is_line(finder_unit(f, i)))
            buf_add(&f->gathered, &finder_unit(f, i)->hashes[0],
                    sizeof(uint64_t));
    const uint64_t *hashes = sort_hashes(f, &count);
    for (size_t i = 0; f->ok && count > AGAIN_MIN && i < units; i++) {
        unit *u = finder_unit(f, i);
        size_t low = 0, high = is_line(u) ? count : 0;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (hashes[middle] < u->hashes[0])
                low = middle + 1;
            else
                high = middle;
        }
        u->again = is_line(u) && low + AGAIN_MIN <= count &&
                   hashes[low + AGAIN_MIN - 1] == u->hashes[0];
    }
}

/* Is one of the next two numbers before units that one? Two columns of a page
 * take turns: "13 tide", "1 reef", "14 mast". */
static bool number_follows(const finder *f, size_t index, size_t number)
{
    size_t count = finder_unit_count(f), seen = 0;
    while (seen < 2 && ++index < count) {
        const size_t next = finder_unit(f, index)->number;
        if (next == number)
            return true;
        seen += next > 0;
    }
    return false;
}

/* A number before a term counts the entries if the one before or behind it goes
 * on with it; else it is a part of what is no term. */
void finder_check_numbers(finder *f)
{
    size_t before = 0, earlier = 0;
    for (size_t i = 0; i < finder_unit_count(f); i++) {
        unit *u = finder_unit(f, i);
        if (u->number == 0)
            continue;
        bool counts = (before > 0 && u->number == before + 1) ||
                      (earlier > 0 && u->number == earlier + 1) ||
                      number_follows(f, i, u->number + 1);
        earlier = before;
        before = u->number;
        if (counts)
            continue;
        if (u->kind == ENTRY_PAIR || u->kind == ENTRY_KEPT)
            u->words = u->latin_words + u->cyrillic_words;
        u->kind = ENTRY_NONE;
        u->spaced = u->back = false;
    }
}
