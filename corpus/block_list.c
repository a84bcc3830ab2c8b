/* SPDX-License-Identifier: MIT
 *
 * In: blocks and slices, appended by block.c. Out: the same by index. A block
 * names its slices by number, so both may grow and move. */
#include "corpus/block.h"

#define BLOCKS_MAX ((size_t)2 * 1024 * 1024 * 1024)

void block_list_init(block_list *list)
{
    buf_init(&list->blocks, BLOCKS_MAX);
    buf_init(&list->slices, BLOCKS_MAX);
    labels_init(&list->labels);
    list->title = (slice){0, 0};
    list->title_quote = '\0';
    list->none = (block){0};
}

void block_list_release(block_list *list)
{
    buf_release(&list->blocks);
    buf_release(&list->slices);
    labels_release(&list->labels);
}

block *block_at(const block_list *list, size_t index)
{
    return (block *)(void *)list->blocks.data + index;
}

block *block_last(block_list *list)
{
    if (list->blocks.failed || block_count(list) == 0)
        return &list->none;
    return block_at(list, block_count(list) - 1);
}

size_t block_count(const block_list *list)
{
    return list->blocks.len / sizeof(block);
}

const slice *block_slices(const block_list *list, const block *b)
{
    return (const slice *)(const void *)list->slices.data + b->slice;
}

slice block_range(const block_list *list, const block *b)
{
    if (b->slice_count == 0)
        return (slice){b->marker, b->marker};
    const slice *slices = block_slices(list, b);
    return (slice){slices[0].start, slices[b->slice_count - 1].end};
}
