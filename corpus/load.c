/* SPDX-License-Identifier: MIT
 *
 * In: a path, or bytes. Out: valid UTF-8 text, or the reason why not. */
#include "corpus/corpus.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "corpus/charset.h"
#include "corpus/convert.h"
#include "corpus/format.h"
#include "corpus/open.h"
#include "corpus/unpack.h"

#define READ_CHUNK ((size_t)64 * 1024)
/* A byte of a code page becomes up to three of UTF-8. */
#define DECODED_MAX (3 * CORPUS_UNPACKED_MAX)

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
        pilcrow_status status = open_refuse_large(out->len, err);
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
    if (format != CORPUS_AUTO)
        return format;
    const converter *how = convert_of_content(bytes, len);
    if (how != NULL)
        return how->format;
    return format_is_page(bytes, len) ? CORPUS_HTML : CORPUS_AUTO;
}

/* The converter of a file of that name and format, whatever it holds; NULL if
 * we read it ourselves. */
static const converter *converter_of(const char *name, corpus_format format)
{
    if (format == CORPUS_AUTO)
        format_of_name(name, &format);
    return convert_find(format);
}

bool corpus_is_converted(const char *name, corpus_format format)
{
    return converter_of(name, format) != NULL;
}

/* The functions here use up `bytes`: most texts are UTF-8 as they are. */

static pilcrow_status decode_text(buf *out, buf *bytes, pilcrow_error *err)
{
    const char *text = buf_text(bytes);
    const converter *how = convert_of_content(text, bytes->len);
    if (how != NULL)
        return error_set(err, PILCROW_UNSUPPORTED, "a %s file, not text",
                         how->kind);
    if (charset_is_clean(text, bytes->len)) {
        buf_swap(out, bytes);
        return PILCROW_OK;
    }
    const charset from = charset_detect(text, bytes->len);
    if (from == CHARSET_BINARY)
        return error_set(err, PILCROW_UNSUPPORTED, "binary, not text");
    return charset_decode(out, from, text, bytes->len) ? PILCROW_OK
                                                       : error_no_memory(err);
}

/* The encoding of a page, NULL if its bytes tell it as those of a text do. What
 * it names holds where the bytes do not belie it; where neither tells anything,
 * it is that of the web's first years. */
static const char *page_encoding(const char *text, size_t len)
{
    if (memchr(text, '\0', len) != NULL || charset_is_unicode(text, len))
        return NULL;
    const char *name = charset_of_html(text, len);
    if (name == NULL)
        return charset_is_western(text, len) ? "CP1252" : NULL;
    return strcmp(name, "UTF-8") == 0 ? NULL : charset_belied(name, text, len);
}

static pilcrow_status decode_html(buf *out, buf *bytes, pilcrow_error *err)
{
    const char *text = buf_text(bytes);
    const char *name = page_encoding(text, bytes->len);
    if (name == NULL)
        return decode_text(out, bytes, err);
    return charset_convert(out, name, text, bytes->len) ? PILCROW_OK
                                                        : error_no_memory(err);
}

static pilcrow_status decode(buf *out, const char *name, corpus_format format,
                             buf *bytes, const atomic_bool *stop,
                             pilcrow_error *err)
{
    const char *text = buf_text(bytes);
    if (bytes->len == 0)
        return error_set(err, PILCROW_UNSUPPORTED, "empty");
    format = find_format(name, format, text, bytes->len);
    const converter *how = convert_find(format);
    if (how != NULL)
        return convert_document(out, how, text, bytes->len, stop, err);
    if (format == CORPUS_HTML)
        return decode_html(out, bytes, err);
    return decode_text(out, bytes, err);
}

static pilcrow_status unpack(buf *bytes, pilcrow_error *err)
{
    buf unpacked;
    if (!unpack_is_gzip(buf_text(bytes), bytes->len))
        return PILCROW_OK;
    buf_init(&unpacked, DECODED_MAX);
    pilcrow_status status =
        unpack_gzip(&unpacked, buf_text(bytes), bytes->len, err);
    buf_swap(bytes, &unpacked);
    buf_release(&unpacked);
    return status;
}

static pilcrow_status unpack_and_decode(buf *out, const char *name,
                                        corpus_format format, buf *bytes,
                                        const atomic_bool *stop,
                                        pilcrow_error *err)
{
    buf_clear(out);
    pilcrow_status status = unpack(bytes, err);
    return status == PILCROW_OK ? decode(out, name, format, bytes, stop, err)
                                : status;
}

/* True for the text of a PDF or DOCX file under that file's name. */
static bool is_converted(const char *name, const char *bytes, size_t len)
{
    const converter *how = converter_of(name, CORPUS_AUTO);
    return how != NULL && !convert_is(how, bytes, len) &&
           !format_is_page(bytes, len) &&
           charset_detect(bytes, len) != CHARSET_BINARY;
}

pilcrow_status corpus_decode(buf *out, const char *name, corpus_format format,
                             const char *bytes, size_t len, pilcrow_error *err)
{
    buf copy;
    buf_init(&copy, CORPUS_FILE_MAX);
    buf_clear(out);
    pilcrow_status status = open_refuse_large(len, err);
    if (status == PILCROW_OK && !buf_add(&copy, bytes, len))
        status = error_no_memory(err);
    if (format == CORPUS_AUTO && is_converted(name, bytes, len))
        format = CORPUS_TEXT;
    if (status == PILCROW_OK)
        status = unpack_and_decode(out, name, format, &copy, NULL, err);
    buf_release(&copy);
    return status;
}

pilcrow_status corpus_clean(buf *out, const char *text, size_t len,
                            pilcrow_error *err)
{
    buf_clear(out);
    pilcrow_status status = open_refuse_large(len, err);
    if (status == PILCROW_OK && !charset_decode(out, CHARSET_UTF8, text, len))
        status = error_no_memory(err);
    return status;
}

pilcrow_status corpus_load(buf *out, const char *path, corpus_format format,
                           bool follow, const atomic_bool *stop,
                           pilcrow_error *err)
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
    if (status == PILCROW_OK)
        status = unpack_and_decode(out, path, format, &bytes, stop, err);
done:
    buf_release(&bytes);
    return status;
}
