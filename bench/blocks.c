/* SPDX-License-Identifier: MIT
 *
 * Prints the blocks that Pilcrow sees in Markdown files, for bench/blocks.py:
 * "file PATH", and for each block of it "kind first-line last-line quoted". */
#include <stdio.h>
#include <stdlib.h>

#include "corpus/block.h"
#include "corpus/corpus.h"

static const char *const names[] = {
    [BLOCK_PARAGRAPH] = "text", [BLOCK_HEADING] = "heading",
    [BLOCK_ITEM] = "text",      [BLOCK_ROW] = "row",
    [BLOCK_CODE] = "code",      [BLOCK_FOOTNOTE] = "text",
    [BLOCK_GAP] = "gap"};

static void print_block(const block_list *list, const line_table *lines,
                        const block *b)
{
    slice range = block_range(list, b);
    size_t last = range.end > range.start ? range.end - 1 : range.end;
    printf("%s %zu %zu %d\n",
           b->type == BLOCK_HEADING && b->level == BLOCK_BOLD_LEVEL
               ? "bold"
               : names[b->type],
           lines_at(lines, range.start) + 1, lines_at(lines, last) + 1,
           b->quoted);
}

static bool print_file(const char *path)
{
    buf text;
    arena memory;
    line_table lines;
    block_list list;
    pilcrow_error err;
    buf_init(&text, CORPUS_UNPACKED_MAX);
    arena_init(&memory, CORPUS_UNPACKED_MAX);
    block_list_init(&list);
    bool ok =
        corpus_load(&text, path, CORPUS_MARKDOWN, true, NULL, &err) ==
            PILCROW_OK &&
        lines_read(&lines, &memory, text.data, text.len) &&
        block_split(&list, &lines, BLOCK_MARKUP);
    printf("file %s\n", path);
    for (size_t i = 0; ok && i < block_count(&list); i++)
        print_block(&list, &lines, block_at(&list, i));
    block_list_release(&list);
    arena_release(&memory);
    buf_release(&text);
    return ok;
}

int main(int count, char **paths)
{
    bool ok = true;
    for (int i = 1; i < count; i++)
        ok = print_file(paths[i]) && ok;
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
