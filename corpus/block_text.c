/* SPDX-License-Identifier: MIT
 *
 * In: blocks. Out: their texts. Invariant: a text that is kept is what cleaning
 * the block again would come to. */
#include "corpus/block_text.h"

#include <string.h>

#define SLICES_MAX ((size_t)1024 * 1024 * 1024)
/* What is kept of one document, in bytes; the blocks that come later are
 * cleaned again, as are all where there are too many. */
#define KEPT_MAX ((size_t)4 * 1024 * 1024)
#define KEPT_BLOCKS_MAX ((size_t)256 * 1024)

struct kept_text {
    size_t text_len, runs_len;
    char bytes[]; /* of the text, then of the runs */
};

void block_texts_init(block_texts *t, const block_list *blocks, cleaner *c,
                      clean_mode mode, arena *memory)
{
    *t = (block_texts){
        .blocks = blocks, .cleaner = c, .mode = mode, .memory = memory};
    buf_init(&t->slices, SLICES_MAX);
}

void block_texts_release(block_texts *t)
{
    buf_release(&t->slices);
}

clean_mode block_texts_mode(const block_texts *t, const block *at)
{
    return at->type == BLOCK_CODE ? clean_mode_of_code(t->mode) : t->mode;
}

slice block_texts_range(const block_texts *t, size_t index)
{
    const block *at = block_at(t->blocks, index);
    slice range = block_range(t->blocks, at);
    while (at->next != BLOCK_NONE) {
        at = block_at(t->blocks, at->next);
        range.end = block_range(t->blocks, at).end;
    }
    return range;
}

/* The slices of a block and of all that continues it. */
static bool gather(block_texts *t, const block *at)
{
    buf_clear(&t->slices);
    for (;; at = block_at(t->blocks, at->next)) {
        buf_add(&t->slices, block_slices(t->blocks, at),
                at->slice_count * sizeof(slice));
        if (at->next == BLOCK_NONE)
            return !t->slices.failed;
    }
}

static void keep(block_texts *t, const draft *d, size_t index)
{
    const size_t count = block_count(t->blocks);
    const size_t bytes = sizeof(kept_text) + d->text.len + d->runs.len;
    if (t->kept_bytes + bytes > KEPT_MAX || count > KEPT_BLOCKS_MAX)
        return;
    if (t->kept == NULL)
        t->kept = arena_array(t->memory, count, sizeof *t->kept);
    if (t->kept == NULL)
        return;
    kept_text *k = arena_room(t->memory, bytes);
    if (k == NULL)
        return;
    k->text_len = d->text.len;
    k->runs_len = d->runs.len;
    memcpy(k->bytes, buf_text(&d->text), k->text_len);
    memcpy(k->bytes + k->text_len, buf_text(&d->runs), k->runs_len);
    t->kept[index] = k;
    t->kept_bytes += bytes;
}

/* Make `out` what is kept of the block; false if nothing is. */
static bool take_kept(const block_texts *t, draft *out, size_t index)
{
    const kept_text *k = t->kept == NULL ? NULL : t->kept[index];
    draft_clear(out);
    if (k == NULL)
        return false;
    buf_add(&out->text, k->bytes, k->text_len);
    buf_add(&out->runs, k->bytes + k->text_len, k->runs_len);
    return true;
}

bool block_texts_read(block_texts *t, draft *out, size_t index)
{
    const block *at = block_at(t->blocks, index);
    if (take_kept(t, out, index))
        return !draft_failed(out);
    if (!gather(t, at))
        return false;
    clean_slices(t->cleaner, out, block_texts_mode(t, at),
                 (const slice *)(const void *)t->slices.data,
                 t->slices.len / sizeof(slice));
    if (!draft_failed(out))
        keep(t, out, index);
    return !draft_failed(out) && !t->memory->failed;
}

bool block_texts_read_alone(block_texts *t, draft *out, size_t index)
{
    const block *at = block_at(t->blocks, index);
    if (at->type != BLOCK_CODE && at->next == BLOCK_NONE)
        return block_texts_read(t, out, index);
    draft_clear(out);
    clean_slices(t->cleaner, out, t->mode, block_slices(t->blocks, at),
                 at->slice_count);
    return !draft_failed(out);
}

void block_texts_continued(block_texts *t, size_t index)
{
    if (t->kept != NULL)
        t->kept[index] = NULL;
}
