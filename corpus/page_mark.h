/* SPDX-License-Identifier: MIT
 *
 * Lines that name a page: "<!-- page 3 -->", "{2}-----", "Page 3 of 9". */
#ifndef PILCROW_CORPUS_PAGE_MARK_H
#define PILCROW_CORPUS_PAGE_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a mark says of the lines after it. */
typedef enum mark_role {
    MARK_BEGINS,  /* they are on page n */
    MARK_FOLLOWS, /* they are on the page after page n */
    MARK_TURNS,   /* they are on the next page */
    MARK_RUNNING  /* a header or footer that names page n */
} mark_role;

typedef struct page_mark {
    mark_role role;
    bool alone; /* a mark only where nothing stands right above and below */
    uint32_t number;
} page_mark;

/* `text` is a line without white space around it. */
bool page_mark_find(page_mark *out, const char *text, size_t len);

#endif
