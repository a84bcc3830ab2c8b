/* SPDX-License-Identifier: MIT
 *
 * A libFuzzer target: any bytes as a file of the segment engine, searched,
 * checked, merged; built and run by fuzz_segment.sh.
 *
 * There is a good index. The first byte of an input says which of its files the
 * rest takes the place of, in the order of the manifest; 0x40 has the index
 * compacted too, 0x80 takes the bytes as they are. Else they are given the
 * checksums that they should have, and the manifest the numbers that go with
 * them: a checksum that does not hold is soon found, and what lies behind it
 * would never be seen. Nothing that is found is wrong here: to come back is all.
 *
 *     fuzz_segment --seeds DIR      write the good files as inputs */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "index_script.h"

#include "engine/disk.h"
#include "engine/engine.h"
#include "engine/segment/file/files.h"
#include "engine/segment/file/manifest.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/sink.h"

#include <xxhash.h>

/* As the life of the script leaves it: segments, deletions, metadata. */
#define STEPS 10
#define FILES 16
#define COMPACTED 0x40
#define AS_IT_IS 0x80
#define FILE_MAX ((size_t)1 << 20)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[64], good[96], now[96], goods[112], nows[112];

/* A file of the index: where the manifest names it. */
typedef struct place {
    files_kind kind;
    size_t at; /* in the manifest's segments or metadata */
    bool manifest;
} place;

static void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    abort();
}

static void make_index(void)
{
    script_folder(folder);
    snprintf(good, sizeof good, "%s/good", folder);
    snprintf(now, sizeof now, "%s/now", folder);
    snprintf(goods, sizeof goods, "%s/data-1", good);
    snprintf(nows, sizeof nows, "%s/data-1", now);
    for (size_t step = 0; step < STEPS; step++)
        if (script_step(step, good, NULL) != PILCROW_OK)
            die("no index to begin with");
}

static void remove_index(void)
{
    script_empty(folder);
}

/* The places of the manifest's files, that of the manifest last. */
static size_t list_places(const manifest *m, place places[3 * FILES])
{
    size_t count = 0;
    for (size_t i = 0; i < m->segment_count && i < FILES; i++) {
        places[count++] = (place){FILES_SEGMENT, i, false};
        if (m->segments[i].deleted_count > 0)
            places[count++] = (place){FILES_DELETED, i, false};
    }
    for (size_t i = 0; i < m->metadata_count && i < FILES; i++)
        places[count++] = (place){FILES_METADATA, i, false};
    places[count++] = (place){.manifest = true};
    return count;
}

static char *path_of(const manifest *m, const place *p, const char *data)
{
    if (p->manifest)
        return disk_path(data, FILES_MANIFEST);
    if (p->kind == FILES_METADATA)
        return files_path(data, p->kind, m->metadata[p->at].number);
    const manifest_segment *s = &m->segments[p->at];
    return files_path(data, p->kind, p->kind == FILES_SEGMENT
                                         ? s->name.number
                                         : s->deleted.number);
}

/* ------------------------------------------------------------ writing it --- */

/* A file of pages with this content; its size and checksum. */
static void write_pages(const char *path, const uint8_t *bytes, size_t len,
                        uint64_t *size, uint64_t *checksum)
{
    sink *s = NULL;
    if (sink_open(&s, path, NULL) != PILCROW_OK)
        die("cannot write");
    sink_add(s, bytes, len);
    if (sink_finish(s, false, size, checksum, NULL) != PILCROW_OK)
        die("cannot write");
    sink_close(s);
}

/* The bytes and their hash, which ends the deleted files and the manifest. */
static uint64_t write_hashed(const char *path, const uint8_t *bytes, size_t len)
{
    static char copy[FILE_MAX + 8];
    uint64_t checksum = XXH3_64bits(bytes, len);
    memcpy(copy, bytes, len);
    pages_word_write((unsigned char *)copy + len, checksum);
    if (files_write_all(path, copy, len + 8, false, NULL) != PILCROW_OK)
        die("cannot write");
    return checksum;
}

static uint32_t word_at(const uint8_t *bytes, size_t len, size_t at)
{
    return at + 8 <= len ? (uint32_t)pages_word(bytes + at) : 0;
}

/* What the manifest says of a file follows what the file says of itself, for
 * two that do not agree are soon found too. */
static void write_good(manifest *m, const place *p, const char *path,
                       const uint8_t *bytes, size_t len)
{
    if (p->manifest) {
        write_hashed(path, bytes, len);
        return;
    }
    manifest_segment *s = &m->segments[p->at];
    if (p->kind == FILES_SEGMENT) {
        write_pages(path, bytes, len, &s->name.bytes, &s->name.checksum);
        uint32_t documents = word_at(bytes, len, len & ~(size_t)7) == 0 &&
                                     len >= 192
                                 ? word_at(bytes, len, (len & ~(size_t)7) - 192)
                                 : 0;
        s->documents = documents != 0 ? documents : s->documents;
    } else if (p->kind == FILES_DELETED) {
        s->deleted.checksum = write_hashed(path, bytes, len);
        s->deleted_count = word_at(bytes, len, 24);
    } else {
        metadata_name *n = &m->metadata[p->at];
        write_pages(path, bytes, len, &n->bytes, &n->checksum);
    }
    if (manifest_write(m, nows, false, NULL) != PILCROW_OK)
        die("cannot write the manifest");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    manifest m;
    place places[3 * FILES];
    uint64_t sum;
    script_content content;
    if (size < 1 || size > FILE_MAX)
        return 0;
    script_empty(now);
    script_copy(good, now);
    if (manifest_read(&m, goods, NULL) != PILCROW_OK)
        die("the good index is gone");
    size_t count = list_places(&m, places);
    const place *p = &places[(data[0] & 0x3F) % count];
    char *path = path_of(&m, p, nows);
    if ((data[0] & AS_IT_IS) != 0)
        files_write_all(path, (const char *)data + 1, size - 1, false, NULL);
    else
        write_good(&m, p, path, data + 1, size - 1);
    free(path);
    manifest_release(&m);

    script_search(&sum, now, NULL);
    script_read(&content, now, NULL);
    pilcrow_check(now, NULL, NULL, NULL);
    if ((data[0] & COMPACTED) != 0)
        pilcrow_compact(NULL, NULL, now, NULL);
    return 0;
}

/* ---------------------------------------------------------------- seeds --- */

static void write_seed(const char *dir, size_t number, const buf *content,
                       size_t len)
{
    char name[32];
    snprintf(name, sizeof name, "file-%zu", number);
    char *path = disk_path(dir, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        die("cannot write the seeds");
    fputc((int)number, file);
    fwrite(content->data, 1, len, file);
    fclose(file);
    free(path);
}

static void write_seeds(const char *dir)
{
    manifest m;
    place places[3 * FILES];
    if (manifest_read(&m, goods, NULL) != PILCROW_OK)
        die("the good index is gone");
    size_t count = list_places(&m, places);
    for (size_t i = 0; i < count; i++) {
        buf content;
        buf_init(&content, FILE_MAX);
        char *path = path_of(&m, &places[i], goods);
        if (files_read_all(&content, path, NULL) != PILCROW_OK)
            die("cannot read the good index");
        size_t len = content.len - 8;
        if (!places[i].manifest && places[i].kind != FILES_DELETED)
            len = (size_t)pages_word((unsigned char *)content.data +
                                     content.len - PAGES_FOOTER + 8);
        write_seed(dir, i, &content, len);
        free(path);
        buf_release(&content);
    }
    manifest_release(&m);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    make_index();
    atexit(remove_index);
    if (*argc == 3 && strcmp((*argv)[1], "--seeds") == 0) {
        write_seeds((*argv)[2]);
        exit(0);
    }
    return 0;
}
