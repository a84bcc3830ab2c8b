/* SPDX-License-Identifier: MIT
 *
 * In: a data folder. Out: what its newest generation holds, but for searches
 * and checks. Invariant: a record is given out only if its checksum holds. */
#include "engine/xapian_backend.h"

#include <xxhash.h>

namespace pilcrow
{

namespace
{

const size_t counts_max = 16384; /* terms whose counts are kept, some 1.3 MB */

/* A docid for a ref, or CORRUPT: no other ref was ever given out. */
Xapian::docid docid_of(engine_ref ref, pilcrow_error *err)
{
    if (ref == 0 || ref > UINT32_MAX)
        throw failed{error_set(err, PILCROW_INVALID,
                               "no paragraph has the number %llu",
                               static_cast<unsigned long long>(ref))};
    return static_cast<Xapian::docid>(ref);
}

void open(xapian_snapshot *s, pilcrow_error *err)
{
    s->db = s->data.empty() ? Xapian::WritableDatabase(
                                  std::string(), Xapian::DB_BACKEND_INMEMORY)
                            : open_tables(s->data, err);
    s->codec = make_codec(s->db, err);
}

/* Open the folder's newest generation. True if no writer has committed
 * meanwhile: one that has may have written over what was read, whatever came of
 * it. Damage that looks like that is told from it. */
bool open_in_peace(xapian_snapshot *s, pilcrow_error *err)
{
    const std::string before = commit_stamp(s->data);
    try {
        open(s, err);
    } catch (const Xapian::DatabaseModifiedError &error) {
        if (commit_stamp(s->data) == before)
            throw Xapian::DatabaseCorruptError(error.get_msg());
    } catch (...) {
        if (commit_stamp(s->data) == before)
            throw;
    }
    return commit_stamp(s->data) == before;
}

void open_patiently(xapian_snapshot *s, pilcrow_error *err)
{
    for (int i = 0; i < ENGINE_ATTEMPTS; i++)
        if (open_in_peace(s, err))
            return;
    throw Xapian::DatabaseModifiedError("commits overtook each attempt");
}

/* Reopen in the same way; true if the generation is another one. */
bool reopen_patiently(Xapian::Database *db)
{
    const Xapian::rev before = db->get_revision();
    for (int i = 1;; i++) {
        try {
            db->reopen();
            return db->get_revision() != before;
        } catch (const Xapian::DatabaseModifiedError &) {
            if (i == ENGINE_ATTEMPTS)
                throw;
        }
    }
}

/* Without memory they are not kept. */
void keep_counts(counts_memory *memory, uint64_t key, const term_counts &counts)
{
    if (memory->terms.count >= counts_max)
        map_clear(&memory->terms);
    void *const place = map_put(&memory->terms, key);
    if (place != nullptr)
        *static_cast<term_counts *>(place) = counts;
}

bool starts_with(const std::string &bytes, const std::string &prefix)
{
    return bytes.compare(0, prefix.size(), prefix) == 0;
}

} // namespace

pilcrow_status snapshot_open(backend_snapshot **out, const char *data,
                             pilcrow_error *err) noexcept
{
    *out = nullptr;
    return guard(err, [&] {
        std::unique_ptr<xapian_snapshot> s(new xapian_snapshot);
        s->data = data == nullptr ? "" : data;
        open_patiently(s.get(), err);
        *out = reinterpret_cast<backend_snapshot *>(s.release());
        return PILCROW_OK;
    });
}

void snapshot_close(backend_snapshot *snapshot) noexcept
{
    delete inside(snapshot);
}

pilcrow_status snapshot_refresh(backend_snapshot *snapshot, bool *moved,
                                pilcrow_error *err) noexcept
{
    xapian_snapshot *s = inside(snapshot);
    *moved = false;
    return guard(err, [&] {
        /* First, for reopening may fail when the tables have changed. */
        map_clear(&s->counts.terms);
        s->memory = group_memory();
        s->generation = generation_unread;
        if (!s->data.empty())
            *moved = reopen_patiently(&s->db);
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_join(backend_snapshot **out,
                             backend_snapshot *const *parts, size_t count,
                             pilcrow_error *err) noexcept
{
    *out = nullptr;
    return guard(err, [&] {
        std::unique_ptr<xapian_snapshot> s(new xapian_snapshot);
        for (size_t i = 0; i < count; i++) {
            s->parts.push_back(inside(parts[i])->db);
            s->db.add_database(s->parts.back());
        }
        *out = reinterpret_cast<backend_snapshot *>(s.release());
        return PILCROW_OK;
    });
}

size_t snapshot_part_of(const backend_snapshot *snapshot, engine_ref ref,
                        engine_ref *inner) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    const Xapian::docid did = static_cast<Xapian::docid>(ref);
    *inner = docid_in_part(s, did);
    return part_of(s, did);
}

pilcrow_status snapshot_stats(backend_snapshot *snapshot, engine_stats *out,
                              pilcrow_error *err) noexcept
{
    xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        if (s->generation == generation_unread)
            s->generation = read_generation(s->db);
        out->paragraphs = s->db.get_doccount();
        out->words = s->db.get_total_length();
        out->generation = s->generation;
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_fetch(backend_snapshot *snapshot, engine_ref ref,
                              buf *record, pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const Xapian::docid did = docid_of(ref, err);
        const std::string data = s->db.get_document(did).get_data();
        return record_unpack(s->codec.get(), did, data.data(), data.size(),
                             record, err);
    });
}

/* The paragraph's terms are sorted, and one of them is of ENGINE_ID. */
pilcrow_status snapshot_fetch_id(backend_snapshot *snapshot, engine_ref ref,
                                 buf *id, pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const Xapian::docid did = docid_of(ref, err);
        const std::string letter = term_bytes(ENGINE_ID, "", 0);
        const Xapian::TermIterator end = s->db.termlist_end(did);
        Xapian::TermIterator at = s->db.termlist_begin(did);
        at.skip_to(letter);
        if (at == end || !starts_with(*at, letter))
            return error_set(err, PILCROW_CORRUPT,
                             "a paragraph has no id; rebuild the index with "
                             "--full");
        const std::string term = *at;
        if (!buf_add(id, term.data() + 1, term.size() - 1))
            return error_no_memory(err);
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_occurrences(backend_snapshot *snapshot, engine_ref ref,
                                    engine_field field, const char *term,
                                    size_t len, uint32_t *frequency,
                                    uint64_t *length,
                                    pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const Xapian::docid did = docid_of(ref, err);
        const std::string bytes = term_bytes(field, term, len);
        *length = s->db.get_doclength(did);
        Xapian::PostingIterator at = s->db.postlist_begin(bytes);
        if (at == s->db.postlist_end(bytes))
            return PILCROW_OK;
        at.skip_to(did);
        if (at != s->db.postlist_end(bytes) && *at == did)
            *frequency = at.get_wdf();
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_frequencies(backend_snapshot *snapshot,
                                    engine_field field, const char *term,
                                    size_t len, uint64_t *paragraphs,
                                    uint64_t *occurrences,
                                    pilcrow_error *err) noexcept
{
    xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const XXH128_hash_t hash = XXH3_128bits_withSeed(term, len, field);
        const auto *known = static_cast<const term_counts *>(
            map_find(&s->counts.terms, hash.low64));
        if (known != nullptr && known->check == hash.high64) {
            *paragraphs = known->paragraphs;
        } else {
            *paragraphs = s->db.get_termfreq(term_bytes(field, term, len));
            keep_counts(&s->counts, hash.low64,
                        term_counts{hash.high64, *paragraphs});
        }
        if (occurrences != nullptr)
            *occurrences =
                s->db.get_collection_freq(term_bytes(field, term, len));
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_terms(backend_snapshot *snapshot, engine_field field,
                              const char *prefix, size_t prefix_len,
                              engine_term_visitor visit, void *ctx,
                              pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const std::string from = term_bytes(field, prefix, prefix_len);
        const Xapian::TermIterator end = s->db.allterms_end(from);
        Xapian::TermIterator at = s->db.allterms_begin(from);
        for (; at != end; ++at) {
            const std::string term = *at;
            if (!visit(ctx, term.data() + 1, term.size() - 1, at.get_termfreq(),
                       s->db.get_collection_freq(term)))
                break;
        }
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_metadata(backend_snapshot *snapshot, const char *key,
                                 size_t key_len, buf *value,
                                 pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const std::string bytes = s->db.get_metadata(user_key(key, key_len));
        if (!buf_add(value, bytes.data(), bytes.size()))
            return error_no_memory(err);
        return PILCROW_OK;
    });
}

pilcrow_status snapshot_metadata_each(backend_snapshot *snapshot,
                                      const char *prefix, size_t prefix_len,
                                      engine_metadata_visitor visit, void *ctx,
                                      pilcrow_error *err) noexcept
{
    const xapian_snapshot *s = inside(snapshot);
    return guard(err, [&] {
        const std::string from = user_key(prefix, prefix_len);
        const Xapian::TermIterator end = s->db.metadata_keys_end(from);
        Xapian::TermIterator at = s->db.metadata_keys_begin(from);
        for (; at != end && starts_with(*at, from); ++at) {
            const std::string key = *at;
            const std::string value = s->db.get_metadata(key);
            if (!visit(ctx, key.data() + 1, key.size() - 1, value.data(),
                       value.size()))
                break;
        }
        return PILCROW_OK;
    });
}

} // namespace pilcrow
