/* SPDX-License-Identifier: MIT
 *
 * The small parts of inline mark-up, each recognised where it begins. Every
 * function returns how many bytes the part takes, 0 if it is not there, and
 * looks no further than `len`. */
#ifndef PILCROW_CORPUS_MARKUP_H
#define PILCROW_CORPUS_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* A mark that points to a footnote: <sup>1</sup>, <sup>[1]</sup>,
 * <sup>^{1}</sup>, each also several, emphasised, as a link, and between dollar
 * signs; $^{1}$; $^{a,*}$; [^name]. */
size_t markup_note(const char *text, size_t len);

/* ^{1} or ^{[1]}, as mathematics raises a number. */
size_t markup_raised(const char *text, size_t len);

/* <sup>a</sup> or <sup>*</sup>, which is a mark where it begins a line. */
size_t markup_sign(const char *text, size_t len);

/* A raised or lowered word between dollar signs, $^{th}$ or $_2$: where the
 * word itself lies. */
size_t markup_script(const char *text, size_t len, size_t *start, size_t *end);

/* The tag <sup>, where `markup_note` is none. */
size_t markup_sup(const char *text, size_t len);

/* An HTML tag, with `*breaks` true where it parts words (p, br, td). Only
 * names HTML knows: "<your name>" is text. */
size_t markup_tag(const char *text, size_t len, bool *breaks);

/* <https://...>, <mailto:...>, <name@host>. */
size_t markup_autolink(const char *text, size_t len);

/* The "(url "title")" after a link text. */
size_t markup_target(const char *text, size_t len);

/* An entity; `*code` is its character. */
size_t markup_entity(const char *text, size_t len, uint32_t *code);

/* The same in a page, where those that HTML always had and numbers may lack
 * the semicolon: "5&nbsp000", "&#8212 ". */
size_t markup_page_entity(const char *text, size_t len, uint32_t *code);

/* The labels that a document's `[label]: url` lines define. */
typedef struct label_set {
    buf hashes; /* of uint64_t, sorted once all are in */
} label_set;

void labels_init(label_set *set);
void labels_release(label_set *set);
bool labels_add(label_set *set, const char *label, size_t len);
void labels_sort(label_set *set);
bool labels_have(const label_set *set, const char *label, size_t len);
bool labels_empty(const label_set *set);

#endif
