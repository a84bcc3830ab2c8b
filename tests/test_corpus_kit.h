/* SPDX-License-Identifier: MIT
 *
 * What the tests of the corpus share: split a text, check what must hold of
 * any split, and write it down in lines a person can read. */
#ifndef PILCROW_TESTS_CORPUS_KIT_H
#define PILCROW_TESTS_CORPUS_KIT_H

#include "base/buf.h"
#include "corpus/corpus.h"

/* Split `text` and append to `out` what came of it, a line each:
 *
 *     title: T                       (only if it is not the file's name)
 *     id: I / meta: M                (only if there are any)
 *     kind 3-5 p2 [A > B] text       (p2 only where pages are known)
 *     glossary 3-3 [A] text {form | form = form // note}
 *     skip 7 reason
 *
 * `out` may be NULL. Fails the test if an invariant does not hold: places
 * ascend and lie inside the file, texts are valid UTF-8 without NUL or spare
 * blanks, runs cover them and lie in the range, but for a row's heads, and the
 * bytes of an exact run are the file's. */
void kit_split(buf *out, const char *name, corpus_format format,
               const char *text, size_t len);

/* Write a glossary entry as "one | 1 = один // note". */
void kit_entry(buf *out, const corpus_entry *entry);

/* Read a whole file into `out`; false if it cannot be read. */
bool kit_read(buf *out, const char *path);

#endif
