/* SPDX-License-Identifier: MIT
 *
 * In: a query tree. Out: the best paragraphs for it, by BM25:
 *
 *     idf(t) * f * (k1 + 1) / (f + k1 * (1 - b + b * |d| / avg|d|))
 *
 * idf as xapian-core 1.4's BM25Weight has it, for n of N paragraphs that hold
 * the term:  w = (N - n + 1/2) / (n + 1/2);  if w < 2, w = w / 2 + 1;  idf is
 * the natural logarithm of w, so it is always above 0. Its k2 and k3 are 0:
 * neither query length nor a term's count in the query matter; and there is
 * no lower bound on normalised length. Invariant: only terms of BODY and
 * HEADING score. */
#include "engine/xapian_backend.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>
#include <vector>

#include "engine/xapian_deadline.h"
#include "engine/xapian_group.h"
#include "engine/xapian_sources.h"

namespace pilcrow
{

namespace
{

/* -------------------------------------------------------------- query --- */

/* What a search has groups of words made with. */
struct group_builder {
    xapian_snapshot *s;
    bm25_shape shape;
    deadline *clock;

    Xapian::Query build(const engine_query *query) const
    {
        return Xapian::Query(group_source(s, query, shape, clock)->release());
    }
};

/* Builds a Xapian::Query of a tree. */
struct builder {
    const Xapian::Database &db;
    deadline_source *watch;      /* NULL: none */
    const group_builder *groups; /* NULL: nothing is scored */
    bool unscored = false;       /* only what matches is asked, not how well */
    bool in_synonym = false;     /* where no posting source may be */
    bool led = false;            /* the node is told where to go on */

    Xapian::Query build(const engine_query *query) const;
    builder without_scores() const;
    std::vector<Xapian::Query> build_children(const engine_query *query,
                                              size_t from) const;
    Xapian::Query lead(const Xapian::Query &query) const;
    Xapian::Query watched(const Xapian::Query &query) const;
};

using node_builder = Xapian::Query (*)(const builder &, const engine_query *);

Xapian::Query combine(Xapian::Query::op op,
                      const std::vector<Xapian::Query> &children)
{
    return Xapian::Query(op, children.begin(), children.end());
}

/* A field that only filters must not score: its frequencies are 0, and with a
 * k1 of 0 BM25 would divide by them. */
Xapian::Query build_term(const builder &, const engine_query *query)
{
    const Xapian::Query term(term_bytes(query->field, query->term, query->len));
    if (is_scored(query->field))
        return term;
    return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, term, 0.0);
}

/* Not Xapian::Query::MatchAll: threads that copy it at once count its users
 * wrongly. */
Xapian::Query build_all(const builder &, const engine_query *)
{
    return Xapian::Query(std::string());
}

/* Does xapian look at a candidate for the node and then turn it down, for what
 * its positions or its value say? */
bool turns_down(const engine_query *query)
{
    switch (query->op) {
    case ENGINE_PHRASE:
    case ENGINE_NEAR:
        return query->child_count > 1;
    case ENGINE_RANGE:
        return true;
    case ENGINE_SCALE:
    case ENGINE_AND_MAYBE:
        return query->child_count > 0 && turns_down(query->children[0]);
    case ENGINE_OR: /* of one child, that child is built for it */
    case ENGINE_AND_NOT:
        return query->child_count == 1 && turns_down(query->children[0]);
    case ENGINE_AND:
    case ENGINE_FILTER:
        return std::any_of(query->children,
                           query->children + query->child_count, turns_down);
    default:
        return false;
    }
}

/* What goes on to its next match instead, as an AND_NOT does. */
Xapian::Query going_on(const Xapian::Query &query)
{
    return Xapian::Query(Xapian::Query::OP_AND_NOT, query,
                         Xapian::Query((new nowhere_source)->release()));
}

/* An OR of the children from `from` on. On the right of an AND_MAYBE, which is
 * also what an OR becomes when a search needs only the best, an OR in
 * xapian-core 1.4.22 adds the score of a child that turned the candidate before
 * this one down: no child may. */
Xapian::Query any_of(const builder &b, const engine_query *query, size_t from)
{
    builder inner = b;
    inner.led = true;
    std::vector<Xapian::Query> children = inner.build_children(query, from);
    for (size_t i = 0; i < children.size() && !b.in_synonym; i++)
        if (turns_down(query->children[from + i]))
            children[i] = going_on(children[i]);
    return combine(Xapian::Query::OP_OR, children);
}

Xapian::Query build_or(const builder &b, const engine_query *query)
{
    if (query->child_count == 1)
        return b.build(query->children[0]);
    return b.lead(any_of(b, query, 0));
}

Xapian::Query build_and(const builder &b, const engine_query *query)
{
    builder inner = b;
    inner.led = b.led && query->child_count == 1;
    return combine(Xapian::Query::OP_AND, inner.build_children(query, 0));
}

/* The first child of a node that passes over some of its matches. */
Xapian::Query build_first(const builder &b, const engine_query *query)
{
    builder inner = b;
    inner.led = b.led && query->child_count == 1;
    return inner.build(query->children[0]);
}

Xapian::Query build_and_not(const builder &b, const engine_query *query)
{
    const Xapian::Query first = build_first(b, query);
    if (query->child_count == 1)
        return first;
    const Xapian::Query others = combine(
        Xapian::Query::OP_OR, b.without_scores().build_children(query, 1));
    return Xapian::Query(Xapian::Query::OP_AND_NOT, first, others);
}

/* Where no score is wanted, xapian takes an AND_MAYBE inside an AND for an AND;
 * and in a SYNONYM it reads bounds that were never set, and may pass over what
 * matches. */
Xapian::Query build_and_maybe(const builder &b, const engine_query *query)
{
    if (query->child_count == 1 || b.unscored || b.in_synonym)
        return b.build(query->children[0]);
    builder inner = b;
    inner.led = true;
    const Xapian::Query first = inner.build(query->children[0]);
    return b.lead(
        Xapian::Query(Xapian::Query::OP_AND_MAYBE, first, any_of(b, query, 1)));
}

Xapian::Query build_filter(const builder &b, const engine_query *query)
{
    const Xapian::Query first = build_first(b, query);
    if (query->child_count == 1)
        return first;
    const Xapian::Query others = combine(
        Xapian::Query::OP_AND, b.without_scores().build_children(query, 1));
    return Xapian::Query(Xapian::Query::OP_FILTER, first, others);
}

Xapian::Query build_window(const builder &b, const engine_query *query)
{
    if (query->child_count == 1)
        return b.build(query->children[0]);
    return b.watched(window_query(b.db, query));
}

/* Xapian wants statistics of what is in a group, which no posting source has:
 * the clock is looked at outside. */
Xapian::Query build_synonym(const builder &b, const engine_query *query)
{
    if (b.groups != nullptr && !b.unscored && !b.in_synonym &&
        is_word_group(query))
        return b.groups->build(query);
    const builder inner{b.db, nullptr, nullptr, b.unscored, true};
    return b.watched(
        combine(Xapian::Query::OP_SYNONYM, inner.build_children(query, 0)));
}

Xapian::Query build_scale(const builder &b, const engine_query *query)
{
    const builder inner = query->weight > 0.0 ? b : b.without_scores();
    return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
                         inner.build(query->children[0]), query->weight);
}

Xapian::Query build_range(const builder &, const engine_query *query)
{
    if (query->low > query->high)
        return Xapian::Query();
    return Xapian::Query(Xapian::Query::OP_VALUE_RANGE,
                         static_cast<Xapian::valueno>(query->value),
                         value_bytes(query->low), value_bytes(query->high));
}

/* By engine_op. */
const struct {
    node_builder build;
    bool needs_children;
} nodes[] = {
    {build_term, false},   {build_all, false},    {build_or, true},
    {build_and, true},     {build_and_not, true}, {build_and_maybe, true},
    {build_filter, true},  {build_window, true},  {build_window, true},
    {build_synonym, true}, {build_scale, true},   {build_range, false},
};
static_assert(sizeof nodes / sizeof *nodes == ENGINE_RANGE + 1);

Xapian::Query builder::build(const engine_query *query) const
{
    const auto &node = nodes[query->op];
    if (node.needs_children && query->child_count == 0)
        return Xapian::Query();
    return node.build(*this, query);
}

std::vector<Xapian::Query> builder::build_children(const engine_query *query,
                                                   size_t from) const
{
    std::vector<Xapian::Query> children;
    for (size_t i = from; i < query->child_count; i++)
        children.push_back(build(query->children[i]));
    return children;
}

builder builder::without_scores() const
{
    return builder{db, watch, nullptr, true, in_synonym};
}

/* The query, which is then always told which paragraph to go on to. Of an OR or
 * an AND_MAYBE whose next match a search for the best asks for instead,
 * xapian-core 1.4.22 passes over one that may be the best: where it makes an
 * AND of an AND_MAYBE, it goes on behind the place which the right side has
 * come to already. */
Xapian::Query builder::lead(const Xapian::Query &query) const
{
    if (led || unscored || in_synonym)
        return query;
    return Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(1.0, query),
                         Xapian::Query((new leading_source)->release()));
}

/* The query, with the clock looked at for each of its candidates. */
Xapian::Query builder::watched(const Xapian::Query &query) const
{
    if (watch == nullptr)
        return query;
    return Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(watch));
}

/* ------------------------------------------------------------- search --- */

/* At most `count`, as xapian counts paragraphs. */
Xapian::doccount capped(size_t wanted, Xapian::doccount count)
{
    return wanted < count ? static_cast<Xapian::doccount>(wanted) : count;
}

/* The hits from `first` on. */
void copy_hits(const std::vector<engine_hit> &found, size_t first,
               engine_result *out)
{
    if (found.size() <= first)
        return;
    const size_t count = found.size() - first;
    out->hits =
        static_cast<engine_hit *>(std::malloc(count * sizeof *out->hits));
    if (out->hits == nullptr)
        throw std::bad_alloc();
    std::copy(found.begin() + static_cast<ptrdiff_t>(first), found.end(),
              out->hits);
    out->count = count;
}

std::vector<engine_hit> hits_of(const Xapian::MSet &found)
{
    std::vector<engine_hit> hits;
    for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at)
        hits.push_back(engine_hit{*at, at.get_weight()});
    return hits;
}

/* With a k1 of 0 xapian divides 0 by 0 for a term that is nowhere, and then
 * drops what else there is. */
bm25_shape shape_of(const engine_search_options *options)
{
    return bm25_shape{std::max(options->k1, 1e-12), options->b};
}

Xapian::Enquire ask(const Xapian::Database &db, const Xapian::Query &query,
                    const engine_search_options *options)
{
    const bm25_shape shape = shape_of(options);
    const Xapian::BM25Weight bm25(shape.k1, 0, 0, shape.b, 0);
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    enquire.set_weighting_scheme(bm25);
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    return enquire;
}

bool holds(const engine_query *query, bool (*is)(const engine_query *))
{
    return is(query) ||
           std::any_of(
               query->children, query->children + query->child_count,
               [=](const engine_query *child) { return holds(child, is); });
}

/* May xapian take the node for one that is at its end, before it has begun? */
bool seems_ended(const engine_query *query)
{
    return query->op == ENGINE_AND_MAYBE || query->op == ENGINE_AND_NOT ||
           turns_down(query);
}

/* How many matches xapian is to look at before it passes over those that cannot
 * be among the best. In all parts of a joint snapshot but the first it knows
 * from the start what is among the best so far. With that, an OR in xapian-core
 * 1.4.22 asks a child where it stands before it has begun, and drops one that
 * then seems to be at its end: there all matches are looked at. */
Xapian::doccount at_least(const xapian_snapshot *s, const engine_query *query,
                          const engine_search_options *options)
{
    const bool uncertain = !s->parts.empty() && holds(query, seems_ended);
    return options->count || uncertain ? s->db.get_doccount() : 0;
}

void search_simply(const xapian_snapshot *s, const Xapian::Query &query,
                   const engine_search_options *options, Xapian::doccount least,
                   engine_result *out)
{
    const Xapian::doccount all = s->db.get_doccount();
    Xapian::Enquire enquire = ask(s->db, query, options);
    if (options->by_document)
        enquire.set_collapse_key(ENGINE_DOCUMENT);
    const Xapian::MSet found = enquire.get_mset(
        capped(options->offset, all), capped(options->limit, all), least);
    out->total = found.get_matches_lower_bound();
    out->exact = options->count || found.get_matches_lower_bound() ==
                                       found.get_matches_upper_bound();
    copy_hits(hits_of(found), 0, out);
}

/* ------------------------------------------- documents of several parts --- */

/* A document of a joint snapshot: its part, and its value there. */
using document_key = std::pair<size_t, std::string>;

/* The first of each document among `found`, at most `most` of them. */
std::vector<engine_hit> first_of_each(const xapian_snapshot *s,
                                      const Xapian::MSet &found, size_t most)
{
    std::set<document_key> seen;
    std::vector<engine_hit> firsts;
    for (const engine_hit &hit : hits_of(found)) {
        const Xapian::docid did = static_cast<Xapian::docid>(hit.ref);
        const Xapian::Document paragraph = s->db.get_document(did);
        const document_key key(part_of(s, did),
                               paragraph.get_value(ENGINE_DOCUMENT));
        if (seen.insert(key).second)
            firsts.push_back(hit);
        if (firsts.size() == most)
            break;
    }
    return firsts;
}

/* Xapian collapses by the value alone, which documents of two parts may share:
 * take ever more paragraphs, until they are of documents enough. */
void search_documents(const xapian_snapshot *s, const Xapian::Query &query,
                      const engine_search_options *options,
                      Xapian::doccount least, engine_result *out)
{
    const Xapian::doccount all = s->db.get_doccount();
    const size_t wanted = capped(options->offset, all) +
                          static_cast<size_t>(capped(options->limit, all));
    const size_t most = options->count ? SIZE_MAX : wanted;
    Xapian::Enquire enquire = ask(s->db, query, options);
    Xapian::doccount taken = capped(options->count ? all : 4 * wanted, all);
    for (;; taken = capped(static_cast<size_t>(taken) * 4, all)) {
        const Xapian::MSet found = enquire.get_mset(0, taken, least);
        std::vector<engine_hit> firsts = first_of_each(s, found, most);
        const bool complete = found.size() < taken || taken == all;
        if (!complete && firsts.size() < wanted)
            continue;
        out->total = firsts.size();
        out->exact = complete && firsts.size() < most;
        if (firsts.size() > wanted)
            firsts.resize(wanted);
        return copy_hits(firsts, capped(options->offset, all), out);
    }
}

/* ------------------------------------------------------- every match --- */

struct visiting_ended {
};

/* Shows the matcher's paragraphs to a visitor. `part` is that of a joint
 * snapshot which is matched: xapian tells docids within it. */
class match_visitor : public Xapian::MatchSpy
{
  public:
    match_visitor(const xapian_snapshot *snapshot, engine_match_visitor visitor,
                  void *context)
        : s(snapshot), visit(visitor), ctx(context)
    {
    }
    void operator()(const Xapian::Document &paragraph, double) override
    {
        uint64_t document = 0;
        Xapian::docid did = paragraph.get_docid();
        if (!value_number(&document, paragraph.get_value(ENGINE_DOCUMENT)))
            throw Xapian::DatabaseCorruptError("a paragraph has no document");
        if (!s->parts.empty())
            did = docid_in_all(s, part, did);
        if (!visit(ctx, did, document))
            throw visiting_ended();
    }

    size_t part = 0;

  private:
    const xapian_snapshot *const s;
    const engine_match_visitor visit;
    void *const ctx;
};

void visit_matches(const Xapian::Database &db, const engine_query *query,
                   deadline_source *watch, match_visitor *spy)
{
    const builder b{db, watch, nullptr, true, false};
    Xapian::Enquire enquire(db);
    enquire.set_query(b.watched(b.build(query)));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.add_matchspy(spy);
    enquire.get_mset(0, 0, db.get_doccount());
}

} // namespace

pilcrow_status snapshot_search(backend_snapshot *snapshot,
                               const engine_query *query,
                               const engine_search_options *options,
                               engine_result *out, pilcrow_error *err) noexcept
{
    xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        deadline clock = deadline_in(options->deadline_ms);
        deadline_source source(&clock);
        const group_builder groups{s, shape_of(options), &clock};
        const builder b{s->db, clock.end_ms > 0 ? &source : nullptr, &groups,
                        false, false};
        const Xapian::Query wanted = b.watched(b.build(query));
        const Xapian::doccount least = at_least(s, query, options);
        if (options->by_document && !s->parts.empty())
            search_documents(s, wanted, options, least, out);
        else
            search_simply(s, wanted, options, least, out);
        out->exact = out->exact && !clock.late;
        return deadline_status(clock, err);
    });
}

pilcrow_status snapshot_each_match(backend_snapshot *snapshot,
                                   const engine_query *query,
                                   uint32_t deadline_ms,
                                   engine_match_visitor visit, void *ctx,
                                   pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        deadline clock = deadline_in(deadline_ms);
        deadline_source source(&clock);
        deadline_source *const watch = clock.end_ms > 0 ? &source : nullptr;
        match_visitor spy(s, visit, ctx);
        try {
            if (s->parts.empty())
                visit_matches(s->db, query, watch, &spy);
            for (; spy.part < s->parts.size(); spy.part++)
                visit_matches(s->parts[spy.part], query, watch, &spy);
        } catch (const visiting_ended &) {
        }
        return deadline_status(clock, err);
    });
}

} // namespace pilcrow
