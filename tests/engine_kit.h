/* SPDX-License-Identifier: MIT
 *
 * What the engine's tests share: a folder to work in, paragraphs made of plain
 * words, queries written as text. Each function fails the test it is called
 * in; none is called from a visitor, for a failing test jumps. */
#ifndef PILCROW_TESTS_ENGINE_KIT_H
#define PILCROW_TESTS_ENGINE_KIT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arena.h"
#include "engine/engine.h"
#include "engine_choice.h"

/* Fail with the sentence in `err`. */
#define assert_ok(call)                                                        \
    do {                                                                       \
        pilcrow_error err_ = {PILCROW_OK, 0, {0}};                             \
        pilcrow_error *err = &err_;                                            \
        pilcrow_status status_ = (call);                                       \
        if (status_ != PILCROW_OK)                                             \
            fail_msg("%s: %s (%d)", #call, err->message, (int)status_);        \
    } while (0)

/* Fail unless the call comes to `expected` and its sentence holds `words`. */
#define assert_fails(call, expected, words)                                    \
    do {                                                                       \
        pilcrow_error err_ = {PILCROW_OK, 0, {0}};                             \
        pilcrow_error *err = &err_;                                            \
        pilcrow_status status_ = (call);                                       \
        if (status_ != (expected) || err->status != status_ ||                 \
            strstr(err->message, words) == NULL)                               \
            fail_msg("%s: %d '%s', not %d '%s'", #call, (int)status_,          \
                     err->message, (int)(expected), words);                    \
    } while (0)

/* Pass over the rest of a test unless it is about the engine of this name. */
void kit_only(const char *engine);

/* A new empty folder; kit_remove() removes it with all that is in it, and
 * frees the name. */
char *kit_folder(void);
void kit_remove(char *dir);
/* `dir/name`, in one of a few static buffers. */
const char *kit_path(const char *dir, const char *name);
/* The data folder that the index uses now, in the same buffers. */
const char *kit_data(const char *dir);
void kit_write(const char *path, const char *text);
/* Turn over one bit in `count` bytes of the file, the first at `offset`. */
void kit_damage(const char *path, long offset, size_t count);

engine_writer *kit_writer(const char *dir);
engine_snapshot *kit_snapshot(const char *dir);

/* The words of a text, each with its position from 1: split at spaces, or at '/'
 * for words at one position, where a word that comes twice counts once; a '_' is
 * a position without a word. Begin with `rest` and zeros. */
typedef struct kit_word {
    const char *rest;
    const char *text;
    size_t len;
    uint32_t position;
} kit_word;

bool kit_next_word(kit_word *word);

/* A paragraph of words: `body` and `heading` are such texts; `lang` and
 * `document` filter. */
typedef struct kit_paragraph {
    const char *id;
    const char *body;
    const char *heading; /* may be NULL */
    const char *lang;    /* may be NULL */
    uint64_t document;
    uint64_t ordinal;
    const char *record; /* NULL: "ID BODY" */
    uint32_t alike;
    bool left_out; /* body and heading are */
} kit_paragraph;

pilcrow_status kit_add(engine_writer *writer, const kit_paragraph *paragraph,
                       pilcrow_error *err);
/* Paragraph "ID" with the words, in a transaction of its own. */
void kit_commit_one(engine_writer *writer, const char *id, const char *body);

/* A query written as text; see tests/cases/engine/query.txt. */
engine_query *kit_query(arena *a, const char *text);
/* The paragraph of that id. */
engine_ref kit_ref(engine_snapshot *snapshot, const char *id);
/* The ids of the hits, best first, with spaces between. */
const char *kit_search(engine_snapshot *snapshot, const char *query,
                       const engine_search_options *options);
/* The words of a short text in the order of the alphabet, in a static
 * buffer. */
const char *kit_sorted(const char *text);
engine_search_options kit_options(void);

uint64_t kit_generation(engine_snapshot *snapshot);
uint64_t kit_paragraphs(engine_snapshot *snapshot);

#endif
