/* SPDX-License-Identifier: MIT
 *
 * A file's text in, its paragraphs out, copied into parcels. */
#ifndef PILCROW_INDEXER_CUT_H
#define PILCROW_INDEXER_CUT_H

#include "corpus/pieces.h"
#include "indexer/intake.h"

/* A parcel that is to be sent off holds so much text, or so many paragraphs, or
 * is so heavy: each paragraph takes its title and headings along. */
#define CUT_PARCEL_TEXT ((size_t)32 << 10)
#define CUT_PARCEL_ITEMS 512u
#define CUT_PARCEL_HEAVY ((size_t)512 << 10)

/* Where paragraphs go. */
typedef struct cutting {
    parcel *parcel; /* being filled; NULL once the next could not be had */
    /* Have the next parcel in the place of the full one; NULL: all go into the
     * one there is. */
    pilcrow_status (*next)(struct cutting *c, pilcrow_error *err);
    void *ctx;        /* of next() */
    alike *alike;     /* to be asked of records; may be NULL */
    uint64_t ordinal; /* of the next paragraph */
} cutting;

/* Cut the text of the parcel's file; its count of documents goes up.
 *
 * LIMIT  without next(), a parcel that has become too heavy. */
pilcrow_status cut_text(cutting *c, const char *text, size_t len,
                        pilcrow_error *err);
/* The same of a long file of records. */
pilcrow_status cut_pieces(cutting *c, pieces *text, pilcrow_error *err);

#endif
