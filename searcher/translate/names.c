/* SPDX-License-Identifier: MIT
 *
 * In: a word of the query. Out: the names it is in the other alphabet, each
 * with a place that shows it.
 *
 * The index holds stems, without case. Those that can be written for the word
 * are looked up, and a few paragraphs with each are read: it is a name if most
 * of its words there have a capital letter, and these are what decides. */
#include "searcher/translate/names.h"

#include <limits.h>
#include <string.h>
#include <uchar.h>

#include "base/utf8.h"
#include "corpus/function_words.h"
#include "searcher/expand/surface.h"
#include "searcher/translate/bridges.h"
#include "searcher/translate/spelling.h"

#define APOSTROPHE 0x27u
#define FOLDED_MAX ((size_t)64 * 1024)
/* Of a name's term: it may be short of the name by some. */
#define TERM_LETTERS_MIN 3u
/* Of a name whose term may be short of it by more. */
#define LONG_LETTERS_MIN 5u
#define NEVER UINT_MAX
/* The spelling of a word with a capital may cost 1 for so many letters. */
#define COST_LETTERS 4u

/* A term that may be the name's. */
typedef struct candidate {
    const char *term;
    size_t len;
    size_t letters;
    uint64_t paragraphs;
    unsigned cost; /* of its letters, at least */
} candidate;

typedef struct naming {
    translation *t;
    engine_field field;
    const bridge_token *token;
    const char *text; /* the word as it stands, without an ending like 's */
    bool capital;     /* it has one: a name, less surely so without */
    letters word;     /* folded */
    size_t least;     /* letters that a name may have */
    size_t stem;      /* letters of its term, or these */
    unsigned most;    /* that a spelling may cost */
    candidate list[NAMES_CANDIDATES_MAX + 1]; /* the best first */
    size_t count;
    size_t visits;
    bool failed; /* out of memory */
} naming;

/* ------------------------------------------------------------- the word --- */

/* How many bytes of a word stand before the apostrophe of an ending, as of
 * Tesla's; one as in O'Neill is of the name. */
static size_t before_apostrophe(const char *word, size_t len)
{
    static const char curly[] = "\xE2\x80\x99";
    const char *mark = memchr(word, '\'', len);
    if (mark == NULL)
        mark = memmem(word, len, curly, strlen(curly));
    if (mark == NULL)
        return len;
    const size_t before = (size_t)(mark - word);
    uint32_t first;
    return before <= utf8_read(word, len, &first) ? len : before;
}

/* Leave out the apostrophe behind a first letter. False if there is none. */
static bool join_apostrophe(letters *word)
{
    if (word->count < 2 || word->codes[1] != APOSTROPHE)
        return false;
    word->count--;
    memmove(word->codes + 1, word->codes + 2,
            (word->count - 1) * sizeof *word->codes);
    return true;
}

/* The folded letters of a word as it stands. False if there is no telling. */
static bool fold(naming *n, letters *out, const char *word, size_t len)
{
    buf folded;
    buf_init(&folded, FOLDED_MAX);
    bool ok = analyser_fold(n->t->words->index->tokens, &folded, word, len);
    n->failed = n->failed || !ok;
    ok = ok && letters_read(out, buf_text(&folded), folded.len);
    buf_release(&folded);
    if (ok)
        join_apostrophe(out);
    return ok;
}

/* May the word have an ending, which is of a case? Роман has none, though the
 * stemmer takes -ан from it. */
static bool may_have_ending(const letters *word)
{
    static const char32_t last[] = U"авеиймоухыьэюя";
    for (size_t i = 0; word->count > 0 && last[i] != 0; i++)
        if (word->codes[word->count - 1] == last[i])
            return true;
    return false;
}

/* How many letters of a Cyrillic word have to be written: those of its stem. */
static size_t heard_letters(const naming *n, const letters *word, size_t stem)
{
    const size_t least = stem > n->least ? stem : n->least;
    return least < word->count && may_have_ending(word) ? least : word->count;
}

/* Read the token. False if it is no name to look for. */
static bool read_word(naming *n)
{
    const bridge_token *token = n->token;
    const size_t len = before_apostrophe(token->text, token->text_len);
    letters stem;
    if (len == 0 || is_function_word(token->term, token->len) ||
        !letters_read(&stem, token->term, token->len) ||
        !fold(n, &n->word, token->text, len) ||
        n->word.count < n->least + !n->capital)
        return false;
    n->text = arena_copy(n->t->words->arena, token->text, len);
    n->failed = n->failed || n->text == NULL;
    join_apostrophe(&stem);
    n->stem = heard_letters(n, &n->word, stem.count);
    if (n->capital)
        n->most = (unsigned)(token->cyrillic ? n->stem : n->word.count) /
                  COST_LETTERS;
    if (n->capital && n->most == 0 && n->least < NAMES_LETTERS_MIN)
        n->most = 1;
    return !n->failed;
}

/* ---------------------------------------------------------------- terms --- */

static bool is_better(const candidate *a, const candidate *b)
{
    if (a->cost != b->cost)
        return a->cost < b->cost;
    return a->paragraphs > b->paragraphs;
}

static bool keep(naming *n, candidate now)
{
    size_t at = n->count;
    if (at == NAMES_CANDIDATES_MAX && !is_better(&now, &n->list[at - 1]))
        return true;
    now.term = arena_copy(n->t->words->arena, now.term, now.len);
    if (now.term == NULL) {
        n->failed = true;
        return false;
    }
    for (; at > 0 && is_better(&now, &n->list[at - 1]); at--)
        n->list[at] = n->list[at - 1];
    n->list[at] = now;
    n->count += n->count < NAMES_CANDIDATES_MAX;
    return true;
}

/* A stem may lack letters of the name (Davis, davi; Adenauer, adenau), or an
 * ending that looks like one (Иванов, иван; Чивита, чив): `lacks`, at most. */
static unsigned cost_of_term(const naming *n, const letters *term, size_t lacks)
{
    return n->token->cyrillic
               ? spelling_cost(&n->word, n->stem - lacks, term, 0, n->most)
               : spelling_cost(term, term->count, &n->word, lacks, n->most);
}

/* What it costs that the term may be the name's: 1 more where it is short of it
 * by more letters than most are, NEVER where it cannot be. `joined`: it had an
 * apostrophe. */
static unsigned cost_of_candidate(const naming *n, const letters *term,
                                  bool joined)
{
    const size_t lacks = n->token->cyrillic ? 1 : 2;
    const bool long_name = n->stem >= LONG_LETTERS_MIN;
    const unsigned cost =
        cost_of_term(n, term, lacks + (long_name ? 1u + joined : 0u));
    if (cost > n->most)
        return NEVER;
    const unsigned whole = long_name ? cost_of_term(n, term, lacks) : cost;
    return whole > n->most ? cost + 1 : whole;
}

static bool take_term(void *ctx, const char *term, size_t len,
                      uint64_t paragraphs, uint64_t occurrences)
{
    naming *n = ctx;
    letters read;
    (void)occurrences;
    if (n->visits % 256 == 0 && index_is_late(n->t->words->index, 0))
        n->visits = NAMES_VISITS_MAX;
    if (++n->visits > NAMES_VISITS_MAX)
        return false;
    if (paragraphs == 0 || !letters_read(&read, term, len) ||
        read.count <
            (n->least < TERM_LETTERS_MIN ? n->least : TERM_LETTERS_MIN))
        return true;
    const bool joined = join_apostrophe(&read);
    const unsigned cost = cost_of_candidate(n, &read, joined);
    const candidate now = {term, len, read.count, paragraphs, cost};
    return cost == NEVER || keep(n, now);
}

/* Is there any? Many collections have no words of the other alphabet. */
static bool see_term(void *ctx, const char *term, size_t len,
                     uint64_t paragraphs, uint64_t occurrences)
{
    bool *seen = ctx;
    (void)term;
    (void)len;
    (void)occurrences;
    *seen = paragraphs > 0;
    return !*seen;
}

/* Look at the terms that begin with the `one`th letter of the other alphabet
 * and one that the name may have behind it. */
static pilcrow_status walk_letter(naming *n, uint32_t one, const bool *two,
                                  pilcrow_error *err)
{
    const uint32_t first =
        n->token->cyrillic ? SPELLING_LATIN_FIRST : SPELLING_CYRILLIC_FIRST;
    engine_snapshot *snapshot = n->t->words->index->snapshot;
    char prefix[8];
    const size_t len = utf8_write(prefix, first + one);
    bool any = false;
    pilcrow_status status =
        engine_terms(snapshot, n->field, prefix, len, see_term, &any, err);
    for (uint32_t i = 0; any && i <= SPELLING_LETTERS; i++) {
        const uint32_t second = i < SPELLING_LETTERS ? first + i : APOSTROPHE;
        if ((i == SPELLING_LETTERS || two[i]) && !n->failed &&
            status == PILCROW_OK && n->visits <= NAMES_VISITS_MAX)
            status = engine_terms(snapshot, n->field, prefix,
                                  len + utf8_write(prefix + len, second),
                                  take_term, n, err);
    }
    return status;
}

static pilcrow_status walk_terms(naming *n, pilcrow_error *err)
{
    spelling_beginnings begin;
    pilcrow_status status = PILCROW_OK;
    if (n->token->cyrillic)
        spelling_begin_latin(&begin, &n->word);
    else
        spelling_begin_cyrillic(&begin, &n->word);
    for (uint32_t i = 0; i < SPELLING_LETTERS && status == PILCROW_OK; i++)
        if (memchr(begin.two[i], true, SPELLING_LETTERS) != NULL)
            status = walk_letter(n, i, begin.two[i], err);
    return status;
}

/* ------------------------------------------------------------ witnesses --- */

/* What the words of a candidate are seen to be. */
typedef struct witness {
    naming *n;
    const candidate *of;
    size_t seen[2], names[2]; /* words, those that are the name; [1]: where a
                                 sentence begins with them */
    unsigned cost;            /* the least of these */
    const char *text, *path;  /* of that */
    size_t line;
} witness;

static unsigned cost_of_word(const witness *w, const letters *word)
{
    const naming *n = w->n;
    if (n->token->cyrillic)
        return spelling_cost(&n->word, n->stem, word, 0, n->most);
    return word->count < n->least
               ? n->most + 1
               : spelling_cost(word, heard_letters(n, word, w->of->letters),
                               &n->word, 0, n->most);
}

/* Is it the last part of a word such as up-swing, which tells nothing of a
 * Swing? */
static bool ends_compound(const surface_word *word)
{
    return word->before > 0 && word->text[-1] == '-';
}

static bool take_word(void *ctx, const surface_word *word)
{
    witness *w = ctx;
    arena *a = w->n->t->words->arena;
    const size_t len = before_apostrophe(word->text, word->len);
    const bool first = surface_begins_sentence(word);
    letters read;
    const bool capital = surface_has_capital(word->text, len);
    if (!capital && ends_compound(word))
        return true;
    w->seen[first]++;
    if (!capital || !fold(w->n, &read, word->text, len))
        return !w->n->failed;
    const unsigned cost = cost_of_word(w, &read);
    w->names[first] += cost <= w->n->most;
    if (cost >= w->cost)
        return true;
    w->cost = cost;
    w->text = arena_copy(a, word->text, len);
    w->path = arena_text(a, word->paragraph->path);
    w->line = word->paragraph->line;
    w->n->failed = w->text == NULL || w->path == NULL;
    return !w->n->failed;
}

/* Are most of the words the name? Where they only begin sentences, which gives
 * any word a capital, that of the query has to do. */
static bool are_names(const witness *w)
{
    const bool first = w->seen[0] == 0 && w->n->capital;
    return 2 * w->names[first] > w->seen[first];
}

/* See whether the candidate is the name; `*out` is empty if not. */
static pilcrow_status look_at(bridge_form *out, unsigned *cost, naming *n,
                              const candidate *c, pilcrow_error *err)
{
    arena *a = n->t->words->arena;
    witness w = {.n = n, .of = c, .cost = n->most + 1};
    size_t read, len;
    pilcrow_status status =
        surface_each(n->t->words->index, n->field, c->term, c->len,
                     NAMES_READS_MAX, take_word, &w, &read, err);
    *out = (bridge_form){0};
    *cost = w.cost;
    if (status == PILCROW_OK && n->failed)
        return error_no_memory(err);
    if (status != PILCROW_OK || !are_names(&w))
        return status;
    const bridge_token token = {.term = c->term, .len = c->len};
    *out = (bridge_form){w.text, bridge_side_text(n->t, &token, 1, &len),
                         bridge_via(a, n->text, w.text, w.path, w.line),
                         c->paragraphs, 1};
    return out->side == NULL || out->via == NULL ? error_no_memory(err)
                                                 : PILCROW_OK;
}

/* Keep the candidates that are the name, of those the ones nearest to it. */
static pilcrow_status look_at_all(bridge_forms *out, naming *n,
                                  pilcrow_error *err)
{
    bridge_form *forms =
        arena_array(n->t->words->arena, NAMES_FORMS_MAX, sizeof *forms);
    unsigned best = n->most + 1;
    size_t count = 0;
    pilcrow_status status = forms == NULL ? error_no_memory(err) : PILCROW_OK;
    for (size_t i = 0; i < n->count && status == PILCROW_OK; i++) {
        unsigned cost;
        bridge_form form;
        if (count == NAMES_FORMS_MAX || n->list[i].cost > best)
            break;
        status = look_at(&form, &cost, n, &n->list[i], err);
        if (form.text == NULL || cost > best)
            continue;
        if (cost < best)
            count = 0;
        best = cost;
        forms[count++] = form;
    }
    *out = (bridge_forms){.items = forms, .count = count};
    return status;
}

/* A long query has too many words with a small letter to look at each; but what
 * nobody writes in this alphabet may be a name. */
static pilcrow_status is_worth_it(bool *out, const naming *n,
                                  pilcrow_error *err)
{
    uint64_t paragraphs = 0;
    *out = n->t->few || n->capital;
    if (*out)
        return PILCROW_OK;
    pilcrow_status status = engine_frequencies(
        n->t->words->index->snapshot, n->field, n->token->term, n->token->len,
        &paragraphs, NULL, err);
    *out = paragraphs == 0;
    return status;
}

/* Is the word itself a name? With a small letter it is one if most paragraphs
 * give it a capital, or none has it. */
static pilcrow_status is_own_name(bool *out, const naming *n,
                                  pilcrow_error *err)
{
    surface_tally tally = {0};
    pilcrow_status status = PILCROW_OK;
    if (!n->capital)
        status =
            surface_count(&tally, n->t->words->index, n->field, n->token->term,
                          n->token->len, NAMES_READS_MAX, NULL, NULL, err);
    *out = n->capital || tally.read == 0 || 2 * tally.names > tally.seen;
    return status;
}

/* Count a word of the query, once however often it comes; `*again`: it did.
 * False if there are too many, or too much was looked at for those before. */
static bool count_in(bool *again, translation *t, const bridge_token *token)
{
    *again = true;
    for (size_t i = 0; i < t->name_count; i++)
        if (t->names[i].len == token->text_len &&
            memcmp(t->names[i].text, token->text, token->text_len) == 0)
            return true;
    *again = false;
    if (t->name_count == TRANSLATE_NAMES_MAX ||
        t->name_visits >= TRANSLATE_VISITS_MAX)
        return false;
    t->names[t->name_count++] = (translate_text){token->text, token->text_len};
    return true;
}

/* Look for the name in the collection. */
static pilcrow_status look_for(bridge_forms *out, naming *n, pilcrow_error *err)
{
    bool is_one = true;
    pilcrow_status status = walk_terms(n, err);
    if (status == PILCROW_OK && n->failed)
        status = error_no_memory(err);
    if (status == PILCROW_OK)
        status = look_at_all(out, n, err);
    if (status == PILCROW_OK && out->count > 0)
        status = is_own_name(&is_one, n, err);
    if (!is_one)
        out->count = 0;
    out->work = n->visits;
    return status;
}

pilcrow_status names_find(bridge_forms *out, translation *t, engine_field field,
                          const bridge_token *token, bool beside,
                          pilcrow_error *err)
{
    pilcrow_index *index = t->words->index;
    naming n = {.t = t,
                .field = field,
                .token = token,
                .capital = surface_has_capital(token->text, token->text_len),
                .least = beside ? NAMES_LETTERS_BESIDE : NAMES_LETTERS_MIN};
    const bridges_question question = {.key = token->text,
                                       .len = token->text_len,
                                       .field = field,
                                       .cyrillic = token->cyrillic,
                                       .by_word = beside,
                                       .name = true};
    bool is_one, again;
    bridge_forms known;
    *out = (bridge_forms){0};
    if (token->part)
        return PILCROW_OK;
    const bool is_known = bridges_get(&known, index, &question);
    if (!is_known && !read_word(&n))
        return n.failed ? error_no_memory(err) : PILCROW_OK;
    pilcrow_status status = is_worth_it(&is_one, &n, err);
    if (status != PILCROW_OK || !is_one || !count_in(&again, t, token))
        return status;
    if (is_known)
        *out = known;
    else
        status = look_for(out, &n, err);
    t->name_visits += again ? 0 : out->work;
    if (status == PILCROW_OK && !is_known && !index_is_late(index, 0))
        bridges_keep(index, &question, out);
    return status;
}
