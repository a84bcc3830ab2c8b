/* SPDX-License-Identifier: MIT
 *
 * In: any bytes. Out: which invariant their tokens break, if any. */
#include "test_analysis_invariants.h"

#include <string.h>

#include "base/mix.h"
#include "base/utf8.h"

/* What came before the token in hand. */
typedef struct walk {
    const char *text;
    size_t len;
    size_t boundary; /* a character starts here */
    size_t start;
    uint32_t position;
    bool first;
} walk;

/* Move on to `at`; false if no character starts there. */
static bool reach(const char *text, size_t len, size_t *from, size_t at)
{
    while (*from < at) {
        uint32_t code;
        *from += utf8_read(text + *from, len - *from, &code);
    }
    return *from == at;
}

static const char *broken_place(walk *w, const analysis_token *t)
{
    if (t->start >= t->end || t->end > w->len)
        return "the range is empty or outside the text";
    if (!w->first && t->start < w->start)
        return "a token starts before the one before it";
    size_t end = 0;
    if (!reach(w->text, w->len, &w->boundary, t->start))
        return "a token starts inside a character";
    end = w->boundary;
    if (!reach(w->text, w->len, &end, t->end))
        return "a token ends inside a character";
    uint32_t top = w->first ? 0 : w->position + 1;
    if (t->position > top || (!w->first && t->position < w->position))
        return "positions leave a gap or go down";
    w->start = t->start;
    w->position = t->position;
    w->first = false;
    return NULL;
}

static bool same_term(const analysis_token *a, const analysis_token *b)
{
    return a->term_len == b->term_len &&
           memcmp(a->term, b->term, a->term_len) == 0 &&
           a->script == b->script && strcmp(a->lang, b->lang) == 0;
}

static const char *broken_term(const analysis_token *t)
{
    if (t->term_len == 0 || t->term_len > ANALYSIS_TERM_MAX)
        return "a term is empty or too long";
    if (!utf8_valid(t->term, t->term_len))
        return "a term is not valid UTF-8";
    if (t->hash != (uint32_t)mix_bytes(0, t->term, t->term_len))
        return "a hash is not that of its term";
    return NULL;
}

/* Analyse the token's own text. */
static const char *broken_alone(analyser *again, const char *text,
                                const analysis_token *t, const char *lang)
{
    analysis_token own;
    analyser_start(again, text + t->start, t->end - t->start, lang);
    if (!analyser_next(again, &own))
        return "a token's own text has no token";
    if (!same_term(t, &own))
        return "a token's own text has another term";
    uint32_t position = own.position;
    if (analyser_next(again, &own) && own.position != position)
        return "a token's own text is several words";
    return NULL;
}

/* The same tokens a second time. */
static const char *broken_repetition(analyser *a, analyser *again,
                                     const walk *w, const char *lang)
{
    analyser_start(a, w->text, w->len, lang);
    analyser_start(again, w->text, w->len, lang);
    analysis_token one, two;
    bool more;
    do {
        more = analyser_next(a, &one);
        if (analyser_next(again, &two) != more)
            return "the same bytes have more tokens";
        if (more && (one.start != two.start || one.end != two.end ||
                     one.position != two.position || !same_term(&one, &two)))
            return "the same bytes have other tokens";
    } while (more);
    return NULL;
}

const char *invariants_broken(analyser *a, analyser *again, const char *text,
                              size_t len, const char *lang)
{
    walk w = {text, len, 0, 0, 0, true};
    const char *broken = NULL;
    analysis_token t;
    analyser_start(a, text, len, lang);
    while (broken == NULL && analyser_next(a, &t)) {
        broken = broken_place(&w, &t);
        if (broken == NULL)
            broken = broken_term(&t);
        if (broken == NULL)
            broken = broken_alone(again, text, &t, lang);
    }
    if (broken == NULL && analyser_failed(a))
        broken = "the analyser failed";
    return broken != NULL ? broken : broken_repetition(a, again, &w, lang);
}
