/* SPDX-License-Identifier: MIT
 *
 * In: a term and a shape. Out: whether a word of that shape came to the
 * term. */
#include "searcher/expand/witness.h"

#include "searcher/expand/shape.h"
#include "searcher/expand/surface.h"

#define FOLDED_MAX ((size_t)64 * 1024)

/* A search for a word in paragraphs. */
typedef struct looking {
    analyser *tokens;
    const letters *shape;
    buf folded;
    bool seen;
    bool failed; /* out of memory */
} looking;

static bool look_at_word(void *ctx, const surface_word *word)
{
    looking *l = ctx;
    letters folded;
    l->failed = !analyser_fold(l->tokens, &l->folded, word->text, word->len);
    if (l->failed)
        return false;
    l->seen = letters_read(&folded, buf_text(&l->folded), l->folded.len) &&
              shape_fits(l->shape, &folded);
    return !l->seen;
}

pilcrow_status witness_ask(witness_answer *out, pilcrow_index *index,
                           const witness_question *q, pilcrow_error *err)
{
    looking l = {.tokens = index->tokens, .shape = q->shape};
    *out = (witness_answer){false, 0};
    buf_init(&l.folded, FOLDED_MAX);
    pilcrow_status status =
        surface_each(index, q->field, q->term, q->len, q->most, look_at_word,
                     &l, &out->read, err);
    out->seen = l.seen;
    buf_release(&l.folded);
    return status == PILCROW_OK && l.failed ? error_no_memory(err) : status;
}
