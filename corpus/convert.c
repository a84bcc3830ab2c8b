/* SPDX-License-Identifier: MIT
 *
 * In: a document's bytes. Out: its text. The table has what is run and how;
 * programs are looked for in two folders only, whatever $PATH says. */
#include "corpus/convert.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "corpus/charset.h"
#include "corpus/child.h"
#include "corpus/layout/layout.h"
#include "corpus/text.h"

#define MB ((size_t)1024 * 1024)

/* The fixed part of what ends a ZIP file, and of a name in its list. */
#define ZIP_END ((size_t)22)
#define ZIP_END_MAX (ZIP_END + 65535)
#define ZIP_NAME ((size_t)46)

static const char *const folders[] = {"/usr/bin", "/usr/local/bin"};

static const char *const pdf_args[] = {
    "pdftotext", "-enc", "UTF-8", "-eol", "unix", CHILD_INPUT, "-", NULL};

static const char *const pdf_places[] = {
    "pdftotext", "-bbox-layout", "-enc", "UTF-8", CHILD_INPUT, "-", NULL};

static const char *const pdf_fonts[] = {
    "pdftohtml", "-xml", "-i", "-q", "-hidden", "-stdout", CHILD_INPUT, NULL};

static const char *const docx_args[] = {
    "pandoc", "--sandbox", "--standalone", "--wrap=none", "--from", "docx",
    "--to",   "gfm",       "--",           CHILD_INPUT,   NULL};

/* pandoc asks for much address space and uses little of it. */
static const converter converters[] = {
    {.format = CORPUS_PDF,
     .kind = "PDF",
     .magic = "%PDF-",
     .magic_within = 1024,
     .program = "pdftotext",
     .package = "poppler-utils",
     .args = pdf_places,
     .plain_args = pdf_args,
     .helper = "pdftohtml",
     .helper_args = pdf_fonts,
     .read = layout_text,
     .seconds = 60,
     .memory = 1024 * MB},
    {.format = CORPUS_DOCX,
     .kind = "DOCX",
     .magic = "PK\x03\x04",
     .magic_within = 4,
     .program = "pandoc",
     .package = "pandoc",
     .args = docx_args,
     .seconds = 60,
     .memory = 2048 * MB},
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

/* ------------------------------------------------ what a ZIP file has --- */

static size_t number_at(const char *bytes, size_t size)
{
    size_t number = 0;
    while (size-- > 0)
        number = number << 8 | (unsigned char)bytes[size];
    return number;
}

/* Where the list of what is packed begins, which stands behind it all; `len` if
 * there is none. A comment of up to 64 KB may end the file. */
static size_t find_names(const char *bytes, size_t len)
{
    size_t first = len > ZIP_END_MAX ? len - ZIP_END_MAX : 0;
    for (size_t at = len < ZIP_END ? 0 : len - ZIP_END + 1; at-- > first;)
        if (memcmp(bytes + at, "PK\x05\x06", 4) == 0)
            return number_at(bytes + at + 16, 4);
    return len;
}

/* The name at `*at` in that list, of `*size` bytes, and past it; NULL at the
 * end. */
static const char *next_name(const char *bytes, size_t len, size_t *at,
                             size_t *size)
{
    if (*at > len || len - *at < ZIP_NAME ||
        memcmp(bytes + *at, "PK\x01\x02", 4) != 0)
        return NULL;
    const char *head = bytes + *at;
    *size = number_at(head + 28, 2);
    if (len - *at - ZIP_NAME < *size)
        return NULL;
    *at += ZIP_NAME + *size + number_at(head + 30, 2) + number_at(head + 32, 2);
    return head + ZIP_NAME;
}

/* Office files have one list of parts each, and Word's lie in one folder. */
static bool is_docx(const char *bytes, size_t len)
{
    static const char parts[] = "[Content_Types].xml", folder[] = "word/";
    bool has_parts = false, has_folder = false;
    const char *name;
    size_t at = find_names(bytes, len), size;
    while ((name = next_name(bytes, len, &at, &size)) != NULL) {
        has_parts = has_parts || (size == sizeof parts - 1 &&
                                  memcmp(name, parts, size) == 0);
        has_folder =
            has_folder || (size >= sizeof folder &&
                           memcmp(name, folder, sizeof folder - 1) == 0);
    }
    return has_parts && has_folder;
}

const converter *convert_of_content(const char *bytes, size_t len)
{
    if (convert_is_pdf(bytes, len))
        return convert_find(CORPUS_PDF);
    if (len > 4 && memcmp(bytes, "PK\x03\x04", 4) == 0 && is_docx(bytes, len))
        return convert_find(CORPUS_DOCX);
    return NULL;
}

bool convert_is(const converter *how, const char *bytes, size_t len)
{
    size_t within = len < how->magic_within ? len : how->magic_within;
    return memmem(bytes, within, how->magic, strlen(how->magic)) != NULL;
}

static bool find_program(const char *name, char *path, size_t size)
{
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        int len = snprintf(path, size, "%s/%s", folders[i], name);
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

/* Run the program, and make `out` what it writes, as valid UTF-8. */
static pilcrow_status run(buf *out, const child_command *command,
                          const char *bytes, size_t len, pilcrow_error *err)
{
    buf raw;
    buf_init(&raw, CORPUS_FILE_MAX + MB);
    pilcrow_status status = child_run(&raw, command, bytes, len, err);
    if (status == PILCROW_OK &&
        !charset_decode(out, CHARSET_UTF8, raw.data, raw.len))
        status = error_no_memory(err);
    buf_release(&raw);
    return status;
}

/* What the helper tells, nothing where it fails. It is given no more room than
 * the program itself. */
static pilcrow_status ask_helper(buf *out, const converter *how,
                                 child_command command, const char *bytes,
                                 size_t len, pilcrow_error *err)
{
    char path[256];
    if (!find_program(how->helper, path, sizeof path))
        return PILCROW_OK;
    command.path = path;
    command.args = how->helper_args;
    const pilcrow_status status = run(out, &command, bytes, len, err);
    if (status == PILCROW_OK || status == PILCROW_NO_MEMORY ||
        status == PILCROW_CANCELLED)
        return status;
    buf_clear(out);
    return PILCROW_OK;
}

/* Have the text end with what is left out of it, and why. */
static bool add_remark(buf *out, const char *why)
{
    buf raw, remark;
    buf_init(&raw, CORPUS_FILE_MAX);
    buf_init(&remark, CORPUS_FILE_MAX);
    buf_add_format(&raw,
                   "where its words stand, as %s; its paragraphs are found in "
                   "plain text, less surely",
                   why);
    for (size_t i = 0; i < raw.len; i++)
        raw.data[i] = (unsigned char)raw.data[i] < ' ' ? ' ' : raw.data[i];
    const bool ok = !raw.failed &&
                    charset_decode(&remark, CHARSET_UTF8, raw.data, raw.len) &&
                    buf_add_format(out, "%c%c%s\f", LAYOUT_MARK, LAYOUT_REMARK,
                                   buf_text(&remark));
    buf_release(&raw);
    buf_release(&remark);
    return ok;
}

/* Have the program write plain text, for that reason. */
static pilcrow_status run_plain(buf *out, const converter *how,
                                child_command command, const char *why,
                                const char *bytes, size_t len,
                                pilcrow_error *err)
{
    command.args = how->plain_args;
    pilcrow_status status = run(out, &command, bytes, len, err);
    if (status == PILCROW_OK && holds_text(out) && !add_remark(out, why))
        status = error_no_memory(err);
    return status;
}

/* Read what the program has written, or else have it write plain text: so too
 * where it writes too much of each word's place, or fails at it. */
static pilcrow_status run_and_read(buf *out, const converter *how,
                                   const child_command *command,
                                   const char *bytes, size_t len,
                                   pilcrow_error *err)
{
    buf told, more;
    pilcrow_error why = {0};
    buf_init(&told, CORPUS_FILE_MAX + MB);
    buf_init(&more, CORPUS_FILE_MAX + MB);
    pilcrow_status status = run(&told, command, bytes, len, &why);
    if (status == PILCROW_OK)
        status = ask_helper(&more, how, *command, bytes, len, &why);
    if (status == PILCROW_OK)
        status = how->read(out, &told, &more, command->stop, &why);
    buf_release(&told);
    buf_release(&more);
    if (status == PILCROW_OK)
        return PILCROW_OK;
    if (status == PILCROW_NO_MEMORY || status == PILCROW_CANCELLED)
        return error_set(err, status, "%s", why.message);
    return run_plain(out, how, *command, why.message, bytes, len, err);
}

pilcrow_status convert_document(buf *out, const converter *how,
                                const char *bytes, size_t len,
                                const atomic_bool *stop, pilcrow_error *err)
{
    char path[256];
    struct timespec begun;
    buf_clear(out);
    if (!convert_is(how, bytes, len))
        return error_set(err, PILCROW_UNSUPPORTED, "not a %s file", how->kind);
    if (!find_program(how->program, path, sizeof path))
        return error_set(err, PILCROW_NOT_FOUND,
                         "%s is read with %s, which is not installed; install "
                         "the package %s",
                         how->kind, how->program, how->package);
    clock_gettime(CLOCK_MONOTONIC, &begun);
    const child_command command = {.path = path,
                                   .args = how->args,
                                   .seconds = how->seconds,
                                   .begun = &begun,
                                   .memory = how->memory,
                                   .output_max = CORPUS_FILE_MAX,
                                   .stop = stop};
    pilcrow_status status =
        how->read != NULL ? run_and_read(out, how, &command, bytes, len, err)
                          : run(out, &command, bytes, len, err);
    if (status == PILCROW_OK && !holds_text(out))
        status = error_set(err, PILCROW_UNSUPPORTED,
                           "holds no text; a scan must be read by OCR first");
    return status;
}
