/* SPDX-License-Identifier: MIT
 *
 * A page of HTML as blocks. libxml2 says where elements begin and end, those
 * that are opened or closed by implication included; their texts are slices of
 * the page, to be cleaned with CLEAN_HTML.
 *
 * Out of the text: scripts, styles, navigation, dialogs, the page's own header
 * (but for its level-1 heading, and paragraphs below that), its own footer and
 * asides (notes, and what an article or section has of these, stay), forms'
 * controls, drawings, what annotates mathematics, hidden phrases and signs that
 * are links. */
#ifndef PILCROW_CORPUS_HTML_H
#define PILCROW_CORPUS_HTML_H

#include "base/arena.h"
#include "corpus/block.h"

/* A copy of the page, byte for byte in the same places, with spaces for what
 * is no text and could do harm or cost time: attributes (but what they mean
 * for the text, see attributes.h), comments, declarations, scripts,
 * styles, control characters. Line ends stay. Every
 * tag of it is closed. NULL if memory ran out. Linear in `len`. */
char *html_quiet(arena *memory, const char *text, size_t len);

/* The length of the tag at the '<' at `text`, whatever its name, 0 if it is
 * none; `*breaks` true where it parts words. For text from html_quiet(). */
size_t html_tag(const char *text, size_t len, bool *breaks);

/* The length of <sup>...</sup> that holds a footnote's number, plain, in
 * brackets or ^{1}, and nothing else, links around it passed over; 0 if it is
 * none. */
size_t html_note(const char *text, size_t len);

/* True if there is nothing but a footnote's number in brackets, "[1]" or
 * "[1] (2, 3)", and tags. */
bool html_is_label(const char *text, size_t len);

/* Cut `text`, from html_quiet(), into blocks. What is not shown becomes blanks
 * in it. `*stopped` is where reading ended: `len`, or before it in a page whose
 * tags are too tangled to follow.
 * False if memory ran out. */
bool html_blocks(block_list *out, size_t *stopped, char *text, size_t len);

#endif
