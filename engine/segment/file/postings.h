/* SPDX-License-Identifier: MIT
 *
 * One term's list of paragraphs, as bytes.
 *
 * A list has two parts, kept apart: the docs part (documents, frequencies, and
 * what is needed to skip) and the positions part, read for phrases only. A
 * document is a paragraph's number in its segment, from 0. Lists are cut into
 * blocks of POSTINGS_BLOCK documents; only the last may be shorter. A list of a
 * full block or more ends in a table that has, for each block, its last
 * document and its best (frequency, length) pairs, so that a search can pass it
 * over unread. FORMAT.md describes the layout byte by byte.
 *
 * How many documents and occurrences a list holds, whether it has frequencies
 * and how long its parts are is not in the list: the dictionary of terms knows,
 * and tells the reader (segment_term).
 *
 * Reading trusts nothing: what is read has been touched (segment_touch), and
 * lengths and offsets are checked before use. A list that does not hold
 * together ends early, and its reader is `corrupt` for good. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_POSTINGS_H
#define PILCROW_ENGINE_SEGMENT_FILE_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/segment/file/segment.h"
#include "engine/segment/file/sink.h"

#define POSTINGS_BLOCK 128u
/* Comes after every document and every position. */
#define POSTINGS_END UINT32_MAX
/* Documents of one segment, at most. */
#define POSTINGS_DOCUMENTS_MAX ((uint32_t)1 << 31)

/* Bounds scores: no document that the pair stands for has a higher frequency
 * and none is shorter. */
typedef struct postings_pair {
    uint32_t frequency;
    uint32_t length;
} postings_pair;

/* Pairs kept of a block and of a whole list, at most. */
#define POSTINGS_BLOCK_PAIRS 4u
#define POSTINGS_LIST_PAIRS 8u

/* ------------------------------------------------------------ writing --- */

/* Packs lists one after another, using its memory again:
 *
 *     postings_writer_init(&w);
 *     for each term:
 *         postings_writer_begin(&w, scored, docs, spool);
 *         for each of its documents, ascending:
 *             postings_writer_add(&w, ...);
 *         if (!postings_writer_end(&w)) ...
 *     postings_writer_release(&w);
 *
 * Both parts go to their sinks as they are packed; of a list no more is kept
 * in memory than some 20 bytes a block. Failures (memory, the sinks', a part
 * over 4 GiB) are sticky until the next begin. */
typedef struct postings_writer {
    sink *docs;
    sink *positions;     /* NULL: none are kept */
    uint64_t docs_begin; /* size of the sink at the list's begin */
    buf table;           /* an entry a block */
    uint64_t occurrences;
    uint32_t count;
    uint32_t last; /* the document added last */
    bool scored;
    bool failed;
    uint32_t without; /* documents that have no positions */
    uint32_t in_block;
    uint32_t in_group;
    uint32_t place_offset; /* where this block's positions begin */
    uint32_t place_index;
    uint32_t gaps[POSTINGS_BLOCK];
    uint32_t frequencies[POSTINGS_BLOCK];
    uint32_t lengths[POSTINGS_BLOCK];
    uint32_t group[POSTINGS_BLOCK];
    size_t best_count; /* pairs of the whole list */
    postings_pair best[POSTINGS_LIST_PAIRS + 1];
} postings_writer;

void postings_writer_init(postings_writer *w);
void postings_writer_release(postings_writer *w);

/* `scored`: the field keeps frequencies. `positions`: a spool that is empty;
 * NULL if no document of the list has any. Both are borrowed until end. */
void postings_writer_begin(postings_writer *w, bool scored, sink *docs,
                           sink *positions);

/* `document` is above the one before, and below POSTINGS_DOCUMENTS_MAX;
 * `frequency` is above 0 just if the field is scored; `positions` are
 * `frequency` ascending numbers below ENGINE_POSITION_MAX, or NULL where none
 * are kept (in a list with a sink for positions some documents may be without,
 * at a price); `length` is the document's, below UINT32_MAX. False once the
 * list has failed. */
bool postings_writer_add(postings_writer *w, uint32_t document,
                         uint32_t frequency, const uint32_t *positions,
                         uint32_t length);

/* False if the list could not be made. A list of one document has no docs
 * part; one of none has no bytes at all. */
bool postings_writer_end(postings_writer *w);

/* The same as add() in parts, where every posting costs: first the document,
 * then, in a list with positions, `frequency` times one of them: the first as
 * it is, each other as how many lie between it and the one before; or that
 * the document is without. */
void postings_writer_begin_block(postings_writer *w);
void postings_writer_end_block(postings_writer *w);
void postings_writer_end_group(postings_writer *w);
void postings_writer_without(postings_writer *w, uint32_t frequency);

static inline void postings_writer_document(postings_writer *w,
                                            uint32_t document,
                                            uint32_t frequency, uint32_t length)
{
    if (w->in_block == 0)
        postings_writer_begin_block(w);
    w->gaps[w->in_block] = document - w->last - 1;
    w->frequencies[w->in_block] = frequency;
    w->lengths[w->in_block] = length;
    w->last = document;
    w->count++;
    w->occurrences += frequency;
    if (++w->in_block == POSTINGS_BLOCK)
        postings_writer_end_block(w);
}

static inline void postings_writer_position(postings_writer *w, uint32_t gap)
{
    w->group[w->in_group++] = gap;
    if (w->in_group == POSTINGS_BLOCK)
        postings_writer_end_group(w);
}

/* ------------------------------------------------------------ reading --- */

/* Documents of a block that are compared at once, and how many are passed over
 * at first. */
#define POSTINGS_STEP 8u
#define POSTINGS_STRIDE (4 * POSTINGS_STEP)

/* The first index from `at` on of a document that is `target` or after; `count`
 * if there is none. It mostly is near, and which way a comparison goes cannot be
 * foretold: so strides are passed over, then what is below is counted. */
static inline uint32_t postings_find(const uint32_t *documents, uint32_t at,
                                     uint32_t count, uint32_t target)
{
    uint32_t below = 0;
    while (count - at >= POSTINGS_STRIDE &&
           documents[at + POSTINGS_STRIDE - 1] < target)
        at += POSTINGS_STRIDE;
    while (count - at >= POSTINGS_STEP &&
           documents[at + POSTINGS_STEP - 1] < target)
        at += POSTINGS_STEP;
    if (count - at >= POSTINGS_STEP) {
        for (uint32_t i = 0; i < POSTINGS_STEP; i++)
            below += documents[at + i] < target;
        return at + below;
    }
    while (at < count && documents[at] < target)
        at++;
    return at;
}

struct pack_kernel;

typedef struct postings_reader {
    segment *segment;
    segment_term term;
    const struct pack_kernel *kernel;
    const unsigned char *docs; /* the docs part */
    const unsigned char *positions;
    const unsigned char *table; /* NULL for a list of one block */
    uint32_t blocks_len;        /* bytes of the blocks */
    uint32_t entry;             /* bytes of an entry of the table */
    uint32_t pairs;             /* in it */
    uint32_t tail;              /* where the last, short group begins */
    uint32_t block_count;
    bool scored;
    bool ones; /* each frequency is 1 */
    bool corrupt;
    /* The present block. */
    bool frequencies_ready;
    uint32_t block; /* block_count: none */
    uint32_t at;    /* index in it of the present document */
    uint32_t in_block;
    const unsigned char *packed_frequencies;
    const unsigned char *block_end;
    /* How many positions come before those of document `counted` of the block,
     * from the beginning of the group in which the block's begin. */
    uint64_t before;
    uint32_t counted; /* UINT32_MAX: that is not known of any */
    /* The present document's positions. */
    uint32_t left;        /* positions not yet given */
    uint32_t value;       /* the next one is this or more */
    uint32_t group_at;    /* index in the group of the next */
    uint32_t in_group;    /* 0: no group is unpacked */
    uint64_t group_first; /* number of group[0] in that block */
    uint32_t group_next;  /* where the next group begins */
    uint32_t documents[POSTINGS_BLOCK];
    uint32_t frequencies[POSTINGS_BLOCK];
    uint32_t group[POSTINGS_BLOCK];
} postings_reader;

/* Stand before the first document of a term that is in the segment; both are
 * borrowed, the term for the call. False if the head of the list does not hold
 * together: it reads as empty, and is `corrupt`. */
bool postings_reader_open(postings_reader *r, segment *s,
                          const segment_term *term);

/* The next document, or the first one that is `target` or after; a reader
 * never goes back. POSTINGS_END when there is none, or the list is damaged. */
uint32_t postings_reader_next(postings_reader *r);
uint32_t postings_reader_advance(postings_reader *r, uint32_t target);

/* How often the term stands in the present document: 0 if not scored. */
uint32_t postings_reader_frequency(postings_reader *r);

/* Begin with the positions of the present document: how many there are, 0 if
 * none are kept. Then each call of position() gives the next, ascending, and
 * POSTINGS_END after the last. */
uint32_t postings_reader_positions(postings_reader *r);
uint32_t postings_reader_position(postings_reader *r);

/* How many documents of the list are in the bitmap `deleted` (bit i % 64 of
 * word i / 64), of whose bits `deleted_count` are set, and how often the term
 * stands in them. The reader is newly opened, and not used afterwards. False if
 * the list is damaged. */
bool postings_count_deleted(postings_reader *r, const uint64_t *deleted,
                            uint32_t deleted_count, uint32_t *documents,
                            uint64_t *occurrences);

/* ---------------------------------------------------- a block at a time --- */

/* The pairs of the whole list; none for a list without a table, which is read
 * as fast as its pairs would be. */
size_t postings_reader_best(const postings_reader *r,
                            postings_pair best[POSTINGS_LIST_PAIRS]);

/* The last document of a block, and its pairs. Only where there is a table. */
uint32_t postings_block_last(const postings_reader *r, uint32_t block);
size_t postings_block_pairs(const postings_reader *r, uint32_t block,
                            postings_pair pairs[POSTINGS_BLOCK_PAIRS]);

/* The first block from `block` on whose last document is `target` or after;
 * block_count if there is none. A list without a table is one block. */
uint32_t postings_block_find(const postings_reader *r, uint32_t block,
                             uint32_t target);

/* Unpack a block, one after that which is loaded if any is, into `documents`,
 * `in_block` of them, and stand on its first. False if it is damaged. */
bool postings_block_load(postings_reader *r, uint32_t block);

/* Unpack the `frequencies` of the present block. */
bool postings_block_frequencies(postings_reader *r);

#endif
