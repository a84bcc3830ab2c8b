/* SPDX-License-Identifier: MIT
 *
 * A file of pages, mapped for reading, each page verified when it is first
 * touched.
 *
 * The file is its content, then the checksums (XXH3, 64 bits) of the content's
 * pages, the checksums of the pages that these fill, and so on until one is
 * left, the root; then a footer with the root. So any byte is verified by
 * hashing its page and one page a level above it, and no more of the file is
 * read than that. FORMAT.md has it byte by byte; sink.h writes it.
 *
 * A handle belongs to one thread at a time. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_PAGES_H
#define PILCROW_ENGINE_SEGMENT_FILE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define PAGES_BITS 12u
#define PAGES_BYTES ((size_t)1 << PAGES_BITS)
#define PAGES_FOOTER ((size_t)64)
/* So many bytes after any that may be touched can be read too, unverified. */
#define PAGES_SLACK PAGES_FOOTER
/* Levels of checksums that a file of 2^64 bytes would have. */
#define PAGES_LEVELS 6u

typedef struct pages_footer {
    uint64_t content; /* bytes */
    uint64_t root;
} pages_footer;

/* Write PAGES_FOOTER bytes; the checksum that ends them is returned. */
uint64_t pages_footer_write(unsigned char *out, const pages_footer *footer);

typedef struct pages_level {
    uint64_t offset;    /* in the file; 0 for the content */
    uint64_t len;
    uint64_t *verified; /* a bit a page */
} pages_level;

typedef struct pages {
    const unsigned char *bytes;
    uint64_t content;       /* bytes that may be touched */
    uint64_t *verified;     /* levels[0].verified */
    uint64_t root;
    uint64_t mapped;        /* bytes of the whole file */
    unsigned level_count;
    pages_level levels[PAGES_LEVELS];
} pages;

/* Map the file and look at its footer.
 *
 * NOT_FOUND  it is not there.
 * CORRUPT    it is no such file, or not of `bytes` bytes and `checksum`. */
pilcrow_status pages_open(pages *out, const char *path, uint64_t bytes,
                          uint64_t checksum, pilcrow_error *err);
/* Zeroed is closed. */
void pages_close(pages *p);

/* Have the system read what is about to be touched for the first time. */
void pages_expect(pages *p, uint64_t offset, uint64_t len);

/* The slow way of pages_touch(). */
bool pages_verify(pages *p, uint64_t offset, uint64_t len);

/* True if the bytes lie within the content and are as they were written. */
static inline bool pages_touch(pages *p, uint64_t offset, uint64_t len)
{
    uint64_t page = offset >> PAGES_BITS;
    if (len - 1 < PAGES_BYTES && offset < p->content &&
        len <= p->content - offset &&
        (offset + len - 1) >> PAGES_BITS == page &&
        (p->verified[page / 64] >> (page % 64) & 1) != 0)
        return true;
    return pages_verify(p, offset, len);
}

/* Verify every page anew; how many are not as they were written, those of
 * checksums included, and the offset of the first. */
uint64_t pages_check(pages *p, uint64_t *first);

/* The content will be read from its beginning on: have the system read a good
 * deal ahead, where else it reads no more than what is touched or expected. */
void pages_read_in_order(pages *p);

/* Give back the memory that the mapping takes up; what is read again comes from
 * the system's cache of the file, or from the file. */
void pages_let_go(pages *p);

/* ------------------------------------------------- little-endian words --- */

static inline uint64_t pages_word(const unsigned char *bytes)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

static inline void pages_word_write(unsigned char *bytes, uint64_t word)
{
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(word >> 8 * i);
}

#endif
