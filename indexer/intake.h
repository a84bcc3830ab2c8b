/* SPDX-License-Identifier: MIT
 *
 * Paragraphs on their way into the index, in parcels of a few hundred. A parcel
 * is filled, prepared and added. Preparing derives all that follows from the
 * paragraphs alone, and cuts a small file into them first, so any thread may do
 * it with an analyser of its own; adding changes the index, so parcels are
 * added one at a time, in their order. */
#ifndef PILCROW_INDEXER_INTAKE_H
#define PILCROW_INDEXER_INTAKE_H

#include "indexer/alike.h"
#include "indexer/identity.h"
#include "indexer/postings.h"
#include "indexer/session.h"

/* What is told of a document beside its text. Either may be NULL: then it is
 * what the text says. */
typedef struct intake_about {
    const char *title;
    const char *meta; /* a JSON object */
} intake_about;

/* One file, for as long as a parcel of it is on its way. */
typedef struct intake_file {
    session *session;
    catalog_file entry; /* its counts go up; its texts are borrowed */
    char key[SCHEMA_KEY_LETTERS + 1];
    arena arena;
    postings filters; /* of each of its paragraphs; in `arena` */
    identity_repeats repeats;
    intake_about about; /* borrowed, until it is kept */
    size_t bytes;       /* of its text */
    const char *text;   /* all of it, if its only parcel is whole */
} intake_file;

/* `bytes` is how long its text is. NULL without memory; free with
 * intake_file_free(). */
intake_file *intake_file_new(session *s, const catalog_file *entry,
                             const intake_about *about, size_t bytes);
void intake_file_free(intake_file *file);
/* Keep a copy of the file's text, to be cut later. False without memory. */
bool intake_file_keep(intake_file *file, const char *text);

/* A paragraph; or, where `skip` is not NULL, something passed over at
 * `skip_line`, to be reported in its turn. */
typedef struct intake_item {
    schema_record record;
    char id[SCHEMA_ID_LETTERS + 1]; /* record.id, once prepared */
    uint64_t repeat_key;
    alike_mark alike;
    postings terms;
    size_t bytes, len; /* the stored record, in the parcel's `records` */
    const char *skip;
    size_t skip_line;
    bool failed; /* it is passed over as it could not be read */
} intake_item;

typedef enum parcel_state {
    PARCEL_FILLED,
    PARCEL_PREPARING,
    PARCEL_PREPARED
} parcel_state;

typedef struct parcel {
    intake_file *file;
    bool last;   /* the file ends with it, and goes with it */
    bool whole;  /* the file's text is yet to be cut into it */
    arena arena; /* of all that the items point at */
    buf records;
    intake_item *items;
    size_t count, capacity;
    size_t text_bytes;
    size_t heavy;        /* of all texts in it, and something for each item */
    pilcrow_error error; /* what preparing came to */
    parcel_state state;  /* the pipeline's, as what follows */
    size_t weight;       /* 1 for one of the usual size */
    struct parcel *next;
} parcel;

/* An empty parcel; NULL without memory. Free with parcel_free(), which frees
 * the file too if this was its last. */
parcel *parcel_new(intake_file *file);
void parcel_free(parcel *p);
/* Free it but for its memory: empty, and of no file yet. If that is much it
 * goes too, and false comes back. */
bool parcel_recycle(parcel *p);

/* Append a copy of the paragraph. False without memory. */
bool parcel_add(parcel *p, const schema_record *record, alike_mark mark);
/* `failed`: what is passed over could not be read. */
bool parcel_add_skip(parcel *p, size_t line, const char *reason, bool failed);
/* Have it told which of the paragraphs were seen before: by who cuts. */
void parcel_look(parcel *p, alike *known);

/* Cut the file's text if it was kept, and derive each paragraph's language, id,
 * terms and stored bytes. What goes wrong is told when the parcel is added. A
 * file that is too much for one parcel is left to that. */
void parcel_prepare(parcel *p, analyser *tokens);

/* Add the paragraphs, each under an id that is free, and report what is passed
 * over. With the last parcel the file's entry is written. A file that was left
 * is cut, prepared and added here, piece by piece. */
pilcrow_status parcel_add_to_index(parcel *p, analyser *tokens,
                                   pilcrow_error *err);

/* Add one stored paragraph as it was, analysed anew: under the id it had, or
 * the next one free. Its texts are in p->arena, which this clears no earlier
 * than at the next call. */
pilcrow_status parcel_add_stored(parcel *p, const schema_record *record,
                                 analyser *tokens, pilcrow_error *err);

#endif
