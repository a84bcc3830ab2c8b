/* SPDX-License-Identifier: MIT
 *
 * One small life of an index, for tests that break it: built, changed, merged,
 * thinned out, compacted, built anew. Each step is one call of pilcrow.h with at
 * most one commit, and may be tried again when it has failed. What the index
 * holds after each is known as a number. */
#ifndef PILCROW_TESTS_INDEX_SCRIPT_H
#define PILCROW_TESTS_INDEX_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pilcrow.h"

#define SCRIPT_STEPS 15u

/* "index", "delete", "compact", …: what step `step` is about. */
const char *script_name(size_t step);

/* Do step `step` to the index in `dir`. */
pilcrow_status script_step(size_t step, const char *dir, pilcrow_error *err);

/* What is in an index: a number made of each record, posting and value under a
 * key, whatever their order, and how many commits it has had. The number of one
 * that is empty, or not there yet, is 0. */
typedef struct script_content {
    uint64_t sum;
    uint64_t generation;
} script_content;

pilcrow_status script_read(script_content *out, const char *dir,
                           pilcrow_error *err);

/* Run a few queries, and show a few of their hits: a number made of what they
 * gave, scores aside. */
pilcrow_status script_search(uint64_t *out, const char *dir,
                             pilcrow_error *err);

/* Is the index whole: does `pilcrow check` find nothing? An index that is not
 * there yet is. Prints what it finds. */
bool script_is_whole(const char *dir);

/* A new empty folder, in memory where there is a place for that; and one
 * removed with all that is in it. */
void script_folder(char out[64]);
void script_empty(const char *path);
/* Make a folder that is as `from` is. */
void script_copy(const char *from, const char *to);

/* The whole life once, without faults, and what the index was between steps:
 * before[i] before step i, which is also what it was after step i - 1. */
typedef struct script_life {
    char folder[64];
    char now[96]; /* the index that tests break */
    script_content before[SCRIPT_STEPS + 1];
} script_life;

void script_live(script_life *life);
/* Make `now` what the index was before `step`. */
void script_restore(const script_life *life, size_t step);
void script_end(script_life *life);

/* A drawing of numbers; replayed from its seed. */
uint32_t script_random(uint64_t *seed);
/* $PILCROW_SEED, or `usual`. */
uint64_t script_seed(uint64_t usual);

#endif
