/* SPDX-License-Identifier: MIT
 *
 * In: where parts are, and what is known of a term. Out: their bytes, and
 * back. Invariant: what is read is in the range of its type; whether it lies
 * within the file is checked by the part. */
#include "engine/segment/file/directory.h"

#include <string.h>

#include "engine/segment/file/postings.h"
#include "engine/segment/file/segment.h"
#include "engine/segment/file/varint.h"

/* ------------------------------------------------------------ directory --- */

/* The words in the order in which they stand. */
static void list_words(directory *d, uint64_t *words[DIRECTORY_WORDS])
{
    uint64_t *const list[] = {
        &d->documents, &d->words, &d->length_bytes, &d->length_min,
        &d->length_max, &d->lengths,
        &d->records.offset, &d->records.len, &d->records.blocks,
        &d->columns[0].offset, &d->columns[0].len,
        &d->columns[1].offset, &d->columns[1].len,
        &d->ids.offset, &d->ids.len, &d->postings, &d->postings_len,
        &d->terms.offset, &d->terms.leaves_len, &d->terms.root, &d->terms.len,
        &d->terms.count, NULL, NULL};
    _Static_assert(sizeof list / sizeof *list == DIRECTORY_WORDS,
                   "a word for each");
    _Static_assert(ENGINE_VALUE_COUNT == 2, "the columns are named above");
    memcpy(words, list, sizeof list);
}

void directory_write(unsigned char *out, const directory *d)
{
    uint64_t *words[DIRECTORY_WORDS];
    directory copy = *d;
    uint64_t depth = d->terms.depth;
    uint64_t unused = 0;
    list_words(&copy, words);
    words[DIRECTORY_WORDS - 2] = &depth;
    words[DIRECTORY_WORDS - 1] = &unused;
    for (unsigned i = 0; i < DIRECTORY_WORDS; i++)
        pages_word_write(out + 8 * i, *words[i]);
}

bool directory_read(directory *out, const unsigned char *bytes)
{
    uint64_t *words[DIRECTORY_WORDS];
    uint64_t depth, unused;
    list_words(out, words);
    words[DIRECTORY_WORDS - 2] = &depth;
    words[DIRECTORY_WORDS - 1] = &unused;
    for (unsigned i = 0; i < DIRECTORY_WORDS; i++)
        *words[i] = pages_word(bytes + 8 * i);
    out->terms.depth = (uint32_t)depth;
    return depth <= TABLE_DEPTH_MAX && out->documents > 0 &&
           out->documents <= POSTINGS_DOCUMENTS_MAX &&
           out->length_min <= out->length_max &&
           out->length_max <= UINT32_MAX &&
           (out->length_bytes == 1 || out->length_bytes == 2 ||
            out->length_bytes == 4);
}

/* ------------------------------------------------------------- payloads --- */

size_t payload_write(unsigned char *out, const segment_term *term)
{
    unsigned char *at = out;
    const bool scored = field_is_scored(term->field);
    const uint64_t more = scored ? term->occurrences - term->documents : 0;
    const uint64_t others = term->documents - 1;
    at += varint_write(at, scored ? others << 1 | (more > 0) : others);
    if (more > 0)
        at += varint_write(at, more);
    at += varint_write(at, term->documents == 1 ? term->only : term->docs_len);
    if (scored)
        at += varint_write(at, term->positions_len);
    return (size_t)(at - out);
}

bool payload_read(segment_term *out, const unsigned char **at,
                  const unsigned char *end)
{
    const bool scored = field_is_scored(out->field);
    uint64_t head, place;
    uint64_t more = 0;
    if (!varint_read(at, end, &head))
        return false;
    if (scored && (head & 1) != 0 && !varint_read(at, end, &more))
        return false;
    const uint64_t others = scored ? head >> 1 : head;
    out->positions_len = 0;
    if (others >= POSTINGS_DOCUMENTS_MAX || more > UINT64_MAX / 2 ||
        !varint_read(at, end, &place) ||
        (scored && !varint_read(at, end, &out->positions_len)))
        return false;
    out->documents = (uint32_t)others + 1;
    out->occurrences = scored ? out->documents + more : 0;
    out->only = others == 0 ? (uint32_t)place : 0;
    out->docs_len = others == 0 ? 0 : place;
    return others != 0 || place < POSTINGS_DOCUMENTS_MAX;
}
