/* SPDX-License-Identifier: MIT
 *
 * In: the files of a generation. Out: the manifest's bytes, and back.
 * Invariant: `manifest` is a whole one at any moment, for a new one is written
 * beside it and takes its place by rename. */
#include "engine/segment/file/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "engine/disk.h"
#include "engine/segment/file/files.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/postings.h"

#include <xxhash.h>

#define MAGIC "pilcrow manifest"
#define MAGIC_BYTES 16u
#define VERSION 3u
/* In words of 8 bytes, after the magic. */
#define HEAD_WORDS 5u
#define SEGMENT_WORDS 8u
#define NAME_WORDS 3u
#define CHECKSUM_BYTES 8u
#define FILE_MAX ((size_t)64 << 20)

void manifest_release(manifest *m)
{
    free(m->segments);
    free(m->metadata);
    *m = (manifest){0};
}

bool manifest_names(const manifest *m, int kind, uint64_t number)
{
    for (size_t i = 0; i < m->segment_count; i++) {
        const manifest_segment *s = &m->segments[i];
        if ((kind == FILES_SEGMENT && s->name.number == number) ||
            (kind == FILES_DELETED && s->deleted.number == number))
            return true;
    }
    for (size_t i = 0; kind == FILES_METADATA && i < m->metadata_count; i++)
        if (m->metadata[i].number == number)
            return true;
    return false;
}

/* ------------------------------------------------------------- writing --- */

static void add_words(buf *out, const uint64_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char bytes[8];
        pages_word_write(bytes, words[i]);
        buf_add(out, bytes, sizeof bytes);
    }
}

static void encode(buf *out, const manifest *m)
{
    const uint64_t head[HEAD_WORDS] = {VERSION, m->generation, m->next_number,
                                       m->segment_count, m->metadata_count};
    buf_add(out, MAGIC, MAGIC_BYTES);
    add_words(out, head, HEAD_WORDS);
    for (size_t i = 0; i < m->segment_count; i++) {
        const manifest_segment *s = &m->segments[i];
        const uint64_t words[SEGMENT_WORDS] = {
            s->name.number,    s->name.bytes,      s->name.checksum,
            s->documents,      s->deleted_count,   s->words,
            s->deleted.number, s->deleted.checksum};
        add_words(out, words, SEGMENT_WORDS);
    }
    for (size_t i = 0; i < m->metadata_count; i++) {
        const metadata_name *n = &m->metadata[i];
        const uint64_t words[NAME_WORDS] = {n->number, n->bytes, n->checksum};
        add_words(out, words, NAME_WORDS);
    }
    const uint64_t checksum = XXH3_64bits(buf_text(out), out->len);
    add_words(out, &checksum, 1);
}

/* Has the rename landed though it says that it failed? */
static bool has_landed(const manifest *m, const char *data)
{
    manifest now = {0};
    bool landed = manifest_read(&now, data, NULL) == PILCROW_OK &&
                  now.generation == m->generation &&
                  now.next_number == m->next_number;
    manifest_release(&now);
    return landed;
}

pilcrow_status manifest_write(const manifest *m, const char *data, bool durable,
                              pilcrow_error *err)
{
    buf bytes;
    buf_init(&bytes, FILE_MAX);
    pilcrow_status status = PILCROW_NO_MEMORY;
    char *path = disk_path(data, FILES_MANIFEST_NEW);
    encode(&bytes, m);
    if (path == NULL || bytes.failed)
        error_no_memory(err);
    else
        status = files_write_all(path, bytes.data, bytes.len, durable, err);
    if (status == PILCROW_OK) {
        status = files_rename(data, FILES_MANIFEST_NEW, FILES_MANIFEST, err);
        if (status != PILCROW_OK && has_landed(m, data))
            status = PILCROW_OK;
    }
    free(path);
    buf_release(&bytes);
    return status;
}

/* ------------------------------------------------------------- reading --- */

/* Reading words one after another. */
typedef struct words {
    const unsigned char *at;
} words;

static uint64_t next(words *w)
{
    uint64_t word = pages_word(w->at);
    w->at += 8;
    return word;
}

static bool read_segments(manifest *out, words *w)
{
    for (size_t i = 0; i < out->segment_count; i++) {
        manifest_segment *s = &out->segments[i];
        s->name.number = next(w);
        s->name.bytes = next(w);
        s->name.checksum = next(w);
        uint64_t documents = next(w);
        uint64_t deleted = next(w);
        s->words = next(w);
        s->deleted.number = next(w);
        s->deleted.checksum = next(w);
        s->documents = (uint32_t)documents;
        s->deleted_count = (uint32_t)deleted;
        if (documents == 0 || documents > POSTINGS_DOCUMENTS_MAX ||
            deleted > documents || (deleted == 0) != (s->deleted.number == 0))
            return false;
    }
    return true;
}

static void read_metadata(manifest *out, words *w)
{
    for (size_t i = 0; i < out->metadata_count; i++) {
        metadata_name *n = &out->metadata[i];
        n->number = next(w);
        n->bytes = next(w);
        n->checksum = next(w);
    }
}

/* OK; CORRUPT or VERSION without a sentence; NO_MEMORY. */
static pilcrow_status decode(manifest *out, const buf *content)
{
    const size_t fixed = MAGIC_BYTES + 8 * HEAD_WORDS + CHECKSUM_BYTES;
    const unsigned char *bytes = (const unsigned char *)content->data;
    if (content->len < fixed || memcmp(bytes, MAGIC, MAGIC_BYTES) != 0)
        return PILCROW_CORRUPT;
    size_t len = content->len - CHECKSUM_BYTES;
    if (XXH3_64bits(bytes, len) != pages_word(bytes + len))
        return PILCROW_CORRUPT;
    words w = {bytes + MAGIC_BYTES};
    if (next(&w) != VERSION)
        return PILCROW_VERSION;
    out->generation = next(&w);
    out->next_number = next(&w);
    uint64_t segments = next(&w);
    uint64_t metadata = next(&w);
    size_t left = (content->len - fixed) / 8;
    if (segments > left / SEGMENT_WORDS || metadata > left / NAME_WORDS ||
        left != segments * SEGMENT_WORDS + metadata * NAME_WORDS ||
        (content->len - fixed) % 8 != 0)
        return PILCROW_CORRUPT;
    out->segments = calloc((size_t)segments + 1, sizeof *out->segments);
    out->metadata = calloc((size_t)metadata + 1, sizeof *out->metadata);
    if (out->segments == NULL || out->metadata == NULL)
        return PILCROW_NO_MEMORY;
    out->segment_count = (size_t)segments;
    out->metadata_count = (size_t)metadata;
    if (!read_segments(out, &w))
        return PILCROW_CORRUPT;
    read_metadata(out, &w);
    return PILCROW_OK;
}

static pilcrow_status explain(pilcrow_status status, const char *path,
                              pilcrow_error *err)
{
    switch (status) {
    case PILCROW_OK:
        return status;
    case PILCROW_VERSION:
        return error_set(err, status,
                         "'%s' was made by another version of pilcrow; "
                         "rebuild the index with --full",
                         path);
    case PILCROW_NOT_FOUND:
        return error_set(err, PILCROW_CORRUPT,
                         "the index is damaged: '%s' is not there; rebuild it "
                         "with --full",
                         path);
    case PILCROW_NO_MEMORY:
        return error_no_memory(err);
    default:
        return error_set(err, PILCROW_CORRUPT,
                         "'%s' is not as it was written; rebuild the index "
                         "with --full",
                         path);
    }
}

pilcrow_status manifest_read(manifest *out, const char *data,
                             pilcrow_error *err)
{
    buf content;
    *out = (manifest){0};
    buf_init(&content, FILE_MAX);
    char *path = disk_path(data, FILES_MANIFEST);
    pilcrow_status status = path == NULL ? error_no_memory(err)
                                         : files_read_all(&content, path, err);
    if (status == PILCROW_OK)
        status = explain(decode(out, &content), path, err);
    else if (status != PILCROW_IO && path != NULL)
        status = explain(status, path, err);
    if (status != PILCROW_OK)
        manifest_release(out);
    buf_release(&content);
    free(path);
    return status;
}
