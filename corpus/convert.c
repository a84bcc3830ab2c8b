/* SPDX-License-Identifier: MIT
 *
 * In: a document's bytes. Out: its text. The table has what is run and how;
 * programs are looked for in two folders only, whatever $PATH says. */
#include "corpus/convert.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "corpus/charset.h"
#include "corpus/child.h"
#include "corpus/text.h"

#define MB ((size_t)1024 * 1024)

static const char *const folders[] = {"/usr/bin", "/usr/local/bin"};

static const char *const pdf_args[] = {
    "pdftotext", "-enc", "UTF-8", "-eol", "unix", CHILD_INPUT, "-", NULL};

static const char *const docx_args[] = {
    "pandoc", "--sandbox", "--standalone", "--wrap=none", "--from", "docx",
    "--to",   "gfm",       "--",           CHILD_INPUT,   NULL};

/* pandoc asks for much address space and uses little of it. */
static const converter converters[] = {
    {CORPUS_PDF, "PDF", "%PDF-", 1024, "pdftotext", "poppler-utils", pdf_args,
     60, 1024 * MB},
    {CORPUS_DOCX, "DOCX", "PK\x03\x04", 4, "pandoc", "pandoc", docx_args, 60,
     2048 * MB},
};

const converter *convert_find(corpus_format format)
{
    for (size_t i = 0; i < sizeof converters / sizeof *converters; i++)
        if (converters[i].format == format)
            return &converters[i];
    return NULL;
}

bool convert_is_pdf(const char *bytes, size_t len)
{
    return len >= 5 && memcmp(bytes, "%PDF-", 5) == 0;
}

bool convert_is(const converter *how, const char *bytes, size_t len)
{
    size_t within = len < how->magic_within ? len : how->magic_within;
    return memmem(bytes, within, how->magic, strlen(how->magic)) != NULL;
}

static bool find_program(const converter *how, char *path, size_t size)
{
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        int len = snprintf(path, size, "%s/%s", folders[i], how->program);
        if (len > 0 && (size_t)len < size && access(path, X_OK) == 0)
            return true;
    }
    return false;
}

static bool holds_text(const buf *b)
{
    for (size_t i = 0; i < b->len; i++)
        if (!text_is_blank(b->data[i]))
            return true;
    return false;
}

pilcrow_status convert_document(buf *out, const converter *how,
                                const char *bytes, size_t len,
                                const atomic_bool *stop, pilcrow_error *err)
{
    char path[256];
    buf raw;
    buf_clear(out);
    if (!convert_is(how, bytes, len))
        return error_set(err, PILCROW_UNSUPPORTED, "not a %s file", how->kind);
    if (!find_program(how, path, sizeof path))
        return error_set(err, PILCROW_NOT_FOUND,
                         "%s is read with %s, which is not installed; install "
                         "the package %s",
                         how->kind, how->program, how->package);
    const child_command command = {.path = path,
                                   .args = how->args,
                                   .seconds = how->seconds,
                                   .memory = how->memory,
                                   .output_max = CORPUS_FILE_MAX,
                                   .stop = stop};
    buf_init(&raw, CORPUS_FILE_MAX + MB);
    pilcrow_status status = child_run(&raw, &command, bytes, len, err);
    if (status == PILCROW_OK && !holds_text(&raw))
        status = error_set(err, PILCROW_UNSUPPORTED,
                           "holds no text; a scan must be read by OCR first");
    else if (status == PILCROW_OK &&
             !charset_decode(out, CHARSET_UTF8, raw.data, raw.len))
        status = error_no_memory(err);
    buf_release(&raw);
    return status;
}
