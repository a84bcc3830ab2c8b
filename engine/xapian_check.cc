/* SPDX-License-Identifier: MIT
 *
 * In: a data folder that may be damaged. Out: all that is in it, read on the
 * ways a search reads it, and what xapian itself finds wrong. Invariant: one
 * damaged record does not keep the others from being visited. */
#include "engine/xapian_backend.h"

#include <cstring>
#include <sstream>
#include <vector>

#include <unistd.h>

namespace pilcrow
{

namespace
{

const int check_tries = 3;

/* ------------------------------------------------------------ records --- */

void read_record(const xapian_snapshot *s, Xapian::docid did, buf *content,
                 uint64_t *values, pilcrow_error *err)
{
    const Xapian::Document doc = s->db.get_document(did);
    for (unsigned i = 0; i < ENGINE_VALUE_COUNT; i++)
        if (!value_number(&values[i], doc.get_value(i)))
            throw failed{error_set(err, PILCROW_CORRUPT,
                                   "the numbers kept with a paragraph are "
                                   "missing or damaged")};
    const std::string data = doc.get_data();
    require(record_unpack(s->codec.get(), did, data.data(), data.size(),
                          content, err));
}

/* Visit one record, or the reason that there is none; false to stop. Only
 * what is no damage of this one record is thrown on. */
bool visit_record(const xapian_snapshot *s, Xapian::docid did, buf *content,
                  engine_record_visitor visit, void *ctx, pilcrow_error *err)
{
    pilcrow_error reason = {};
    uint64_t values[ENGINE_VALUE_COUNT] = {};
    const pilcrow_status status = guard(&reason, [&] {
        read_record(s, did, content, values, &reason);
        return PILCROW_OK;
    });
    if (status == PILCROW_OK)
        return visit(ctx, did, content->data, content->len, values, nullptr);
    if (status == PILCROW_CORRUPT || status == PILCROW_IO)
        return visit(ctx, did, nullptr, 0, values, reason.message);
    throw failed{error_set(err, status, "%s", reason.message)};
}

/* ----------------------------------------------------------- postings --- */

engine_field field_of(const std::string &term, pilcrow_error *err)
{
    const char *letter = std::strchr(field_letters, term[0]);
    if (term[0] == '\0' || letter == nullptr)
        throw failed{error_set(err, PILCROW_CORRUPT,
                               "the index is damaged: it holds a term of no "
                               "field; rebuild it with --full")};
    return static_cast<engine_field>(letter - field_letters);
}

/* The positions of the posting `at`: NULL where there are none, or not as
 * many as there should be. */
const uint32_t *read_positions(const Xapian::PostingIterator &at,
                               std::vector<uint32_t> *positions)
{
    positions->clear();
    for (Xapian::PositionIterator p = at.positionlist_begin();
         p != at.positionlist_end(); ++p)
        positions->push_back(*p - first_position);
    const bool whole = !positions->empty() && positions->size() == at.get_wdf();
    return whole ? positions->data() : nullptr;
}

/* Visit the postings of one term; false to stop. */
bool visit_postings(const xapian_snapshot *s, const std::string &term,
                    engine_posting_visitor visit, void *ctx, pilcrow_error *err)
{
    std::vector<uint32_t> positions;
    engine_posting posting = {};
    posting.field = field_of(term, err);
    posting.term = term.data() + 1;
    posting.len = term.size() - 1;
    Xapian::PostingIterator at = s->db.postlist_begin(term);
    for (; at != s->db.postlist_end(term); ++at) {
        posting.frequency = at.get_wdf();
        posting.positions =
            is_scored(posting.field) ? read_positions(at, &positions) : nullptr;
        if (!visit(ctx, *at, &posting))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------- tables --- */

/* Tell of each line of xapian's report that tells of something wrong. */
void tell_lines(const std::string &report, pilcrow_damage_fn found, void *ctx)
{
    static const char *const fine[] = {"B-tree checked okay",
                                       "blocksize=", "No errors found"};
    std::istringstream lines(report);
    std::string line, table;
    while (std::getline(lines, line)) {
        bool wrong = !line.empty();
        for (const char *words : fine)
            wrong = wrong && line.find(words) == std::string::npos;
        if (wrong && line.back() == ':')
            table = line;
        else if (wrong)
            found(ctx, (table + " " + line).c_str());
    }
}

/* xapian's own check opens the tables for writing, though it only reads. Where
 * that cannot be, reading all postings and records has to do. */
bool may_write(const std::string &data)
{
    return access((data + "/postlist.glass").c_str(), W_OK) == 0;
}

/* The number of errors, of which `report` tells. */
size_t check_tables(const std::string &data, std::string *report,
                    pilcrow_error *err)
{
    open_tables(data, err);
    if (!may_write(data))
        return 0;
    std::ostringstream out;
    const size_t errors = Xapian::Database::check(data, 0, &out);
    *report = out.str();
    return errors;
}

} // namespace

pilcrow_status snapshot_each_record(backend_snapshot *snapshot,
                                    engine_record_visitor visit, void *ctx,
                                    pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        owned_buf content;
        const std::string all;
        Xapian::PostingIterator at = s->db.postlist_begin(all);
        for (; at != s->db.postlist_end(all); ++at)
            if (!visit_record(s, *at, &content.bytes, visit, ctx, err))
                break;
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_each_posting(backend_snapshot *snapshot,
                                     engine_posting_visitor visit, void *ctx,
                                     pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        Xapian::TermIterator at = s->db.allterms_begin();
        for (; at != s->db.allterms_end(); ++at)
            if (!visit_postings(s, *at, visit, ctx, err))
                break;
        return PILCROW_OK;
    });
}

/* A writer that commits under a check makes it see damage where there is
 * none: then it is done over. */
static pilcrow_status check_patiently(const std::string &data,
                                      std::string *report,
                                      pilcrow_error *err) noexcept
{
    return guard(err, [&] {
        for (int i = 1;; i++) {
            const std::string before = commit_stamp(data);
            size_t errors = 0;
            const pilcrow_status status = guard(err, [&] {
                errors = check_tables(data, report, err);
                return PILCROW_OK;
            });
            const bool fine = status == PILCROW_OK && errors == 0;
            if (fine)
                return status;
            if (i == check_tries || commit_stamp(data) == before)
                return status != PILCROW_OK ? status : PILCROW_CORRUPT;
        }
    });
}

pilcrow_status verify(const char *data, pilcrow_damage_fn found, void *ctx,
                      pilcrow_error *err) noexcept
{
    return guard(err, [&] {
        pilcrow_error reason = {};
        std::string report;
        const pilcrow_status status = check_patiently(data, &report, &reason);
        if (status == PILCROW_OK)
            return status;
        if (status != PILCROW_CORRUPT && status != PILCROW_STALE)
            return error_set(err, status, "%s", reason.message);
        if (reason.message[0] != '\0')
            found(ctx, reason.message);
        tell_lines(report, found, ctx);
        return error_set(err, PILCROW_CORRUPT,
                         "the index is damaged; rebuild it with --full");
    });
}

} // namespace pilcrow
