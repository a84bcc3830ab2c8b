/* SPDX-License-Identifier: MIT
 *
 * corpus.h: documents in, citable paragraphs out.
 *
 * Three steps, each usable alone: corpus_walk finds files, corpus_load reads
 * one as UTF-8, corpus_split cuts it into documents of paragraphs. Nothing here
 * knows of terms or of an index. */
#ifndef PILCROW_CORPUS_CORPUS_H
#define PILCROW_CORPUS_CORPUS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "base/error.h"

#define CORPUS_FILE_MAX ((size_t)64 * 1024 * 1024)
#define CORPUS_UNPACKED_MAX ((size_t)256 * 1024 * 1024)
#define CORPUS_UNPACKED_RATIO 200u
#define CORPUS_PARAGRAPH_MAX ((size_t)1024 * 1024)

/* An index keeps these numbers: add at the end. */
typedef enum corpus_format {
    CORPUS_AUTO,
    CORPUS_MARKDOWN,
    CORPUS_TEXT,
    CORPUS_JSONL,
    CORPUS_HTML,
    CORPUS_PDF,
    CORPUS_DOCX,
    CORPUS_PAIRS /* a glossary as a table: term, tab, translation */
} corpus_format;

/* "auto", "markdown", "text", "html", "jsonl", "pdf", "docx", "glossary". False
 * if there is no such format. */
bool corpus_format_parse(const char *name, corpus_format *out);

/* True if another program turns such a file into text, which takes its time:
 * by the name, where the format is CORPUS_AUTO. */
bool corpus_is_converted(const char *name, corpus_format format);

/* ------------------------------------------------------------- walking --- */

/* A file as it was when seen. */
typedef struct corpus_file {
    const char *path;       /* borrowed for the call */
    uint64_t size;
    struct timespec modified;
    bool named;             /* given as a root itself, not found below one */
} corpus_file;

typedef bool (*corpus_is_index_fn)(const char *folder);

typedef struct corpus_walk_options {
    bool hidden;
    bool follow;
    const char *const *exclude; /* globs, matched to the name and to the path
                                   below `top`; one that begins with a slash
                                   to that path alone. `*` matches slashes
                                   too */
    size_t exclude_count;
    const char *top;            /* the root itself or a folder above it, by the
                                   beginning of its name; NULL: the root */
    corpus_is_index_fn is_index; /* such a folder is never entered; may be
                                    NULL */
} corpus_walk_options;

typedef struct corpus_walk_sink {
    /* A file to index. Return anything but OK to stop the walk with it. */
    pilcrow_status (*file)(void *ctx, const corpus_file *file,
                           pilcrow_error *err);
    /* Something passed over. `failed`: it could not be read; otherwise by
     * rule (not a regular file, a link, a name no format takes). */
    void (*skip)(void *ctx, const char *path, const char *reason, bool failed);
    /* A folder that is entered; may be NULL. Return as `file` does. */
    pilcrow_status (*folder)(void *ctx, const char *path, pilcrow_error *err);
    void *ctx;
} corpus_walk_sink;

/* Visit the files at or below `root`, folders in byte order of their names. A
 * root that is a file is always tried; one that is neither file nor folder has
 * failed. `*complete` is true when all of the root was seen: it was there and
 * every folder of it could be read. Names no format takes, hidden ones and
 * excluded ones are passed over without a word below a folder. */
pilcrow_status corpus_walk(const char *root,
                           const corpus_walk_options *options,
                           const corpus_walk_sink *sink, bool *complete,
                           pilcrow_error *err);

/* Would a walk of the folder `root` come to `path`, which lies below it? Both
 * absolute and normal. What is not there is judged by its names. */
bool corpus_walk_shows(const char *root, const char *path,
                       const corpus_walk_options *options);

/* Is `path` an index, or part of one? No walk begins there. */
bool corpus_walk_in_index(const char *path, corpus_is_index_fn is_index);

/* ------------------------------------------------------------- loading --- */

/* Read the file at `path` whole, unpack it if it is gzip, and make it valid
 * UTF-8: UTF-16 with a byte order mark, Windows-1251 and KOI8-R are
 * recognised, HTML may name another encoding, broken bytes become U+FFFD.
 *
 * PDF and DOCX come out as the text that another program makes of them (see
 * convert.h): lines and bytes of such a document are those of that text.
 *
 * format   CORPUS_AUTO: by the name, else by the content.
 *
 * Only regular files, opened without following a link unless `follow`. `out`
 * is replaced. Messages do not name the file: the caller knows by which name
 * the user does.
 *
 * UNSUPPORTED  the content is binary, empty or not of that format.
 * LIMIT        over CORPUS_FILE_MAX, unpacks past its limits, or its converter
 *              went over its own.
 * NOT_FOUND    no such file, or the program that reads it is not installed.
 * CANCELLED  `stop`, which may be NULL, became true while that program ran.
 * IO */
pilcrow_status corpus_load(buf *out, const char *path, corpus_format format,
                           bool follow, const atomic_bool *stop,
                           pilcrow_error *err);

/* The same for bytes that are in memory already; `name` is no file that is
 * opened. Text under the name of a PDF or DOCX file is the text of that file, as
 * in "pdftotext law.pdf - | pilcrow index --name law.pdf -". */
pilcrow_status corpus_decode(buf *out, const char *name, corpus_format format,
                             const char *bytes, size_t len,
                             pilcrow_error *err);

/* UTF-8 as corpus_split() takes it, whatever the bytes look like: broken ones
 * become U+FFFD.  LIMIT  over CORPUS_FILE_MAX. */
pilcrow_status corpus_clean(buf *out, const char *text, size_t len,
                            pilcrow_error *err);

/* What a document's `meta` is to be, from a JSON object in `text`: the same
 * without blanks and line ends, appended to `out`.
 *
 * INVALID  no JSON object, or one that is nested too deeply. */
pilcrow_status corpus_read_meta(buf *out, const char *text, pilcrow_error *err);

/* ----------------------------------------------------------- splitting --- */

typedef enum corpus_kind {
    CORPUS_PARAGRAPH,
    CORPUS_HEADING,
    CORPUS_LIST,
    CORPUS_TABLE,
    CORPUS_CODE,
    CORPUS_QUOTE,
    CORPUS_FOOTNOTE,
    CORPUS_GLOSSARY,
    CORPUS_KIND_COUNT
} corpus_kind;

/* "paragraph", "heading", ...; static. */
const char *corpus_kind_name(corpus_kind kind);

/* From byte `text` of the cleaned text on, the bytes come from byte `source` of
 * the file one by one, until the next run begins. A run that stands for bytes
 * written otherwise (an entity, a line break) has `exact` false: all of it
 * comes from the `source_len` bytes there. */
typedef struct corpus_run {
    size_t text;
    size_t source;
    size_t source_len;
    bool exact;
} corpus_run;

/* One side of a glossary entry. */
typedef struct corpus_side {
    const char *text;       /* as written, notes apart */
    const char *const *forms;  /* what it says, each a word or phrase in plain
                               words: "основа" and "структура" of "основа,
                               структура"; "and" in place of "&", no leading
                               "to" or article; the likeliest first */
    size_t form_count;      /* 1 or more */
    bool cyrillic;          /* else Latin: the two sides differ */
} corpus_side;

/* What a paragraph of kind glossary says. */
typedef struct corpus_entry {
    corpus_side term;       /* the side that stands first */
    corpus_side translation;
    const char *note;       /* what stood in brackets or behind "//", several
                               joined with "; "; "" without */
} corpus_entry;

/* All borrowed for the sink's call. */
typedef struct corpus_paragraph {
    corpus_kind kind;
    const char *text;       /* cleaned; NUL-terminated, holds no NUL */
    size_t text_len;
    size_t line, end_line;  /* of the file, from 1, inclusive */
    size_t byte, end_byte;  /* of the file as UTF-8 */
    size_t page;            /* 0: unknown */
    const char *const *heading;  /* outermost first, without the title */
    size_t heading_count;
    const corpus_run *runs; /* ascending, the first at text 0 */
    size_t run_count;
    const corpus_entry *entry;  /* of kind glossary; NULL in every other */
} corpus_paragraph;

typedef struct corpus_document {
    const char *id;         /* a JSON Lines record's own; NULL elsewhere */
    const char *title;      /* front matter or <title>, first level-1
                               heading, else the file's name */
    const char *meta;       /* a JSON object, "{}" when there is none */
    const corpus_paragraph *paragraphs;
    size_t paragraph_count;
} corpus_document;

typedef struct corpus_sink {
    pilcrow_status (*document)(void *ctx, const corpus_document *document,
                               pilcrow_error *err);
    /* Something of the file passed over: a broken JSON line, a paragraph over
     * the limit, the layout of a PDF. `line` from 1. */
    void (*skip)(void *ctx, size_t line, const char *reason);
    void *ctx;
} corpus_sink;

/* Does the text hold what its format promises? `name` and the rest as in
 * corpus_split().
 *
 * INVALID    lines of JSON Lines, none of which is a record: one that was cut
 *            short, or another file in its place.
 * NO_MEMORY */
pilcrow_status corpus_look(const char *name, corpus_format format,
                           const char *text, size_t len, pilcrow_error *err);

/* Cut `text` (valid UTF-8, as corpus_load leaves it) into documents. `name` is
 * the file's path: its ending helps CORPUS_AUTO, its last part is the title of
 * last resort. Every file but one of JSON Lines is one document, given even
 * when it holds no paragraph.
 *
 * Returns what the sink returned if that was not OK; NO_MEMORY. */
pilcrow_status corpus_split(const char *name, corpus_format format,
                            const char *text, size_t len,
                            const corpus_sink *sink, pilcrow_error *err);

#endif
