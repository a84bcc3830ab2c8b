/* SPDX-License-Identifier: MIT
 *
 * In: a file. Out: its lines, some at a time. Invariant: a piece ends with a
 * line, and where it ends depends on the bytes alone, so that at the second
 * time there are the same pieces or the file has changed. */
#include "corpus/pieces.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "corpus/charset.h"
#include "corpus/convert.h"
#include "corpus/format.h"
#include "corpus/open.h"
#include "corpus/unpack.h"

/* Read what comes next behind the bytes there are. False if it cannot be had:
 * the file should have that much. */
static bool read_more(pieces *p)
{
    const size_t left = p->len - p->start - p->bytes.len;
    size_t wanted = left < PIECE_BYTES ? left : PIECE_BYTES;
    if (!buf_reserve(&p->bytes, wanted))
        return false;
    while (wanted > 0) {
        const off_t at = (off_t)(p->start + p->bytes.len);
        const ssize_t got =
            pread(p->fd, p->bytes.data + p->bytes.len, wanted, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        buf_extend(&p->bytes, (size_t)got);
        wanted -= (size_t)got;
    }
    return true;
}

/* How many of the bytes are whole lines, if `from` is the first that was not
 * looked at; 0: none. */
static size_t whole_lines(const pieces *p, size_t from)
{
    if (p->start + p->bytes.len == p->len)
        return p->bytes.len;
    const char *data = buf_text(&p->bytes);
    const char *last = memrchr(data + from, '\n', p->bytes.len - from);
    return last == NULL ? 0 : (size_t)(last + 1 - data);
}

/* Have the next piece in hand; false if there is none, or it cannot be had. */
static bool read_piece(pieces *p)
{
    const size_t rest = p->bytes.len - p->given;
    if (p->given > 0)
        memmove(p->bytes.data, p->bytes.data + p->given, rest);
    buf_truncate(&p->bytes, rest);
    p->start += p->given;
    p->given = 0;
    if (p->start == p->len)
        return false;
    while (p->given == 0) {
        const size_t from = p->bytes.len;
        if (!read_more(p))
            return false;
        p->given = whole_lines(p, from);
    }
    return true;
}

/* Do its first bytes look as those of records that lie there as they are? A
 * line ends among them. */
static bool begins_well(pieces *p)
{
    const bool read = read_more(p);
    const char *bytes = buf_text(&p->bytes);
    const size_t len = p->bytes.len;
    const bool ok = read && memchr(bytes, '\n', len) != NULL &&
                    !unpack_is_gzip(bytes, len) && !convert_is_pdf(bytes, len);
    pieces_rewind(p);
    return ok;
}

/* Look at all pieces and note their hashes. */
static bool look(pieces *p, XXH3_state_t *all)
{
    while (read_piece(p)) {
        const char *text = buf_text(&p->bytes);
        if (p->count == PIECES_MAX || !charset_is_clean(text, p->given))
            return false;
        p->sums[p->count++] = XXH3_64bits(text, p->given);
        XXH3_128bits_update(all, text, p->given);
    }
    p->hash = XXH3_128bits_digest(all);
    return p->start == p->len;
}

static bool look_at_all(pieces *p)
{
    XXH3_state_t *all = XXH3_createState();
    const bool ok =
        all != NULL && XXH3_128bits_reset(all) == XXH_OK && look(p, all);
    XXH3_freeState(all);
    return ok;
}

static bool is_records(const char *path, corpus_format format)
{
    if (format == CORPUS_AUTO)
        format_of_name(path, &format);
    return format == CORPUS_JSONL;
}

bool pieces_open(pieces *out, const char *path, corpus_format format,
                 bool follow)
{
    *out = (pieces){.fd = -1};
    buf_init(&out->bytes, CORPUS_FILE_MAX + 1);
    const bool ok =
        is_records(path, format) &&
        open_regular(&out->fd, &out->len, path, follow, NULL) == PILCROW_OK &&
        out->len > PIECE_BYTES && begins_well(out) && look_at_all(out);
    if (!ok)
        pieces_close(out);
    return ok;
}

void pieces_close(pieces *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
    buf_release(&p->bytes);
}

void pieces_rewind(pieces *p)
{
    buf_clear(&p->bytes);
    p->start = p->given = p->number = 0;
}

bool pieces_next(pieces *p, const char **text, size_t *len, size_t *offset)
{
    if (p->number == p->count || p->changed)
        return false;
    p->changed = !read_piece(p) ||
                 XXH3_64bits(p->bytes.data, p->given) != p->sums[p->number++];
    *text = buf_text(&p->bytes);
    *len = p->given;
    *offset = p->start;
    return !p->changed;
}
