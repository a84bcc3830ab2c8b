/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs, and the lists of their words. Out: their new order.
 * Invariant: neighbours of one document (ENGINE_DOCUMENT), or of one text, are
 * a unit, and stay neighbours. */
#include "engine/segment/write/order.h"

#include <stdlib.h>

#include "engine/segment/write/bisect.h"

/* Fewer are not worth it; and where documents have more than so many paragraphs
 * on average these are alike already. */
#define DOCUMENTS_FEW 256u
#define PARAGRAPHS_FEW 2u
/* Words in fewer units tell of too little; those in more than one of so many
 * tell nothing. */
#define UNITS_MIN 4u
#define UNITS_SHARE 2u
/* Of how many occurrences words are looked at, about: 4 to 8 bytes each. */
#define LOOKED_AT ((uint64_t)16 << 20)

typedef struct finding {
    sources *sources;
    uint32_t *unit_of; /* by number */
    uint32_t *firsts;  /* numbers that units begin with, and the end */
    uint32_t units;
    uint32_t *list; /* the units that a term is in */
    uint32_t listed;
    postings_reader reader;
    bisection *bisection;
    pilcrow_error *err;
} finding;

source *order_next(const order *o, const sources *s, order_place *at,
                   uint32_t *next, uint32_t *document)
{
    if (*next == s->documents)
        return NULL;
    if (o->places != NULL) {
        *at = o->places[(*next)++];
        *document = at->document;
        return &s->list[at->source];
    }
    for (;; at->source++, at->document = 0) {
        source *from = &s->list[at->source];
        while (at->document < from->part.segment->documents) {
            *document = at->document++;
            if (!source_is_deleted(from, *document)) {
                ++*next;
                return from;
            }
        }
    }
}

void order_release(order *o)
{
    free(o->places);
    free(o->numbers);
    *o = (order){0};
}

/* ---------------------------------------------------------------- units --- */

static pilcrow_status find_units(finding *f)
{
    static const order none = {0};
    source_values values = {0};
    order_place at = {0};
    uint32_t number = 0, document;
    uint64_t value, last = 0;
    for (source *s;
         (s = order_next(&none, f->sources, &at, &number, &document)) != NULL;
         last = value) {
        if (!source_value(&values, s, ENGINE_DOCUMENT, document, &value))
            return segment_damaged(f->err);
        if (number == 1 || value != last)
            f->firsts[f->units++] = number - 1;
        f->unit_of[number - 1] = f->units - 1;
    }
    f->firsts[f->units] = number;
    return PILCROW_OK;
}

/* A paragraph on the way through all. */
typedef struct passing {
    const source *source;
    uint32_t document;
    uint32_t unit;
} passing;

/* Is the text of `now` that of `last`, as far as is known? */
static pilcrow_status has_same_text(const passing *now, const passing *last,
                                    bool *same, pilcrow_error *err)
{
    records_piece piece;
    *same = false;
    if (now->source != last->source || now->document != last->document + 1)
        return PILCROW_OK;
    const pilcrow_status status =
        records_get(&now->source->part.segment->records, now->document, &piece);
    *same = status == PILCROW_OK && piece.again;
    return status == PILCROW_NO_MEMORY ? error_no_memory(err)
           : status == PILCROW_OK      ? status
                                       : segment_damaged(err);
}

/* A unit that begins with the text that the one before ends with becomes part
 * of that. */
static pilcrow_status join_units(finding *f)
{
    static const order none = {0};
    order_place at = {0};
    uint32_t number = 0, joined = 0;
    passing now = {0}, last = {0};
    pilcrow_status status = PILCROW_OK;
    for (; status == PILCROW_OK &&
           (now.source = order_next(&none, f->sources, &at, &number,
                                    &now.document)) != NULL;
         last = now) {
        now.unit = f->unit_of[number - 1];
        bool same = last.source != NULL && now.unit == last.unit;
        if (!same)
            status = has_same_text(&now, &last, &same, f->err);
        if (!same)
            f->firsts[joined++] = number - 1;
        f->unit_of[number - 1] = joined - 1;
    }
    f->units = joined;
    f->firsts[joined] = number;
    return status;
}

/* ---------------------------------------------------------------- terms --- */

/* The units where the term stands in one source, behind those there are. */
static pilcrow_status list_units(finding *f, const source *s)
{
    uint32_t document;
    segment *from = s->part.segment;
    postings_reader *r = &f->reader;
    if (!postings_reader_open(r, from, &s->walk.at))
        return segment_damaged(f->err);
    while ((document = postings_reader_next(r)) != POSTINGS_END) {
        if (document >= from->documents)
            return segment_damaged(f->err);
        if (source_is_deleted(s, document))
            continue;
        const uint32_t unit = f->unit_of[source_number(s, document)];
        if (f->listed == 0 || f->list[f->listed - 1] != unit)
            f->list[f->listed++] = unit;
    }
    return r->corrupt ? segment_damaged(f->err) : PILCROW_OK;
}

/* Take one term, on which `first` stands, and go on behind it. */
static pilcrow_status take_term(finding *f, source *first, bool wanted)
{
    pilcrow_status status = PILCROW_OK;
    f->listed = 0;
    for (size_t i = 0; wanted && i < f->sources->count && status == PILCROW_OK;
         i++)
        if (source_has_term(&f->sources->list[i], first))
            status = list_units(f, &f->sources->list[i]);
    if (status == PILCROW_OK)
        status = sources_pass_term(f->sources, first, f->err);
    if (status != PILCROW_OK || f->listed < UNITS_MIN ||
        f->listed > f->units / UNITS_SHARE)
        return status;
    return bisection_add(f->bisection, f->list, f->listed)
               ? PILCROW_OK
               : error_no_memory(f->err);
}

static pilcrow_status take_terms(finding *f)
{
    uint64_t words = 0;
    for (size_t i = 0; i < f->sources->count; i++)
        words += f->sources->list[i].part.segment->words;
    const uint64_t one_in = words / LOOKED_AT + 1;
    pilcrow_status status =
        sources_begin_terms(f->sources, ENGINE_BODY, f->err);
    source *s = NULL;
    for (uint64_t n = 0;
         status == PILCROW_OK && (s = sources_least_term(f->sources)) != NULL &&
         s->walk.field == ENGINE_BODY;
         n++)
        status = take_term(f, s, n % one_in == 0);
    sources_let_go(f->sources);
    return status;
}

/* ----------------------------------------------------------- all of it --- */

/* Write down the order of the units document by document. */
static void place_units(const finding *f, order *out, const uint32_t *units)
{
    static const order none = {0};
    order_place at = {0};
    uint32_t number = 0, next = 0, document;
    for (uint32_t i = 0; i < f->units; i++)
        for (uint32_t n = f->firsts[units[i]]; n < f->firsts[units[i] + 1]; n++)
            out->numbers[n] = next++;
    for (source *s;
         (s = order_next(&none, f->sources, &at, &number, &document)) != NULL;)
        out->places[out->numbers[number - 1]] =
            (order_place){(uint32_t)(s - f->sources->list), document};
}

/* While units are still documents. */
static bool is_worth_it(const finding *f)
{
    return f->units >= DOCUMENTS_FEW &&
           f->units >= f->sources->documents / PARAGRAPHS_FEW;
}

static pilcrow_status arrange(finding *f, order *out)
{
    uint32_t *units = f->list; /* no term is read any more by then */
    pilcrow_status status = join_units(f);
    if (status != PILCROW_OK)
        return status;
    f->bisection = bisection_new(f->units);
    status = f->bisection != NULL ? take_terms(f) : error_no_memory(f->err);
    if (status == PILCROW_OK && !bisection_run(f->bisection, units))
        status = error_no_memory(f->err);
    if (status == PILCROW_OK)
        place_units(f, out, units);
    return status;
}

static pilcrow_status find(finding *f, order *out)
{
    pilcrow_status status = find_units(f);
    if (status != PILCROW_OK)
        return status;
    if (is_worth_it(f))
        return arrange(f, out);
    order_release(out);
    return PILCROW_OK;
}

pilcrow_status order_find(order *out, sources *s, pilcrow_error *err)
{
    const size_t room = (size_t)s->documents + 1;
    pilcrow_status status;
    finding *f = calloc(1, sizeof *f);
    if (f == NULL)
        return error_no_memory(err);
    *out = (order){malloc(room * sizeof *out->places),
                   malloc(room * sizeof *out->numbers)};
    f->sources = s;
    f->err = err;
    f->unit_of = malloc(room * sizeof *f->unit_of);
    f->firsts = malloc(room * sizeof *f->firsts);
    f->list = malloc(room * sizeof *f->list);
    if (out->places != NULL && out->numbers != NULL && f->unit_of != NULL &&
        f->firsts != NULL && f->list != NULL)
        status = find(f, out);
    else
        status = error_no_memory(err);
    bisection_free(f->bisection);
    free(f->unit_of);
    free(f->firsts);
    free(f->list);
    free(f);
    return status;
}
