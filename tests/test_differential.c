/* SPDX-License-Identifier: MIT
 *
 * In: collections and query trees drawn from a seed. Out: the engine answers as
 * the reference does: the same hits with the same scores, in the same order but
 * for ties, whatever page of them is asked for. A disagreement is made small
 * and printed, as text that cases/engine/query.txt understands.
 *
 * PILCROW_SEED draws others; PILCROW_LONG many more. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pair.h"
#include "random_trees.h"

#define MEMORY_MAX ((size_t)1 << 30)
#define WHY_MAX sizeof(((pair *)0)->why)

/* --------------------------------------------------- smaller and smaller --- */

typedef struct trial {
    step *steps;
    size_t count;
    probe probe;
} trial;

/* Begin anew and see whether the two disagree; `*why` says in what. */
static bool disagrees(const trial *t, char *why)
{
    pair p;
    pair_open(&p);
    for (size_t i = 0; i < t->count && p.why[0] == '\0'; i++)
        pair_apply(&p, &t->steps[i]);
    if (p.why[0] == '\0')
        pair_look(&p, true);
    if (p.why[0] == '\0')
        pair_compare(&p, &t->probe);
    snprintf(why, WHY_MAX, "%s", p.why);
    pair_close(&p);
    return why[0] != '\0';
}

/* Leave out runs of `run` steps that are not needed. True if any was. */
static bool drop_steps(trial *t, size_t run, char *why)
{
    bool dropped = false;
    for (size_t at = 0; at < t->count;) {
        trial shorter = *t;
        const size_t gone = run < t->count - at ? run : t->count - at;
        shorter.count = t->count - gone;
        shorter.steps = calloc(shorter.count + 1, sizeof *shorter.steps);
        memcpy(shorter.steps, t->steps, at * sizeof *t->steps);
        memcpy(shorter.steps + at, t->steps + at + gone,
               (shorter.count - at) * sizeof *t->steps);
        if (disagrees(&shorter, why)) {
            memcpy(t->steps, shorter.steps,
                   shorter.count * sizeof *t->steps);
            t->count = shorter.count;
            dropped = true;
        } else {
            at += gone;
        }
        free(shorter.steps);
    }
    return dropped;
}

static bool simplify_tree(trial *t, arena *a, char *why)
{
    for (unsigned n = 0;; n++) {
        trial simpler = *t;
        simpler.probe.query = simpler_tree(t->probe.query, n, a);
        if (simpler.probe.query == NULL)
            return false;
        if (disagrees(&simpler, why)) {
            *t = simpler;
            return true;
        }
    }
}

/* Print the smallest that still disagrees, and fail. */
static void report(const trial *found, uint64_t seed, const char *first)
{
    arena a;
    buf text;
    char why[WHY_MAX];
    trial t = *found;
    arena_init(&a, MEMORY_MAX);
    buf_init(&text, (size_t)1 << 24);
    if (disagrees(&t, why)) {
        for (size_t run = t.count / 2 + 1; run > 0; run /= 2)
            while (drop_steps(&t, run, why) && run == 1)
                ;
        while (simplify_tree(&t, &a, why))
            ;
        disagrees(&t, why);
    } else {
        snprintf(why, WHY_MAX, "only after what came before: %.500s", first);
    }
    for (size_t i = 0; i < t.count && i < 200; i++)
        print_step(&text, &t.steps[i]);
    buf_add_text(&text, "? ");
    print_tree(&text, t.probe.query);
    const engine_search_options *o = &t.probe.options;
    fprintf(stderr,
            "engine %s, PILCROW_SEED=%" PRIu64 ": %s\n%s\n"
            "k1 %g b %g offset %zu limit %zu%s%s\n",
            engine_choice(), seed, why, buf_text(&text), o->k1, o->b,
            o->offset, o->limit, o->by_document ? " by document" : "",
            o->count ? " counted" : "");
    fail();
}

/* -------------------------------------------------------------- the test --- */

/* What kinds of collections there are, and how much is asked of each. */
static const struct {
    shape shape;
    unsigned steps;
    unsigned collections; /* of them in a row */
    unsigned looks;       /* about so many commits are looked at */
    unsigned trees;       /* at each of them */
} kinds[] = {
    {{12, 12, 4, 5, false, false}, 40, 20, 4, 5},
    {{60, 30, 9, 20, false, false}, 250, 8, 10, 10},
    {{400, 40, 40, 300, false, false}, 2500, 2, 5, 50},
};

static engine_search_options random_options(chance *c, size_t paragraphs)
{
    static const double k1s[] = {1.2, 1.2, 0, 0.9, 3};
    static const double bs[] = {0.75, 0.75, 0, 1, 0.4};
    static const size_t limits[] = {10, 10, 10, 1, 3, 100, 0, 1000};
    const size_t limit = limits[draw(c, 8)];
    return (engine_search_options){
        .offset = draw(c, 4) == 0 ? draw(c, (uint32_t)paragraphs / 4 + 2) : 0,
        .limit = limit,
        .k1 = k1s[draw(c, 5)],
        .b = bs[draw(c, 5)],
        .by_document = draw(c, 5) == 0,
        .count = draw(c, 5) == 0,
        .deadline_ms = draw(c, 8) == 0 ? 3600000 : 0};
}

/* Draw trees and compare; false once the two disagree. */
static bool ask_trees(pair *p, chance *c, const shape *s, unsigned trees,
                      arena *a, trial *t)
{
    for (unsigned i = 0; i < trees; i++) {
        t->probe.query = random_tree(c, s, p->reference, 2 + draw(c, 3), a);
        t->probe.options =
            random_options(c, reference_count(p->reference));
        pair_compare(p, &t->probe);
        if (p->why[0] != '\0')
            return false;
    }
    return true;
}

/* Xapian misses some NEARs of words that share positions: it tries one way of
 * setting them apart, not all. So it gets the one or the other. */
static shape shape_of(uint64_t seed, size_t kind)
{
    shape s = kinds[kind].shape;
    if (engine_choice_is("xapian")) {
        s.alone = seed % 2 == 0;
        s.no_near = seed % 2 == 1;
    }
    return s;
}

/* One collection and its trees. Returns how many were compared. */
static unsigned run_collection(uint64_t seed, size_t kind)
{
    pair p;
    arena a;
    chance c = {seed};
    uint32_t next_id = 0;
    unsigned compared = 0;
    const unsigned steps = kinds[kind].steps;
    const shape drawn = shape_of(seed, kind), *s = &drawn;
    trial t = {.steps = calloc(steps, sizeof *t.steps)};
    arena_init(&a, MEMORY_MAX);
    pair_open(&p);
    static const engine_query all = {.op = ENGINE_ALL};
    t.probe = (probe){&all, kit_options()};
    while (t.count < steps && p.why[0] == '\0') {
        const bool last = t.count + 1 == steps;
        step *now = &t.steps[t.count++];
        *now = last ? (step){.kind = STEP_COMMIT}
                    : random_step(&c, s, p.reference, &next_id, &a);
        pair_apply(&p, now);
        if (p.why[0] != '\0' || now->kind != STEP_COMMIT ||
            (!last && draw(&c, steps / s->commits / kinds[kind].looks + 1)))
            continue;
        pair_look(&p, draw(&c, 3) == 0);
        if (p.why[0] == '\0' &&
            ask_trees(&p, &c, s, kinds[kind].trees, &a, &t))
            compared += kinds[kind].trees;
    }
    if (p.why[0] != '\0')
        report(&t, seed, p.why);
    pair_close(&p);
    arena_release(&a);
    free(t.steps);
    return compared;
}

static uint64_t first_seed(void)
{
    const char *text = getenv("PILCROW_SEED");
    return text == NULL ? 20240607 : strtoull(text, NULL, 10);
}

static void test_random_trees(void **state)
{
    (void)state;
    const unsigned wanted = getenv("PILCROW_LONG") != NULL ? 100000 : 2000;
    uint64_t seed = first_seed();
    unsigned compared = 0, collections = 0;
    while (compared < wanted)
        for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
            for (unsigned i = 0;
                 i < kinds[kind].collections && compared < wanted; i++) {
                compared += run_collection(seed++, kind);
                collections++;
            }
    print_message("engine %s: %u trees over %u collections, seeds %" PRIu64
                  " to %" PRIu64 "\n",
                  engine_choice(), compared, collections, first_seed(),
                  seed - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_trees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
