/* SPDX-License-Identifier: MIT
 *
 * The words with a hyphen in them that a file has within its lines: where a
 * line ends on such a hyphen, it is no mark of a word that was cut. */
#ifndef PILCROW_CORPUS_COMPOUNDS_H
#define PILCROW_CORPUS_COMPOUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"

typedef struct compounds {
    const char *text; /* the file, borrowed */
    size_t len;
    bool read;
    bool failed; /* out of memory: what it says need not be so */
    map known; /* by hash */
} compounds;

/* The file is read when it is first asked for one. */
void compounds_init(compounds *c, const char *text, size_t len);
void compounds_release(compounds *c);

/* Is the word that ends where `left` ends joined elsewhere by a hyphen to one
 * that begins as `right` does, in letters of any size? "asylum-seeker" says so
 * of "asylum-" and "seekers". */
bool compounds_has(compounds *c, const char *left, size_t left_len,
                   const char *right, size_t right_len);

#endif
