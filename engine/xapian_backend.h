/* SPDX-License-Identifier: MIT
 *
 * The functions of the xapian backend, as backend.h describes them: one source
 * file a subject, all put into the table in xapian.cc. */
#ifndef PILCROW_ENGINE_XAPIAN_BACKEND_H
#define PILCROW_ENGINE_XAPIAN_BACKEND_H

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "base/map.h"
#include "engine/backend.h"
#include "engine/record.h"
#include "engine/xapian_guard.h"
#include "engine/xapian_schema.h"

namespace pilcrow
{

struct codec_free {
    void operator()(record_codec *codec) const
    {
        record_codec_free(codec);
    }
};
using codec_ptr = std::unique_ptr<record_codec, codec_free>;

/* A buf that is released with its scope. */
struct owned_buf {
    buf bytes;
    owned_buf()
    {
        buf_init(&bytes, RECORD_PACKED_MAX(ENGINE_RECORD_MAX));
    }
    ~owned_buf()
    {
        buf_release(&bytes);
    }
    owned_buf(const owned_buf &) = delete;
    owned_buf &operator=(const owned_buf &) = delete;
};

/* The codec for the dictionary that a database keeps. */
codec_ptr make_codec(const Xapian::Database &db, pilcrow_error *err);

/* In how many paragraphs a term is, and the other half of its hash. */
struct term_counts {
    uint64_t check;
    uint64_t paragraphs;
};

/* Those of terms, by the hash of field and term. */
struct counts_memory {
    map terms;
    counts_memory()
    {
        map_init(&terms, sizeof(term_counts));
    }
    ~counts_memory()
    {
        map_release(&terms);
    }
    counts_memory(const counts_memory &) = delete;
    counts_memory &operator=(const counts_memory &) = delete;
};

/* Groups of words by what they are made of, as xapian_group.h has them. */
struct word_group;
struct group_memory {
    std::unordered_map<std::string, std::shared_ptr<const word_group>> groups;
    size_t bytes = 0;
};

const uint64_t generation_unread = UINT64_MAX;

/* What is behind a backend_snapshot. */
struct xapian_snapshot {
    std::string data; /* the data folder; empty: there is none */
    Xapian::Database db;
    codec_ptr codec;
    std::vector<Xapian::Database> parts; /* a joint one's, which `db` is of */
    /* What a search asks again and again; of this generation. */
    counts_memory counts;
    group_memory memory;
    uint64_t generation = generation_unread;
};

/* Of n databases taken as one, document d of number p is (d - 1) * n + p + 1,
 * p counted from 0. */
inline size_t part_of(const xapian_snapshot *s, Xapian::docid did)
{
    return (did - 1) % s->parts.size();
}
inline Xapian::docid docid_in_part(const xapian_snapshot *s, Xapian::docid did)
{
    return static_cast<Xapian::docid>((did - 1) / s->parts.size() + 1);
}
inline Xapian::docid docid_in_all(const xapian_snapshot *s, size_t part,
                                  Xapian::docid did)
{
    return static_cast<Xapian::docid>((did - 1) * s->parts.size() + part + 1);
}

inline xapian_snapshot *inside(backend_snapshot *snapshot)
{
    return reinterpret_cast<xapian_snapshot *>(snapshot);
}

inline const xapian_snapshot *inside(const backend_snapshot *snapshot)
{
    return reinterpret_cast<const xapian_snapshot *>(snapshot);
}

/* xapian_writer.cc */
pilcrow_status writer_open(backend_writer **out, const backend_target *target,
                           pilcrow_error *err) noexcept;
pilcrow_status writer_add(backend_writer *writer,
                          const engine_paragraph *paragraph,
                          pilcrow_error *err) noexcept;
pilcrow_status writer_remove(backend_writer *writer, engine_field field,
                             const char *term, size_t len, uint64_t *deleted,
                             pilcrow_error *err) noexcept;
pilcrow_status writer_set_metadata(backend_writer *writer, const char *key,
                                   size_t key_len, const char *value,
                                   size_t len, pilcrow_error *err) noexcept;
pilcrow_status writer_commit(backend_writer *writer,
                             pilcrow_error *err) noexcept;
pilcrow_status writer_rollback(backend_writer *writer,
                               pilcrow_error *err) noexcept;
void writer_close(backend_writer *writer) noexcept;
pilcrow_status writer_compact(const char *from, const char *to,
                              uint64_t generation, pilcrow_error *err) noexcept;

/* xapian_snapshot.cc */
pilcrow_status snapshot_open(backend_snapshot **out, const char *data,
                             pilcrow_error *err) noexcept;
void snapshot_close(backend_snapshot *snapshot) noexcept;
pilcrow_status snapshot_refresh(backend_snapshot *snapshot, bool *moved,
                                pilcrow_error *err) noexcept;
pilcrow_status snapshot_join(backend_snapshot **out,
                             backend_snapshot *const *parts, size_t count,
                             pilcrow_error *err) noexcept;
size_t snapshot_part_of(const backend_snapshot *snapshot, engine_ref ref,
                        engine_ref *inner) noexcept;
pilcrow_status snapshot_stats(backend_snapshot *snapshot, engine_stats *out,
                              pilcrow_error *err) noexcept;
pilcrow_status snapshot_fetch(backend_snapshot *snapshot, engine_ref ref,
                              buf *record, pilcrow_error *err) noexcept;
pilcrow_status snapshot_fetch_id(backend_snapshot *snapshot, engine_ref ref,
                                 buf *id, pilcrow_error *err) noexcept;
pilcrow_status snapshot_occurrences(backend_snapshot *snapshot, engine_ref ref,
                                    engine_field field, const char *term,
                                    size_t len, uint32_t *frequency,
                                    uint64_t *length,
                                    pilcrow_error *err) noexcept;
pilcrow_status snapshot_frequencies(backend_snapshot *snapshot,
                                    engine_field field, const char *term,
                                    size_t len, uint64_t *paragraphs,
                                    uint64_t *occurrences,
                                    pilcrow_error *err) noexcept;
pilcrow_status snapshot_terms(backend_snapshot *snapshot, engine_field field,
                              const char *prefix, size_t prefix_len,
                              engine_term_visitor visit, void *ctx,
                              pilcrow_error *err) noexcept;
pilcrow_status snapshot_metadata(backend_snapshot *snapshot, const char *key,
                                 size_t key_len, buf *value,
                                 pilcrow_error *err) noexcept;
pilcrow_status snapshot_metadata_each(backend_snapshot *snapshot,
                                      const char *prefix, size_t prefix_len,
                                      engine_metadata_visitor visit, void *ctx,
                                      pilcrow_error *err) noexcept;

/* xapian_query.cc */
pilcrow_status snapshot_search(backend_snapshot *snapshot,
                               const engine_query *query,
                               const engine_search_options *options,
                               engine_result *out, pilcrow_error *err) noexcept;
pilcrow_status snapshot_each_match(backend_snapshot *snapshot,
                                   const engine_query *query,
                                   uint32_t deadline_ms,
                                   engine_match_visitor visit, void *ctx,
                                   pilcrow_error *err) noexcept;

/* xapian_check.cc */
pilcrow_status snapshot_each_record(backend_snapshot *snapshot,
                                    engine_record_visitor visit, void *ctx,
                                    pilcrow_error *err) noexcept;
pilcrow_status snapshot_each_posting(backend_snapshot *snapshot,
                                     engine_posting_visitor visit, void *ctx,
                                     pilcrow_error *err) noexcept;
pilcrow_status verify(const char *data, pilcrow_damage_fn found, void *ctx,
                      pilcrow_error *err) noexcept;

} // namespace pilcrow

#endif
