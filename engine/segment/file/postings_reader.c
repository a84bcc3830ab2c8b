/* SPDX-License-Identifier: MIT
 *
 * In: the bytes of a list. Out: its documents and frequencies.
 * Invariant: every document given is above the one before and below the
 * segment's count, however the bytes may be; once `corrupt`, a reader stands at
 * its end. */
#include "engine/segment/file/postings.h"

#include <string.h>

#include "engine/segment/file/pack.h"
#include "engine/segment/file/pairs.h"
#include "engine/segment/file/varint.h"

#define PLACE_BYTES 5u

static bool damaged(postings_reader *r)
{
    r->corrupt = true;
    r->block = r->block_count;
    r->in_block = 0;
    r->at = 0;
    return false;
}

/* ---------------------------------------------------------------- open --- */

/* The table at the end of the docs part; its last byte says how wide it is. */
static bool open_table(postings_reader *r)
{
    const segment_term *t = &r->term;
    const bool placed = t->positions_len > 0;
    const uint64_t table_max = (uint64_t)r->block_count * 21 + 69;
    const uint64_t len = t->docs_len < table_max ? t->docs_len : table_max;
    if (t->docs_len > UINT32_MAX + table_max || len == 0 ||
        !segment_touch(r->segment, t->docs + t->docs_len - len, len))
        return false;
    const unsigned counts = r->docs[t->docs_len - 1];
    const uint64_t best = (counts >> 4) * 8u + (placed ? 4 : 0) + 1;
    r->pairs = counts & 15;
    r->entry = 8 + 2 * r->pairs + (placed ? PLACE_BYTES : 0);
    const uint64_t whole = (uint64_t)r->block_count * r->entry + best;
    if (r->pairs > POSTINGS_BLOCK_PAIRS || counts >> 4 > POSTINGS_LIST_PAIRS ||
        r->scored != (r->pairs > 0) || whole > len)
        return false;
    r->blocks_len = (uint32_t)(t->docs_len - whole);
    r->table = r->docs + r->blocks_len;
    if (placed)
        r->tail = word_read(r->docs + t->docs_len - 5);
    return true;
}

bool postings_reader_open(postings_reader *r, segment *s,
                          const segment_term *term)
{
    r->segment = s;
    r->term = *term;
    r->kernel = pack_kernel_best();
    r->docs = s->bytes + term->docs;
    r->positions = r->docs + term->docs_len;
    r->table = NULL;
    r->tail = 0;
    r->block_count = term->documents / POSTINGS_BLOCK +
                     (term->documents % POSTINGS_BLOCK > 0);
    r->scored = term->field == ENGINE_BODY || term->field == ENGINE_HEADING;
    r->ones = term->occurrences == term->documents;
    r->corrupt = false;
    r->frequencies_ready = false;
    r->block = r->block_count;
    r->at = 0;
    r->in_block = 0;
    r->left = 0;
    r->in_group = 0;
    if (r->scored && term->occurrences < term->documents)
        return damaged(r);
    pages_expect(&s->pages, term->docs, term->docs_len);
    if (term->documents < POSTINGS_BLOCK)
        return term->docs_len <= 2u * VARINT_MAX * POSTINGS_BLOCK ||
               damaged(r);
    return open_table(r) || damaged(r);
}

/* --------------------------------------------------------------- table --- */

uint32_t postings_block_last(const postings_reader *r, uint32_t block)
{
    return word_read(r->table + (size_t)block * r->entry);
}

static uint32_t block_offset(const postings_reader *r, uint32_t block)
{
    if (block == r->block_count)
        return r->blocks_len;
    return word_read(r->table + (size_t)block * r->entry + 4);
}

size_t postings_block_pairs(const postings_reader *r, uint32_t block,
                            postings_pair pairs[POSTINGS_BLOCK_PAIRS])
{
    const unsigned char *at = r->table + (size_t)block * r->entry + 8;
    for (uint32_t i = 0; i < r->pairs; i++, at += 2)
        pairs[i] = (postings_pair){frequency_of_code(at[0]),
                                   length_of_code(at[1])};
    return r->pairs;
}

size_t postings_reader_best(const postings_reader *r,
                            postings_pair best[POSTINGS_LIST_PAIRS])
{
    if (r->table == NULL)
        return 0;
    const size_t count = r->docs[r->term.docs_len - 1] >> 4;
    const unsigned char *at = r->table + (size_t)r->block_count * r->entry;
    for (size_t i = 0; i < count; i++, at += 8)
        best[i] = (postings_pair){word_read(at), word_read(at + 4)};
    return count;
}

/* By steps that double, then by halves: near blocks are found soonest. */
uint32_t postings_block_find(const postings_reader *r, uint32_t block,
                             uint32_t target)
{
    if (r->table == NULL)
        return block;
    uint32_t step = 1, end = r->block_count;
    while (block + step <= end &&
           postings_block_last(r, block + step - 1) < target) {
        block += step;
        step *= 2;
    }
    end = block + step <= end ? block + step - 1 : end;
    while (block < end) {
        const uint32_t middle = block + (end - block) / 2;
        if (postings_block_last(r, middle) < target)
            block = middle + 1;
        else
            end = middle;
    }
    return block;
}

/* -------------------------------------------------------------- blocks --- */

/* The documents, and frequencies, of a short block at the list's end. */
static bool load_short(postings_reader *r, const unsigned char *at,
                       const unsigned char *end, uint32_t before)
{
    const uint32_t count = r->term.documents % POSTINGS_BLOCK;
    const bool plain = !r->scored || r->ones || r->term.documents == 1;
    const uint32_t alone = r->term.documents == 1
                               ? (uint32_t)r->term.occurrences
                               : r->scored;
    uint64_t next = before == UINT32_MAX ? 0 : (uint64_t)before + 1;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t gap;
        uint32_t more = 0;
        if (!varint_read(&at, end, &gap) || gap > UINT32_MAX * UINT64_C(2))
            return false;
        r->frequencies[i] = alone;
        if (!plain) {
            if ((gap & 1) == 0 && (!varint_read32(&at, end, &more) ||
                                   more > UINT32_MAX - 2))
                return false;
            r->frequencies[i] = (gap & 1) == 1 ? 1 : more + 2;
            gap >>= 1;
        }
        next += gap;
        if (next >= r->segment->documents)
            return false;
        r->documents[i] = (uint32_t)next++;
    }
    r->in_block = count;
    r->frequencies_ready = true;
    return true;
}

static bool load_full(postings_reader *r, const unsigned char *at,
                      const unsigned char *end, uint32_t before, uint32_t last)
{
    if (last >= r->segment->documents ||
        !pack_read_gaps(r->kernel, &at, end, before, last, r->documents))
        return false;
    r->in_block = POSTINGS_BLOCK;
    r->packed_frequencies = at;
    r->block_end = end;
    r->frequencies_ready = false;
    return true;
}

/* The one document of a list without a docs part is in the dictionary. */
static bool load_only(postings_reader *r)
{
    const uint64_t frequency = r->scored ? r->term.occurrences : 0;
    if (r->term.documents != 1 || r->term.only >= r->segment->documents ||
        frequency > UINT32_MAX)
        return false;
    r->documents[0] = r->term.only;
    r->frequencies[0] = (uint32_t)frequency;
    r->frequencies_ready = true;
    r->in_block = 1;
    return true;
}

static bool load(postings_reader *r, uint32_t block)
{
    uint32_t begin = 0, end = (uint32_t)r->term.docs_len;
    uint32_t before = UINT32_MAX, last = 0;
    if (end == 0)
        return load_only(r);
    if (r->table != NULL) {
        begin = block_offset(r, block);
        end = block_offset(r, block + 1);
        last = postings_block_last(r, block);
        before = block > 0 ? postings_block_last(r, block - 1) : before;
    }
    if (begin >= end || end > r->term.docs_len ||
        !segment_touch(r->segment, r->term.docs + begin, end - begin))
        return false;
    if ((block + 1) * POSTINGS_BLOCK <= r->term.documents)
        return load_full(r, r->docs + begin, r->docs + end, before, last);
    return load_short(r, r->docs + begin, r->docs + end, before) &&
           (r->table == NULL || r->documents[r->in_block - 1] == last);
}

bool postings_block_load(postings_reader *r, uint32_t block)
{
    const bool first = r->in_block == 0;
    const uint32_t before = first ? 0 : r->documents[r->in_block - 1];
    r->counted = UINT32_MAX;
    r->left = 0;
    if (r->corrupt || block >= r->block_count || !load(r, block) ||
        (!first && r->documents[0] <= before))
        return damaged(r);
    r->block = block;
    r->at = 0;
    return true;
}

bool postings_block_frequencies(postings_reader *r)
{
    const unsigned char *at = r->packed_frequencies;
    if (r->frequencies_ready)
        return true;
    if (r->corrupt)
        return false;
    r->frequencies_ready = true;
    if (!r->scored || r->ones) {
        for (uint32_t i = 0; i < POSTINGS_BLOCK; i++)
            r->frequencies[i] = r->scored;
        return true;
    }
    if (!pack_read(r->kernel, &at, r->block_end, r->frequencies))
        return damaged(r);
    uint32_t none = 0;
    for (uint32_t i = 0; i < POSTINGS_BLOCK; i++)
        none |= ++r->frequencies[i] == 0;
    return none == 0 || damaged(r);
}

/* ----------------------------------------------------------- documents --- */

static uint32_t enter(postings_reader *r, uint32_t block)
{
    return postings_block_load(r, block) ? r->documents[0] : POSTINGS_END;
}

static uint32_t finish(postings_reader *r)
{
    r->at = r->in_block;
    r->left = 0;
    return POSTINGS_END;
}

/* Nothing is loaded yet. */
static bool is_new(const postings_reader *r)
{
    return r->block == r->block_count;
}

uint32_t postings_reader_next(postings_reader *r)
{
    if (r->at + 1 < r->in_block) {
        r->left = 0;
        return r->documents[++r->at];
    }
    if (r->corrupt || (!is_new(r) && r->block + 1 == r->block_count))
        return finish(r);
    if (is_new(r) && r->block_count == 0)
        return POSTINGS_END;
    return enter(r, is_new(r) ? 0 : r->block + 1);
}

uint32_t postings_reader_advance(postings_reader *r, uint32_t target)
{
    if (r->at < r->in_block && r->documents[r->at] >= target)
        return r->documents[r->at];
    if (r->corrupt || r->block_count == 0)
        return POSTINGS_END;
    if (is_new(r) || r->documents[r->in_block - 1] < target) {
        const uint32_t from = is_new(r) ? 0 : r->block + 1;
        const uint32_t block =
            from < r->block_count ? postings_block_find(r, from, target) : from;
        if (block >= r->block_count)
            return finish(r);
        if (enter(r, block) == POSTINGS_END)
            return POSTINGS_END;
    }
    r->left = 0;
    r->at = postings_find(r->documents, r->at, r->in_block, target);
    return r->at < r->in_block ? r->documents[r->at] : finish(r);
}

uint32_t postings_reader_frequency(postings_reader *r)
{
    if (r->at >= r->in_block || !postings_block_frequencies(r))
        return 0;
    return r->frequencies[r->at];
}

/* ------------------------------------------------------------- deleted --- */

static void count_one(postings_reader *r, uint32_t *documents,
                      uint64_t *occurrences)
{
    ++*documents;
    *occurrences += postings_reader_frequency(r);
}

bool postings_count_deleted(postings_reader *r, const uint64_t *deleted,
                            uint32_t deleted_count, uint32_t *documents,
                            uint64_t *occurrences)
{
    const uint32_t words = r->segment->documents / 64 + 1;
    *documents = 0;
    *occurrences = 0;
    if (deleted_count > r->term.documents / 8) {
        for (uint32_t d; (d = postings_reader_next(r)) != POSTINGS_END;)
            if (deleted[d / 64] >> d % 64 & 1)
                count_one(r, documents, occurrences);
        return !r->corrupt;
    }
    for (uint32_t word = 0; word < words && deleted_count > 0; word++)
        for (uint64_t bits = deleted[word]; bits != 0; bits &= bits - 1) {
            const uint32_t d = word * 64 + (uint32_t)__builtin_ctzll(bits);
            const uint32_t found = postings_reader_advance(r, d);
            if (found == POSTINGS_END)
                return !r->corrupt;
            if (found == d)
                count_one(r, documents, occurrences);
            deleted_count--;
        }
    return !r->corrupt;
}
