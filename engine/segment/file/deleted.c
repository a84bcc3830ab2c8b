/* SPDX-License-Identifier: MIT
 *
 * In: a bitmap. Out: a file of it, or of a list where that is smaller, and the
 * bitmap again. Invariant: a bitmap that was read has as many bits set as the
 * manifest says, none past the last document. */
#include "engine/segment/file/deleted.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "engine/segment/file/files.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/varint.h"

#include <xxhash.h>

#define MAGIC "pilcrow deleted\n"
#define MAGIC_BYTES 16u
/* Magic, documents, count, form. */
#define HEAD_BYTES (MAGIC_BYTES + 24u)
#define CHECKSUM_BYTES 8u
#define FILE_MAX ((size_t)1 << 30)

enum form { BITMAP, LIST };

static size_t bitmap_bytes(uint32_t documents)
{
    return ((size_t)documents + 63) / 64 * 8;
}

/* ------------------------------------------------------------- writing --- */

static void add_word(buf *out, uint64_t word)
{
    unsigned char bytes[8];
    pages_word_write(bytes, word);
    buf_add(out, bytes, sizeof bytes);
}

static void add_list(buf *out, const uint64_t *bits, uint32_t documents)
{
    for (uint32_t i = 0; i < documents; i++) {
        unsigned char bytes[4];
        if ((bits[i / 64] >> (i % 64) & 1) == 0)
            continue;
        word_write(bytes, i);
        buf_add(out, bytes, sizeof bytes);
    }
}

static uint64_t encode(buf *out, const uint64_t *bits, uint32_t documents,
                       uint32_t count)
{
    bool list = (size_t)count * 4 < bitmap_bytes(documents);
    buf_add(out, MAGIC, MAGIC_BYTES);
    add_word(out, documents);
    add_word(out, count);
    add_word(out, list ? LIST : BITMAP);
    if (list)
        add_list(out, bits, documents);
    for (size_t i = 0; !list && i < bitmap_bytes(documents) / 8; i++)
        add_word(out, bits[i]);
    uint64_t checksum = XXH3_64bits(buf_text(out), out->len);
    add_word(out, checksum);
    return checksum;
}

pilcrow_status deleted_write(deleted_name *out, const char *data,
                             const uint64_t *bits, uint32_t documents,
                             uint32_t count, bool durable, pilcrow_error *err)
{
    buf bytes;
    buf_init(&bytes, FILE_MAX);
    pilcrow_status status = PILCROW_NO_MEMORY;
    char *path = files_path(data, FILES_DELETED, out->number);
    out->checksum = encode(&bytes, bits, documents, count);
    if (path == NULL || bytes.failed)
        error_no_memory(err);
    else
        status = files_write_all(path, bytes.data, bytes.len, durable, err);
    free(path);
    buf_release(&bytes);
    return status;
}

/* ------------------------------------------------------------- reading --- */

/* Fill the bitmap; false if the file is not of so many documents. */
static bool decode(uint64_t *bits, const unsigned char *bytes, size_t len,
                   uint32_t documents, uint32_t count)
{
    const unsigned char *at = bytes + HEAD_BYTES;
    size_t left = len - HEAD_BYTES - CHECKSUM_BYTES;
    uint64_t form = pages_word(bytes + 32);
    uint64_t set = 0;
    if (memcmp(bytes, MAGIC, MAGIC_BYTES) != 0 ||
        pages_word(bytes + 16) != documents || pages_word(bytes + 24) != count)
        return false;
    if (form == LIST && left == (size_t)count * 4) {
        for (; left > 0; left -= 4, at += 4) {
            uint32_t document = word_read(at);
            if (document >= documents)
                return false;
            bits[document / 64] |= UINT64_C(1) << document % 64;
        }
    } else if (form == BITMAP && left == bitmap_bytes(documents)) {
        for (size_t i = 0; i < left / 8; i++)
            bits[i] = pages_word(at + 8 * i);
        if (documents % 64 != 0 && bits[documents / 64] >> documents % 64 != 0)
            return false;
    } else {
        return false;
    }
    for (size_t i = 0; i < deleted_words(documents); i++)
        set += (uint64_t)__builtin_popcountll(bits[i]);
    return set == count;
}

/* Does the content end in the checksum of the rest, which is `checksum`? */
static bool checksum_holds(const buf *content, uint64_t checksum)
{
    if (content->len < HEAD_BYTES + CHECKSUM_BYTES)
        return false;
    size_t len = content->len - CHECKSUM_BYTES;
    return pages_word((const unsigned char *)content->data + len) ==
               checksum &&
           XXH3_64bits(content->data, len) == checksum;
}

static pilcrow_status read_file(uint64_t *bits, const char *path,
                                uint64_t checksum, uint32_t documents,
                                uint32_t count, pilcrow_error *err)
{
    buf content;
    buf_init(&content, FILE_MAX);
    pilcrow_status status = files_read_all(&content, path, err);
    if (status == PILCROW_LIMIT ||
        (status == PILCROW_OK &&
         (!checksum_holds(&content, checksum) ||
          !decode(bits, (const unsigned char *)content.data, content.len,
                  documents, count))))
        status = error_set(err, PILCROW_CORRUPT,
                           "'%s' is not as it was written; rebuild the index "
                           "with --full",
                           path);
    buf_release(&content);
    return status;
}

pilcrow_status deleted_read(uint64_t **out, const char *data,
                            const deleted_name *name, uint32_t documents,
                            uint32_t count, pilcrow_error *err)
{
    *out = NULL;
    char *path = files_path(data, FILES_DELETED, name->number);
    uint64_t *bits = calloc(deleted_words(documents), sizeof *bits);
    pilcrow_status status =
        path == NULL || bits == NULL
            ? error_no_memory(err)
            : read_file(bits, path, name->checksum, documents, count, err);
    if (status == PILCROW_OK)
        *out = bits;
    else
        free(bits);
    free(path);
    return status;
}
