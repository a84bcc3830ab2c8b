/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs for one data folder. Out: its next generation. Invariants:
 * a transaction is open from begin() until it is committed or cancelled, so
 * that xapian never commits by itself, at its destructor least of all; and
 * key_generation rises with each commit, so that after a failure the folder
 * itself tells whether the commit has landed. */
#include "engine/xapian_backend.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "engine/dictionary.h"

namespace pilcrow
{

namespace
{

/* A first build makes its dictionary of this much text. */
const size_t sample_bytes = 256 * 1024;
const size_t sample_bytes_each = 8 * 1024;

/* Xapian writes its buffers out after so many changes of a paragraph, unless
 * a variable of the environment, which it reads as it opens, says otherwise.
 * From a number on that nobody waits for, memory is not bounded any more. */
const unsigned usual_threshold = 10000;
const unsigned threshold_most = 10 * 1000 * 1000;
const char threshold_variable[] = "XAPIAN_FLUSH_THRESHOLD";
/* What a posting takes in those buffers: two nodes of a tree; measured. */
const size_t posting_bytes = 160;
const size_t memory_least = 16 * 1024 * 1024;
/* Even then it remembers which values each paragraph has that was added or
 * deleted, in some 260 bytes, until the commit or until someone asks for the
 * values of a slot, and asking does nothing while it counts no changes. */
const unsigned changes_a_merge = 20000;

struct xapian_writer {
    std::string data;
    bool fresh = false;
    uint64_t generation = 0; /* of the last commit */
    size_t memory_bytes = 0;

    Xapian::WritableDatabase db;
    bool ready = false;  /* db is open, in a transaction */
    bool doomed = false; /* the transaction can only be rolled back */

    codec_ptr codec;
    owned_buf packed;
    bool records = false;   /* so docdata must be there */
    bool positions = false; /* so position must be there */

    /* What the buffers hold since xapian last wrote them out. */
    size_t buffered_bytes = 0;
    unsigned buffered_changes = 0;
    unsigned unmerged_changes = 0; /* whose values it remembers */
    unsigned changes_a_flush = usual_threshold;

    bool sampling = false;
    std::string sample;
};

xapian_writer *inside(backend_writer *writer)
{
    return reinterpret_cast<xapian_writer *>(writer);
}

/* ---------------------------------------------------- open and reopen --- */

/* Begin a transaction and learn what the database remembers. */
void begin(xapian_writer *w, pilcrow_error *err)
{
    w->ready = false;
    w->db.begin_transaction(true);
    w->doomed = false;
    w->buffered_bytes = 0;
    w->buffered_changes = 0;
    w->unmerged_changes = 0;
    if (!w->fresh)
        w->generation = read_generation(w->db);
    const std::string tables = w->db.get_metadata(key_tables);
    w->records = names_table(tables, "docdata");
    w->positions = names_table(tables, "position");
    w->codec = make_codec(w->db, err);
    w->ready = true;
}

/* What xapian makes of its variable. */
unsigned flush_threshold()
{
    const char *text = std::getenv(threshold_variable);
    const unsigned said =
        text == nullptr ? 0 : static_cast<unsigned>(std::atoi(text));
    return said == 0 ? usual_threshold : std::min(said, threshold_most);
}

void open(xapian_writer *w, pilcrow_error *err)
{
    w->changes_a_flush = flush_threshold();
    if (w->fresh) {
        w->db = Xapian::WritableDatabase(w->data, Xapian::DB_CREATE |
                                                      Xapian::DB_NO_SYNC |
                                                      Xapian::DB_BACKEND_GLASS);
    } else {
        open_tables(w->data, err);
        w->db = Xapian::WritableDatabase(w->data, Xapian::DB_OPEN |
                                                      Xapian::DB_BACKEND_GLASS);
    }
    begin(w, err);
}

/* What goes wrong in `body` is of no interest. */
template <typename F>
bool attempt(F body) noexcept
{
    return guard(nullptr, [&] {
               body();
               return PILCROW_OK;
           }) == PILCROW_OK;
}

/* Throw the transaction away and close: close() alone would commit. A commit
 * that failed has thrown its changes away already. */
void shut(xapian_writer *w) noexcept
{
    attempt([&] { w->db.cancel_transaction(); });
    w->ready = false;
    attempt([&] { w->db.close(); });
}

pilcrow_status reopen(xapian_writer *w, pilcrow_error *err) noexcept
{
    shut(w);
    return guard(err, [&] {
        open(w, err);
        return PILCROW_OK;
    });
}

/* Every change goes through here: one that fails dooms the transaction. */
template <typename F>
pilcrow_status change(xapian_writer *w, pilcrow_error *err, F body) noexcept
{
    if (!w->ready || w->doomed)
        return error_set(err, PILCROW_INVALID,
                         "an earlier change has failed; roll back first");
    pilcrow_status status = guard(err, body);
    w->doomed = status != PILCROW_OK && status != PILCROW_EXISTS;
    return status;
}

/* ------------------------------------------------------------- memory --- */

/* One more change, as xapian counts them. */
void count(xapian_writer *w)
{
    w->unmerged_changes++;
    if (++w->buffered_changes < w->changes_a_flush)
        return;
    w->buffered_changes = 0;
    w->buffered_bytes = 0;
}

/* Make xapian write its buffers out. It counts changes of paragraphs, not
 * bytes, and offers no other way inside a transaction: so an empty paragraph
 * is changed until the count is full, and goes again. */
void spill(xapian_writer *w)
{
    const Xapian::docid scratch = w->db.get_lastdocid() + 1;
    const Xapian::Document empty;
    do {
        w->db.replace_document(scratch, empty);
        count(w);
    } while (w->buffered_changes > 0);
    w->db.delete_document(scratch);
    count(w);
}

void count_change(xapian_writer *w, size_t bytes)
{
    w->buffered_bytes += bytes;
    count(w);
    if (w->buffered_bytes >= w->memory_bytes)
        spill(w);
    if (w->unmerged_changes < changes_a_merge || w->buffered_changes == 0)
        return;
    w->db.valuestream_begin(0);
    w->unmerged_changes = 0;
}

/* --------------------------------------------------------- dictionary --- */

/* The sample is full: make the dictionary, keep it, and pack with it from here
 * on. What was sampled stays as it is: packing it again would save less than
 * the holes that it leaves in xapian's blocks. */
void make_dictionary(xapian_writer *w, pilcrow_error *err)
{
    owned_buf dictionary;
    record_codec *fresh = nullptr;
    if (!dictionary_build(&dictionary.bytes, w->sample.data(), w->sample.size(),
                          RECORD_DICTIONARY_MAX))
        throw std::bad_alloc();
    require(record_codec_new(&fresh, buf_text(&dictionary.bytes),
                             dictionary.bytes.len, err));
    codec_ptr codec(fresh);
    w->db.set_metadata(key_dictionary, std::string(buf_text(&dictionary.bytes),
                                                   dictionary.bytes.len));
    w->codec = std::move(codec);
    w->sampling = false;
    w->sample = std::string();
}

void add_sample(xapian_writer *w, const engine_paragraph *paragraph,
                pilcrow_error *err)
{
    if (!w->sampling)
        return;
    size_t len = paragraph->record_len;
    w->sample.append(paragraph->record,
                     len < sample_bytes_each ? len : sample_bytes_each);
    if (w->sample.size() >= sample_bytes)
        make_dictionary(w, err);
}

/* ------------------------------------------------------------- adding --- */

void add_posting(Xapian::Document *doc, const engine_posting *posting)
{
    const std::string term =
        term_bytes(posting->field, posting->term, posting->len);
    if (posting->positions == nullptr) {
        doc->add_term(term, posting->frequency);
        return;
    }
    for (uint32_t i = 0; i < posting->frequency; i++)
        doc->add_posting(term, posting->positions[i] + first_position);
}

const engine_posting *find_id(const engine_paragraph *paragraph)
{
    const engine_posting *posting = paragraph->postings;
    while (posting->field != ENGINE_ID)
        posting++;
    return posting;
}

/* Fill `doc`; returns about what it takes in xapian's buffers. */
size_t fill(Xapian::Document *doc, const engine_paragraph *paragraph)
{
    size_t bytes = 0;
    for (size_t i = 0; i < paragraph->posting_count; i++) {
        const engine_posting *posting = &paragraph->postings[i];
        add_posting(doc, posting);
        bytes += posting_bytes + posting->len;
    }
    for (unsigned i = 0; i < ENGINE_VALUE_COUNT; i++)
        doc->add_value(i, value_bytes(paragraph->values[i]));
    return bytes;
}

pilcrow_status add(xapian_writer *w, const engine_paragraph *paragraph,
                   pilcrow_error *err)
{
    const engine_posting *id = find_id(paragraph);
    if (w->db.term_exists(term_bytes(ENGINE_ID, id->term, id->len)))
        return error_set(err, PILCROW_EXISTS,
                         "a paragraph with the id '%.*s' is there already",
                         static_cast<int>(id->len), id->term);
    const Xapian::docid did = w->db.get_lastdocid() + 1;
    if (did == 0)
        return error_set(err, PILCROW_LIMIT,
                         "the index has run out of numbers for paragraphs; "
                         "rebuild it with --full");
    Xapian::Document doc;
    const size_t bytes = fill(&doc, paragraph);
    require(record_pack(w->codec.get(), did, paragraph->record,
                        paragraph->record_len, &w->packed.bytes, err));
    doc.set_data(std::string(w->packed.bytes.data, w->packed.bytes.len));
    w->db.replace_document(did, doc);
    add_sample(w, paragraph, err);
    count_change(w, bytes);
    return PILCROW_OK;
}

/* ---------------------------------------------------------- committing --- */

void write_tables(xapian_writer *w)
{
    w->db.set_metadata(key_tables,
                       describe_tables(w->data, w->records, w->positions));
}

/* Xapian makes these tables when it first has something to put in them. True
 * if one of them has come with the last commit. */
bool learn_tables(xapian_writer *w)
{
    const bool records = w->records, positions = w->positions;
    w->records = records || has_table(w->data, "docdata");
    w->positions = positions || has_table(w->data, "position");
    return w->records != records || w->positions != positions;
}

/* A fresh folder is committed once more when its tables have their size on
 * disk, and any that has got a table; of others, the sizes before the commit
 * must do. */
void commit(xapian_writer *w, uint64_t next)
{
    w->db.set_metadata(key_generation, std::to_string(next));
    write_tables(w);
    w->db.commit_transaction();
    if (learn_tables(w) || w->fresh) {
        w->db.begin_transaction(true);
        write_tables(w);
        w->db.commit_transaction();
    }
}

/* After a commit that failed: open again, and ask the folder. */
pilcrow_status settle(xapian_writer *w, uint64_t next, pilcrow_status failure)
{
    if (w->fresh || reopen(w, nullptr) != PILCROW_OK)
        return failure;
    return w->generation == next ? PILCROW_OK : failure;
}

} // namespace

/* ------------------------------------------------------------ the table --- */

codec_ptr make_codec(const Xapian::Database &db, pilcrow_error *err)
{
    record_codec *codec = nullptr;
    const std::string dictionary = db.get_metadata(key_dictionary);
    require(
        record_codec_new(&codec, dictionary.data(), dictionary.size(), err));
    return codec_ptr(codec);
}

pilcrow_status writer_open(backend_writer **out, const backend_target *target,
                           pilcrow_error *err) noexcept
{
    *out = nullptr;
    return guard(err, [&] {
        std::unique_ptr<xapian_writer> w(new xapian_writer);
        w->data = target->data;
        w->fresh = target->fresh;
        w->sampling = target->fresh;
        w->generation = target->fresh ? target->generation - 1 : 0;
        w->memory_bytes = target->memory_bytes < memory_least
                              ? memory_least
                              : target->memory_bytes;
        open(w.get(), err);
        *out = reinterpret_cast<backend_writer *>(w.release());
        return PILCROW_OK;
    });
}

pilcrow_status writer_add(backend_writer *writer,
                          const engine_paragraph *paragraph,
                          pilcrow_error *err) noexcept
{
    xapian_writer *w = inside(writer);
    return change(w, err, [&] { return add(w, paragraph, err); });
}

pilcrow_status writer_remove(backend_writer *writer, engine_field field,
                             const char *term, size_t len, uint64_t *deleted,
                             pilcrow_error *err) noexcept
{
    xapian_writer *w = inside(writer);
    *deleted = 0;
    return change(w, err, [&] {
        const std::string bytes = term_bytes(field, term, len);
        const std::vector<Xapian::docid> dids(w->db.postlist_begin(bytes),
                                              w->db.postlist_end(bytes));
        /* On average: to ask each one for its length is one more allocation
         * that xapian, if it fails, does not survive. */
        const size_t postings =
            static_cast<size_t>(w->db.get_avlength()) + ENGINE_FIELD_COUNT;
        for (Xapian::docid did : dids) {
            w->db.delete_document(did);
            count_change(w, postings * posting_bytes);
        }
        *deleted = dids.size();
        return PILCROW_OK;
    });
}

pilcrow_status writer_set_metadata(backend_writer *writer, const char *key,
                                   size_t key_len, const char *value,
                                   size_t len, pilcrow_error *err) noexcept
{
    xapian_writer *w = inside(writer);
    return change(w, err, [&] {
        w->db.set_metadata(user_key(key, key_len), std::string(value, len));
        return PILCROW_OK;
    });
}

pilcrow_status writer_commit(backend_writer *writer,
                             pilcrow_error *err) noexcept
{
    xapian_writer *w = inside(writer);
    const uint64_t next = w->generation + 1;
    pilcrow_status status = change(w, err, [&] {
        commit(w, next);
        return PILCROW_OK;
    });
    if (status != PILCROW_OK)
        return settle(w, next, status);
    if (w->fresh)
        return status;
    /* It has landed: a failure to begin the next is the next one's. */
    if (!attempt([&] { begin(w, nullptr); }))
        reopen(w, nullptr);
    return PILCROW_OK;
}

pilcrow_status writer_rollback(backend_writer *writer,
                               pilcrow_error *err) noexcept
{
    return reopen(inside(writer), err);
}

void writer_close(backend_writer *writer) noexcept
{
    xapian_writer *w = inside(writer);
    shut(w);
    delete w;
}

/* Docids stay: a record's checksum is also over its own. */
pilcrow_status writer_compact(const char *from, const char *to,
                              uint64_t generation, pilcrow_error *err) noexcept
{
    return guard(err, [&] {
        Xapian::Database old = open_tables(from, err);
        old.compact(to, Xapian::DBCOMPACT_NO_RENUMBER);
        xapian_writer w;
        w.data = to;
        w.fresh = true;
        w.db = Xapian::WritableDatabase(w.data, Xapian::DB_OPEN |
                                                    Xapian::DB_NO_SYNC |
                                                    Xapian::DB_BACKEND_GLASS);
        begin(&w, err);
        commit(&w, generation);
        return PILCROW_OK;
    });
}

} // namespace pilcrow
