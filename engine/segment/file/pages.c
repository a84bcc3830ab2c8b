/* SPDX-License-Identifier: MIT
 *
 * In: a file of pages. Out: its content, mapped. Invariant: a page whose bit
 * is set was as it was written when it was hashed, and so were the pages of
 * checksums above it. */
#include "engine/segment/file/pages.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/segment/file/files.h"

#include <xxhash.h>

#define VERSION 1u
#define SUMS_A_PAGE (PAGES_BYTES / 8)

static const char magic[8] = "pilpages";

/* -------------------------------------------------------------- footer --- */

/* magic, content, root, version and page size, zeros, checksum. */
uint64_t pages_footer_write(unsigned char *out, const pages_footer *footer)
{
    memset(out, 0, PAGES_FOOTER);
    memcpy(out, magic, sizeof magic);
    pages_word_write(out + 8, footer->content);
    pages_word_write(out + 16, footer->root);
    pages_word_write(out + 24, VERSION | (uint64_t)PAGES_BYTES << 32);
    uint64_t checksum = XXH3_64bits(out, PAGES_FOOTER - 8);
    pages_word_write(out + PAGES_FOOTER - 8, checksum);
    return checksum;
}

/* Is it a footer, and the one with this checksum? */
static bool footer_read(pages_footer *out, const unsigned char *bytes,
                        uint64_t checksum)
{
    if (memcmp(bytes, magic, sizeof magic) != 0 ||
        pages_word(bytes + 24) != (VERSION | (uint64_t)PAGES_BYTES << 32) ||
        pages_word(bytes + PAGES_FOOTER - 8) != checksum ||
        XXH3_64bits(bytes, PAGES_FOOTER - 8) != checksum)
        return false;
    out->content = pages_word(bytes + 8);
    out->root = pages_word(bytes + 16);
    return true;
}

/* ------------------------------------------------------- open and close --- */

static uint64_t page_count(uint64_t len)
{
    return len / PAGES_BYTES + (len % PAGES_BYTES != 0);
}

/* Lay the levels out; false if they do not fill the file to its footer. */
static bool find_levels(pages *p)
{
    uint64_t offset = 0;
    uint64_t len = p->content;
    uint64_t room = p->mapped - PAGES_FOOTER;
    for (;;) {
        if (p->level_count == PAGES_LEVELS || len > room - offset)
            return false;
        p->levels[p->level_count++] =
            (pages_level){.offset = offset, .len = len};
        offset += len;
        if (page_count(len) <= 1)
            return offset == room;
        len = page_count(len) * 8;
    }
}

/* One run of memory for the bits of all levels. */
static bool make_bits(pages *p)
{
    size_t words = 0;
    for (unsigned i = 0; i < p->level_count; i++)
        words += (size_t)(page_count(p->levels[i].len) / 64 + 1);
    p->verified = calloc(words, sizeof *p->verified);
    if (p->verified == NULL)
        return false;
    words = 0;
    for (unsigned i = 0; i < p->level_count; i++) {
        p->levels[i].verified = p->verified + words;
        words += (size_t)(page_count(p->levels[i].len) / 64 + 1);
    }
    return true;
}

static pilcrow_status damaged(const char *path, pilcrow_error *err)
{
    return error_set(err, PILCROW_CORRUPT,
                     "'%s' is not as it was written; rebuild the index with "
                     "--full",
                     path);
}

static pilcrow_status map(pages *p, int fd, const char *path, uint64_t bytes,
                          pilcrow_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return error_system(err, errno, "read", path);
    if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size != bytes ||
        bytes < PAGES_FOOTER || bytes > SIZE_MAX / 2)
        return damaged(path, err);
    void *mapping = mmap(NULL, (size_t)bytes, PROT_READ, MAP_SHARED, fd, 0);
    if (mapping == MAP_FAILED)
        return error_system(err, errno, "read", path);
    madvise(mapping, (size_t)bytes, MADV_RANDOM);
    p->bytes = mapping;
    p->mapped = bytes;
    return PILCROW_OK;
}

pilcrow_status pages_open(pages *out, const char *path, uint64_t bytes,
                          uint64_t checksum, pilcrow_error *err)
{
    pages_footer footer;
    *out = (pages){0};
    int fd = files_open(path);
    if (fd < 0)
        return error_system(err, errno, "open", path);
    pilcrow_status status = map(out, fd, path, bytes, err);
    close(fd);
    if (status != PILCROW_OK)
        return status;
    if (!footer_read(&footer, out->bytes + bytes - PAGES_FOOTER, checksum)) {
        pages_close(out);
        return damaged(path, err);
    }
    out->content = footer.content;
    out->root = footer.root;
    if (!find_levels(out))
        status = damaged(path, err);
    else if (!make_bits(out))
        status = error_no_memory(err);
    if (status != PILCROW_OK)
        pages_close(out);
    return status;
}

void pages_close(pages *p)
{
    free(p->verified);
    if (p->bytes != NULL)
        munmap((void *)(uintptr_t)p->bytes, (size_t)p->mapped);
    *p = (pages){0};
}

void pages_read_in_order(pages *p)
{
    madvise((void *)(uintptr_t)p->bytes, (size_t)p->mapped, MADV_SEQUENTIAL);
}

void pages_let_go(pages *p)
{
    madvise((void *)(uintptr_t)p->bytes, (size_t)p->mapped, MADV_DONTNEED);
}

/* ------------------------------------------------------------ verifying --- */

static bool is_verified(const pages_level *level, uint64_t page)
{
    return (level->verified[page / 64] >> (page % 64) & 1) != 0;
}

/* Does the page's hash stand in the level above, which is verified? */
static bool page_holds(const pages *p, unsigned at, uint64_t page)
{
    const pages_level *level = &p->levels[at];
    uint64_t start = page * PAGES_BYTES;
    uint64_t left = level->len - start;
    uint64_t hash =
        XXH3_64bits(p->bytes + level->offset + start,
                    left < PAGES_BYTES ? (size_t)left : PAGES_BYTES);
    if (at + 1 == p->level_count)
        return hash == p->root;
    return hash == pages_word(p->bytes + p->levels[at + 1].offset + page * 8);
}

/* Verify page `page` of level `at` from the root down. */
static bool verify_page(pages *p, unsigned at, uint64_t page)
{
    pages_level *level = &p->levels[at];
    if (is_verified(level, page))
        return true;
    if (at + 1 < p->level_count && !verify_page(p, at + 1, page / SUMS_A_PAGE))
        return false;
    if (!page_holds(p, at, page))
        return false;
    level->verified[page / 64] |= UINT64_C(1) << (page % 64);
    return true;
}

void pages_expect(pages *p, uint64_t offset, uint64_t len)
{
    if (offset > p->content || len > p->content - offset ||
        len <= PAGES_BYTES || is_verified(&p->levels[0], offset >> PAGES_BITS))
        return;
    const uint64_t start = offset & ~(uint64_t)(PAGES_BYTES - 1);
    madvise((void *)(uintptr_t)(p->bytes + start),
            (size_t)(offset + len - start), MADV_WILLNEED);
}

bool pages_verify(pages *p, uint64_t offset, uint64_t len)
{
    if (offset > p->content || len > p->content - offset)
        return false;
    if (len == 0)
        return true;
    pages_expect(p, offset, len);
    uint64_t last = (offset + len - 1) >> PAGES_BITS;
    for (uint64_t page = offset >> PAGES_BITS; page <= last; page++)
        if (!is_verified(&p->levels[0], page) && !verify_page(p, 0, page))
            return false;
    return true;
}

uint64_t pages_check(pages *p, uint64_t *first)
{
    uint64_t bad = 0;
    pages_read_in_order(p);
    for (unsigned at = p->level_count; at-- > 0;) {
        const pages_level *level = &p->levels[at];
        uint64_t count = page_count(level->len);
        for (uint64_t page = 0; page < count; page++) {
            if (page_holds(p, at, page))
                continue;
            if (bad++ == 0)
                *first = level->offset + page * PAGES_BYTES;
        }
    }
    return bad;
}
