/* SPDX-License-Identifier: MIT
 *
 * In: a group of words, and a database. Out: the paragraphs that hold any of
 * them, and what they score. Invariant: a group that is remembered is whole,
 * and of the generation that the snapshot reads. */
#include "engine/xapian_group.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace pilcrow
{

namespace
{

const size_t remembered_max = size_t{8} << 20; /* bytes of one snapshot */
const size_t clock_every = 4096;               /* postings */
const Xapian::docid window_size = 512;

struct posting {
    Xapian::docid did;
    Xapian::termcount frequency;
};
using postings = std::vector<posting>;

std::string term_of(const engine_query *query)
{
    return term_bytes(query->field, query->term, query->len);
}

/* ------------------------------------------------------------ members --- */

postings read_term(const Xapian::Database &db, const std::string &term,
                   deadline *clock)
{
    postings found;
    const Xapian::PostingIterator end = db.postlist_end(term);
    for (Xapian::PostingIterator at = db.postlist_begin(term); at != end;
         ++at) {
        if (found.size() % clock_every == 0 && deadline_passed(clock))
            break;
        found.push_back(posting{*at, at.get_wdf()});
    }
    return found;
}

/* Moves all on to one docid from `did` on, and says which; 0: there is none, or
 * time is up. `*moves` counts on from call to call. */
Xapian::docid meet(const Xapian::PostingIterator &end,
                   std::vector<Xapian::PostingIterator> *all, Xapian::docid did,
                   size_t *moves, deadline *clock)
{
    for (size_t i = 0; i < all->size(); i++) {
        if ((*moves)++ % clock_every == 0 && deadline_passed(clock))
            return 0;
        Xapian::PostingIterator &at = (*all)[i];
        at.skip_to(did);
        if (at == end)
            return 0;
        if (*at > did) {
            did = *at;
            i = SIZE_MAX; /* from the first on again */
        }
    }
    return did;
}

/* What all words of a phrase are in, however far apart: it counts as often as
 * its rarest word. */
postings read_common(const Xapian::Database &db, const engine_query *query,
                     deadline *clock)
{
    postings found;
    std::vector<Xapian::PostingIterator> all;
    const Xapian::PostingIterator end;
    for (size_t i = 0; i < query->child_count; i++) {
        all.push_back(db.postlist_begin(term_of(query->children[i])));
        if (all.back() == end)
            return found;
    }
    size_t moves = 0;
    for (Xapian::docid did = 1;
         (did = meet(end, &all, did, &moves, clock)) != 0; did++) {
        posting one = {did, UINT32_MAX};
        for (const Xapian::PostingIterator &at : all)
            one.frequency = std::min(one.frequency, at.get_wdf());
        found.push_back(one);
    }
    return found;
}

/* Most phrases of a group have their words in no paragraph together: xapian is
 * not asked about these. */
postings read_window(const Xapian::Database &db, const engine_query *query,
                     deadline *clock)
{
    const postings common = read_common(db, query, clock);
    if (common.empty())
        return common;
    Xapian::Query window = window_query(db, query);
    if (clock->end_ms > 0)
        window = Xapian::Query(
            Xapian::Query::OP_FILTER, window,
            Xapian::Query((new deadline_source(clock))->release()));
    Xapian::Enquire enquire(db);
    enquire.set_query(window);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Xapian::MSet all = enquire.get_mset(0, db.get_doccount());
    postings found;
    auto one = common.begin();
    for (Xapian::MSetIterator at = all.begin(); at != all.end(); ++at) {
        while (one != common.end() && one->did < *at)
            ++one;
        if (one != common.end() && one->did == *at)
            found.push_back(*one);
    }
    return found;
}

std::vector<postings> read_members(const Xapian::Database &db,
                                   const engine_query *query, deadline *clock)
{
    std::vector<postings> members;
    for (size_t i = 0; i < query->child_count && !clock->late; i++) {
        const engine_query *member = query->children[i];
        while (member->op != ENGINE_TERM && member->child_count == 1)
            member = member->children[0];
        members.push_back(member->op == ENGINE_TERM
                              ? read_term(db, term_of(member), clock)
                              : read_window(db, member, clock));
    }
    return members;
}

/* ------------------------------------------------------------- groups --- */

/* Adds members up, a window of docids at a time. */
struct adder {
    std::vector<postings> members;
    std::vector<size_t> at; /* by member: the next posting */
    Xapian::termcount sums[window_size] = {};

    explicit adder(std::vector<postings> lists)
        : members(std::move(lists)), at(members.size(), 0)
    {
    }
    /* The first docid that is still to come; 0 at the end. */
    Xapian::docid next() const
    {
        Xapian::docid first = 0;
        for (size_t i = 0; i < members.size(); i++)
            if (at[i] < members[i].size() &&
                (first == 0 || members[i][at[i]].did < first))
                first = members[i][at[i]].did;
        return first;
    }
    void add_window(Xapian::docid first)
    {
        for (size_t i = 0; i < members.size(); i++)
            for (; at[i] < members[i].size() &&
                   members[i][at[i]].did - first < window_size;
                 at[i]++)
                sums[members[i][at[i]].did - first] +=
                    members[i][at[i]].frequency;
    }
    void take_window(Xapian::docid first, postings *out)
    {
        for (Xapian::docid i = 0; i < window_size; i++)
            if (sums[i] > 0)
                out->push_back(posting{first + i, sums[i]});
        std::fill(sums, sums + window_size, 0);
    }
};

postings add_up(std::vector<postings> members)
{
    postings all;
    adder a(std::move(members));
    for (Xapian::docid first = a.next(); first != 0; first = a.next()) {
        a.add_window(first);
        a.take_window(first, &all);
    }
    return all;
}

/* Of the snapshot's database or one of its parts. */
word_group make_group(const Xapian::Database &db, const engine_query *query,
                      const bm25_shape &shape, double average, deadline *clock)
{
    word_group made;
    const postings all = add_up(read_members(db, query, clock));
    made.dids.reserve(all.size());
    made.parts.reserve(all.size());
    for (const posting &one : all) {
        const double f = one.frequency;
        const double length = db.get_doclength(one.did);
        const double norm =
            shape.k1 * (1.0 - shape.b + shape.b * length / average);
        made.dids.push_back(one.did);
        made.parts.push_back(f / (f + norm));
        made.best = std::max(made.best, made.parts.back());
    }
    return made;
}

double idf_of(double all, double count)
{
    const double w = (all - count + 0.5) / (count + 0.5);
    return std::log(w < 2.0 ? w * 0.5 + 1.0 : w);
}

/* --------------------------------------------------------- remembering --- */

void add_bytes(std::string *key, const void *bytes, size_t len)
{
    key->append(static_cast<const char *>(bytes), len);
}

void add_node(std::string *key, const engine_query *query)
{
    const size_t numbers[] = {query->op, query->window, query->len,
                              query->child_count};
    add_bytes(key, numbers, sizeof numbers);
    if (query->op == ENGINE_TERM)
        key->append(term_of(query));
    for (size_t i = 0; i < query->child_count; i++)
        add_node(key, query->children[i]);
}

std::string key_of(const engine_query *query, const bm25_shape &shape)
{
    std::string key;
    add_bytes(&key, &shape.k1, sizeof shape.k1);
    add_bytes(&key, &shape.b, sizeof shape.b);
    add_node(&key, query);
    return key;
}

using group_ptr = std::shared_ptr<const word_group>;

void remember(group_memory *memory, const std::string &key, const group_ptr &g)
{
    const size_t bytes =
        key.size() + g->dids.size() * (sizeof g->dids[0] + sizeof g->parts[0]);
    if (memory->bytes + bytes > remembered_max)
        *memory = group_memory();
    if (bytes > remembered_max)
        return;
    memory->bytes += bytes;
    memory->groups.emplace(key, g);
}

group_ptr remembered_group(xapian_snapshot *s, const engine_query *query,
                           const bm25_shape &shape, deadline *clock)
{
    const std::string key = key_of(query, shape);
    const auto known = s->memory.groups.find(key);
    if (known != s->memory.groups.end())
        return known->second;
    const group_ptr made = std::make_shared<const word_group>(
        make_group(s->db, query, shape, s->db.get_avlength(), clock));
    if (!clock->late)
        remember(&s->memory, key, made);
    return made;
}

/* ------------------------------------------------------------- source --- */

/* A group's paragraphs in one database, each with its score. */
class word_source : public Xapian::PostingSource
{
  public:
    /* `groups`: by part of the snapshot's database. */
    word_source(const xapian_snapshot *snapshot, std::vector<group_ptr> groups,
                double weight)
        : s(snapshot), by_part(std::move(groups)), scale(weight)
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new word_source(s, by_part, scale);
    }
    void init(const Xapian::Database &db) override
    {
        size_t part = 0;
        while (part + 1 < by_part.size() && !is_part(db, part))
            part++;
        group = by_part[part].get();
        at = SIZE_MAX;
        set_maxweight(scale * group->best);
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(group->dids.size());
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_min();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return get_termfreq_min();
    }
    double get_weight() const override
    {
        return scale * group->parts[at];
    }
    void next(double) override
    {
        at++;
    }
    void skip_to(Xapian::docid to, double) override
    {
        const std::vector<Xapian::docid> &dids = group->dids;
        size_t low = at == SIZE_MAX ? 0 : at; /* none before it is `to` */
        size_t step = 1;
        while (low + step < dids.size() && dids[low + step] < to) {
            low += step;
            step *= 2;
        }
        const size_t end = std::min(low + step + 1, dids.size());
        at = static_cast<size_t>(
            std::lower_bound(dids.begin() + static_cast<ptrdiff_t>(low),
                             dids.begin() + static_cast<ptrdiff_t>(end), to) -
            dids.begin());
    }
    bool at_end() const override
    {
        return at != SIZE_MAX && at >= group->dids.size();
    }
    Xapian::docid get_docid() const override
    {
        return group->dids[at];
    }

  private:
    /* Xapian hands out the very database that was joined. */
    bool is_part(const Xapian::Database &db, size_t part) const
    {
        return s->parts[part].internal[0] == db.internal[0];
    }

    const xapian_snapshot *const s;
    const std::vector<group_ptr> by_part;
    const double scale;
    const word_group *group = nullptr;
    size_t at = SIZE_MAX; /* SIZE_MAX: before the first */
};

bool is_word(const engine_query *query)
{
    return query->op == ENGINE_TERM && is_scored(query->field);
}

bool is_member(const engine_query *query)
{
    if (query->op != ENGINE_PHRASE && query->op != ENGINE_NEAR)
        return is_word(query);
    return query->child_count > 0 &&
           std::all_of(query->children, query->children + query->child_count,
                       is_word);
}

} // namespace

Xapian::Query window_query(const Xapian::Database &db,
                           const engine_query *query)
{
    const size_t count = query->child_count;
    std::vector<Xapian::Query> terms;
    for (size_t i = 0; i < count; i++) {
        /* Xapian takes a phrase for an AND in a database without positions,
         * and a term without them for one at position 0. */
        if (!is_scored(query->children[i]->field) || !db.has_positions())
            return Xapian::Query();
        terms.push_back(Xapian::Query(term_of(query->children[i])));
    }
    const Xapian::termcount window = query->window < count
                                         ? static_cast<Xapian::termcount>(count)
                                         : query->window;
    return Xapian::Query(query->op == ENGINE_PHRASE ? Xapian::Query::OP_PHRASE
                                                    : Xapian::Query::OP_NEAR,
                         terms.begin(), terms.end(), window);
}

bool is_word_group(const engine_query *query)
{
    return query->child_count > 1 &&
           std::all_of(query->children, query->children + query->child_count,
                       is_member);
}

Xapian::PostingSource *group_source(xapian_snapshot *s,
                                    const engine_query *query,
                                    const bm25_shape &shape, deadline *clock)
{
    std::vector<group_ptr> by_part;
    size_t count = 0;
    for (const Xapian::Database &part : s->parts)
        by_part.push_back(std::make_shared<const word_group>(
            make_group(part, query, shape, s->db.get_avlength(), clock)));
    if (s->parts.empty())
        by_part.push_back(remembered_group(s, query, shape, clock));
    for (const group_ptr &group : by_part)
        count += group->dids.size();
    const double idf = idf_of(s->db.get_doccount(), static_cast<double>(count));
    return new word_source(s, std::move(by_part), idf * (shape.k1 + 1.0));
}

} // namespace pilcrow
