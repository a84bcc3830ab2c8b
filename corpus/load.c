/* SPDX-License-Identifier: MIT
 *
 * In: a path, or bytes. Out: valid UTF-8 text, or the reason why not.
 *
 * Nothing but a regular file is ever opened, and what was looked at is what is
 * read: the checks are repeated on the open file. */
#include "corpus/corpus.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/charset.h"
#include "corpus/convert.h"
#include "corpus/format.h"
#include "corpus/unpack.h"

#define READ_CHUNK ((size_t)64 * 1024)
/* A byte of a code page becomes up to three of UTF-8. */
#define DECODED_MAX (3 * CORPUS_UNPACKED_MAX)

static pilcrow_status refuse_special(mode_t mode, pilcrow_error *err)
{
    if (S_ISREG(mode))
        return PILCROW_OK;
    if (S_ISLNK(mode))
        return error_set(err, PILCROW_UNSUPPORTED,
                         "a symbolic link; links are followed with --follow");
    return error_set(err, PILCROW_UNSUPPORTED, "not a regular file");
}

static pilcrow_status refuse_large(uint64_t size, pilcrow_error *err)
{
    if (size <= CORPUS_FILE_MAX)
        return PILCROW_OK;
    return error_set(err, PILCROW_LIMIT, "larger than %zu MB; split it",
                     CORPUS_FILE_MAX >> 20);
}

/* Open `path` if it is a regular file; *fd is -1 on failure. `*size` is what
 * its bytes seem to be. */
static pilcrow_status open_regular(int *fd, size_t *size, const char *path,
                                   bool follow, pilcrow_error *err)
{
    struct stat before, now;
    *fd = -1;
    *size = 0;
    if ((follow ? stat(path, &before) : lstat(path, &before)) != 0)
        return error_system(err, errno, "open it", NULL);
    pilcrow_status status = refuse_special(before.st_mode, err);
    if (status != PILCROW_OK)
        return status;
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    int opened = open(path, flags | (follow ? 0 : O_NOFOLLOW));
    if (opened < 0)
        return error_system(err, errno, "open it", NULL);
    if (fstat(opened, &now) != 0)
        status = error_system(err, errno, "read it", NULL);
    else
        status = refuse_special(now.st_mode, err);
    if (status == PILCROW_OK)
        status = refuse_large((uint64_t)now.st_size, err);
    if (status == PILCROW_OK) {
        *fd = opened;
        *size = (size_t)now.st_size;
    } else {
        close(opened);
    }
    return status;
}

/* Read to the end, be it where `size` says or not. */
static pilcrow_status read_all(buf *out, int fd, size_t size,
                               pilcrow_error *err)
{
    /* Where it is right, the end is read into the one byte that is left. */
    size_t room = size + 1;
    for (;;) {
        if (!buf_reserve(out, room))
            return error_no_memory(err);
        ssize_t got = read(fd, out->data + out->len, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(err, errno, "read it", NULL);
        if (got == 0)
            return PILCROW_OK;
        out->len += (size_t)got;
        out->data[out->len] = '\0';
        room = room > (size_t)got ? room - (size_t)got : READ_CHUNK;
        pilcrow_status status = refuse_large(out->len, err);
        if (status != PILCROW_OK)
            return status;
    }
}

/* The format that the name or the first bytes tell; CORPUS_AUTO if neither. */
static corpus_format find_format(const char *name, corpus_format format,
                                 const char *bytes, size_t len)
{
    if (format == CORPUS_AUTO)
        format_of_name(name, &format);
    if (format == CORPUS_AUTO && convert_is_pdf(bytes, len))
        return CORPUS_PDF;
    if (format == CORPUS_AUTO && format_is_page(bytes, len))
        return CORPUS_HTML;
    return format;
}

/* Tell the encoding of a text, and refuse what is none. */
static pilcrow_status detect(charset *out, const char *bytes, size_t len,
                             pilcrow_error *err)
{
    if (convert_is_pdf(bytes, len))
        return error_set(err, PILCROW_UNSUPPORTED, "a PDF file, not text");
    *out = charset_detect(bytes, len);
    if (*out == CHARSET_BINARY)
        return error_set(err, PILCROW_UNSUPPORTED, "binary, not text");
    return PILCROW_OK;
}

static pilcrow_status decode_text(buf *out, const char *bytes, size_t len,
                                  pilcrow_error *err)
{
    charset from;
    pilcrow_status status = detect(&from, bytes, len, err);
    if (status != PILCROW_OK)
        return status;
    if (!charset_decode(out, from, bytes, len))
        return error_no_memory(err);
    return PILCROW_OK;
}

/* What HTML says of its encoding holds where the bytes do not belie it. */
static pilcrow_status decode_html(buf *out, const char *bytes, size_t len,
                                  pilcrow_error *err)
{
    const char *name = charset_of_html(bytes, len);
    if (name == NULL || memchr(bytes, '\0', len) != NULL ||
        charset_is_unicode(bytes, len))
        return decode_text(out, bytes, len, err);
    if (!charset_convert(out, name, bytes, len))
        return error_no_memory(err);
    return PILCROW_OK;
}

static pilcrow_status decode(buf *out, const char *name, corpus_format format,
                             const char *bytes, size_t len, pilcrow_error *err)
{
    if (len == 0)
        return error_set(err, PILCROW_UNSUPPORTED, "empty");
    format = find_format(name, format, bytes, len);
    const converter *how = convert_find(format);
    if (how != NULL)
        return convert_document(out, how, bytes, len, err);
    if (format == CORPUS_HTML)
        return decode_html(out, bytes, len, err);
    return decode_text(out, bytes, len, err);
}

static pilcrow_status unpack_and_decode(buf *out, const char *name,
                                        corpus_format format, const char *bytes,
                                        size_t len, pilcrow_error *err)
{
    buf unpacked;
    buf_init(&unpacked, DECODED_MAX);
    buf_clear(out);
    pilcrow_status status = refuse_large(len, err);
    if (status == PILCROW_OK && unpack_is_gzip(bytes, len)) {
        status = unpack_gzip(&unpacked, bytes, len, err);
        bytes = buf_text(&unpacked);
        len = unpacked.len;
    }
    if (status == PILCROW_OK)
        status = decode(out, name, format, bytes, len, err);
    buf_release(&unpacked);
    return status;
}

/* True for the text of a PDF or DOCX file under that file's name. */
static bool is_converted(const char *name, const char *bytes, size_t len)
{
    corpus_format format = CORPUS_AUTO;
    format_of_name(name, &format);
    const converter *how = convert_find(format);
    return how != NULL && !convert_is(how, bytes, len) &&
           !format_is_page(bytes, len) &&
           charset_detect(bytes, len) != CHARSET_BINARY;
}

pilcrow_status corpus_decode(buf *out, const char *name, corpus_format format,
                             const char *bytes, size_t len, pilcrow_error *err)
{
    if (format == CORPUS_AUTO && is_converted(name, bytes, len))
        format = CORPUS_TEXT;
    return unpack_and_decode(out, name, format, bytes, len, err);
}

pilcrow_status corpus_clean(buf *out, const char *text, size_t len,
                            pilcrow_error *err)
{
    buf_clear(out);
    pilcrow_status status = refuse_large(len, err);
    if (status == PILCROW_OK && !charset_decode(out, CHARSET_UTF8, text, len))
        status = error_no_memory(err);
    return status;
}

/* Is a file's text there as it is, as most are? */
static bool is_ready(const char *name, corpus_format format, const buf *bytes)
{
    const char *text = buf_text(bytes);
    const size_t len = bytes->len;
    return len > 0 && len <= CORPUS_FILE_MAX && !unpack_is_gzip(text, len) &&
           !convert_is_pdf(text, len) &&
           convert_find(find_format(name, format, text, len)) == NULL &&
           charset_is_clean(text, len);
}

pilcrow_status corpus_load(buf *out, const char *path, corpus_format format,
                           bool follow, pilcrow_error *err)
{
    int fd;
    size_t size;
    buf bytes;
    buf_init(&bytes, CORPUS_FILE_MAX + 2 * READ_CHUNK);
    pilcrow_status status = open_regular(&fd, &size, path, follow, err);
    if (status != PILCROW_OK)
        goto done;
    status = read_all(&bytes, fd, size, err);
    close(fd);
    if (status == PILCROW_OK && is_ready(path, format, &bytes))
        buf_swap(out, &bytes);
    else if (status == PILCROW_OK)
        status = unpack_and_decode(out, path, format, buf_text(&bytes),
                                   bytes.len, err);
done:
    buf_release(&bytes);
    return status;
}
