/* SPDX-License-Identifier: MIT
 *
 * One term's list of paragraphs, as bytes.
 *
 * A list has two parts, kept apart: the docs part (documents, frequencies, and
 * what is needed to skip) and the positions part, read for phrases only. A
 * document is a paragraph's number in its segment, from 0. Lists are cut into
 * blocks of POSTINGS_BLOCK documents; only the last may be shorter. For each
 * block of a list of more than one, its last document and its best (frequency,
 * length) pairs are kept apart from it, so that a search can pass it over
 * unread. FORMAT.md describes the layout byte by byte.
 *
 * How many documents and occurrences a list holds, whether it has frequencies,
 * and how long its parts are, is not in the list: the dictionary of terms
 * knows, and tells the reader.
 *
 * Reading trusts nothing: lengths and offsets are checked before use; a list
 * that does not hold together ends early, and its reader is `corrupt` for
 * good. Whether bytes are those once written is for checksums to tell, before
 * they come here. */
#ifndef PILCROW_ENGINE_SEGMENT_POSTINGS_H
#define PILCROW_ENGINE_SEGMENT_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

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
 *         postings_writer_begin(&w, scored);
 *         for each of its documents, ascending:
 *             postings_writer_add(&w, ...);
 *         if (!postings_writer_finish(&w, &list)) ...
 *         ... write out list.docs and list.positions ...
 *     postings_writer_release(&w);
 *
 * A failure (memory, a part over 4 GiB) is sticky until the next begin. */
typedef struct postings_writer {
    buf docs;               /* packed blocks */
    buf table;              /* an entry a block */
    buf positions;          /* packed positions not drained */
    buf places;             /* where each block's positions begin */
    buf whole;              /* the finished docs part */
    uint64_t drained;       /* bytes of positions */
    uint64_t occurrences;
    uint32_t count;
    uint32_t last;          /* the document added last */
    bool scored;
    bool placed;            /* some document has positions */
    bool failed;
    uint32_t in_block;
    uint32_t in_group;
    size_t best_count;
    postings_pair best[POSTINGS_LIST_PAIRS + 1];
    uint32_t gaps[POSTINGS_BLOCK];
    uint32_t frequencies[POSTINGS_BLOCK];
    uint32_t lengths[POSTINGS_BLOCK];
    uint32_t group[POSTINGS_BLOCK];
} postings_writer;

/* A finished list. The bytes are the writer's, until its next begin. */
typedef struct postings_packed {
    const char *docs;
    size_t docs_len;
    const char *positions;      /* what is left after draining */
    size_t positions_len;
    uint64_t positions_total;   /* with what was drained; 0: none are kept */
    uint32_t count;             /* documents */
    uint64_t occurrences;       /* their frequencies added up */
} postings_packed;

void postings_writer_init(postings_writer *w);
void postings_writer_release(postings_writer *w);

/* `scored`: the field keeps frequencies. */
void postings_writer_begin(postings_writer *w, bool scored);

/* `document` is above the one before, and below POSTINGS_DOCUMENTS_MAX;
 * `frequency` is above 0 just if the field is scored; `positions` are
 * `frequency` ascending numbers below ENGINE_POSITION_MAX, or NULL where none
 * are kept; `length` is that of the document in words. */
void postings_writer_add(postings_writer *w, uint32_t document,
                         uint32_t frequency, const uint32_t *positions,
                         uint32_t length);

/* For a caller that would not hold all positions of a long list in memory:
 * what is packed so far, and a call that says it has been written out. */
static inline const buf *postings_writer_ready(const postings_writer *w)
{
    static const buf none = {0};
    return w->placed ? &w->positions : &none;
}
void postings_writer_drain(postings_writer *w);

/* False if the list could not be made. A list of no documents is one. */
bool postings_writer_finish(postings_writer *w, postings_packed *out);

/* ------------------------------------------------------------ reading --- */

/* The bytes of a list, borrowed, and what is known of it. */
typedef struct postings_source {
    const unsigned char *docs;
    size_t docs_len;
    const unsigned char *positions; /* not looked at before it is needed */
    size_t positions_len;           /* 0: none are kept */
    uint64_t occurrences;
    uint32_t count;                 /* documents in the list */
    uint32_t documents;             /* in the segment: each is below */
    bool scored;
} postings_source;

typedef struct pack_kernel pack_kernel;

typedef struct postings_reader {
    postings_source source;
    const pack_kernel *kernel;
    const unsigned char *best;      /* pairs of the whole list */
    const unsigned char *table;     /* NULL for a list of one block */
    const unsigned char *blocks;
    size_t blocks_len;
    uint32_t best_count;
    uint32_t pairs;                 /* in each entry of the table */
    uint32_t entry;                 /* bytes of each */
    uint32_t block_count;
    bool corrupt;
    /* The present block. */
    bool frequencies_ready;
    bool sums_ready;
    uint32_t block;                 /* block_count: none */
    uint32_t at;                    /* index in it of the present document */
    uint32_t in_block;
    const unsigned char *packed_frequencies;
    const unsigned char *block_end;
    /* The present document's positions. */
    uint32_t left;                  /* positions not yet given */
    uint32_t value;                 /* the one given last, plus 1 */
    uint32_t group_at;              /* index of the next in the group */
    uint32_t in_group;              /* 0: no group is unpacked */
    uint32_t group_block;           /* the block it was unpacked for */
    uint64_t group_first;           /* number in the block's run of group[0] */
    const unsigned char *group_end; /* the next group's bytes */
    _Alignas(32) uint32_t documents[POSTINGS_BLOCK];
    _Alignas(32) uint32_t frequencies[POSTINGS_BLOCK];
    _Alignas(32) uint32_t group[POSTINGS_BLOCK];
    uint32_t before[POSTINGS_BLOCK]; /* positions before each document's */
} postings_reader;

/* Stand before the first document. False if the head of the list does not
 * hold together: it reads as empty, and is `corrupt`. */
bool postings_reader_open(postings_reader *r, const postings_source *source);

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

/* How many documents of the list are in the bitmap `deleted` (bit i of word
 * i / 64), of whose bits `deleted_count` are set, and how often the term stands
 * in them. False if the list is damaged. */
bool postings_count_deleted(postings_reader *r, const uint64_t *deleted,
                            uint32_t deleted_count, uint32_t *documents,
                            uint64_t *occurrences);

/* ---------------------------------------------------- a block at a time --- */

/* The pairs of the whole list, of `best` at most POSTINGS_LIST_PAIRS; none for
 * a list of one block: that is read sooner than its pairs would be. */
size_t postings_reader_best(const postings_reader *r, postings_pair *best);

/* The last document of a block; its best pairs, at most POSTINGS_BLOCK_PAIRS.
 * Only for a list of several blocks (`table` is not NULL). */
uint32_t postings_block_last(const postings_reader *r, uint32_t block);
size_t postings_block_pairs(const postings_reader *r, uint32_t block,
                            postings_pair *pairs);

/* The first block from `block` on whose last document is `target` or after;
 * block_count if there is none. */
uint32_t postings_block_find(const postings_reader *r, uint32_t block,
                             uint32_t target);

/* Unpack a block into `documents`, `in_block` of them, and stand on its first.
 * False if it is damaged. */
bool postings_block_load(postings_reader *r, uint32_t block);

/* Unpack the present block's `frequencies`. */
bool postings_block_frequencies(postings_reader *r);

#endif
