/* SPDX-License-Identifier: MIT
 *
 * pilcrow.h: full-text search whose unit is the paragraph.
 *
 * An index is a folder. Fill it from files with one call, or from a program's
 * own data with a writer; then open it and search:
 *
 *     pilcrow_index *index = NULL;
 *     pilcrow_hits *hits = NULL;
 *     pilcrow_error err;
 *     if (pilcrow_open(&index, ".pilcrow", &err) != PILCROW_OK ||
 *         pilcrow_search(&hits, index, "asylum seekers", 14, NULL, &err)
 *             != PILCROW_OK)
 *         fprintf(stderr, "%s\n", err.message);
 *     for (size_t i = 0; i < pilcrow_hits_count(hits); i++)
 *         puts(pilcrow_hits_get(hits, i)->snippet);
 *     pilcrow_hits_free(hits);
 *     pilcrow_close(index);
 *
 * Conventions, stated once:
 *
 *   - All text is UTF-8, and NUL-terminated where it comes without a length.
 *     Offsets and lengths are bytes, as size_t. Ordinals start at 0, line, page
 *     and rank numbers at 1.
 *   - Arguments come in the order: out, context, inputs, error. A `T **out` is
 *     owned by the caller, and is NULL after a failure unless the call says
 *     otherwise; every other pointer that comes back is borrowed and says from
 *     what. Inputs are borrowed for the call only.
 *   - Every `_free` and `_close` takes NULL and does nothing then. What reads a
 *     handle without giving a status takes NULL for an empty one. A handle that
 *     is closed is gone: set the pointer to NULL, then its use is INVALID.
 *   - Handles may be closed in any order: hits, views and reports own all they
 *     show, and outlive the index they came from.
 *   - `err` may be NULL. On success it is left as it was.
 *   - Beside what it lists, a call that gives a status may give INVALID (a NULL
 *     where something is wanted, a value out of its range, a struct of a wrong
 *     size), NO_MEMORY, IO (the system refused; the message says why) and
 *     INTERNAL. Whatever it gives, `err` says it in a sentence.
 *   - Structs of options begin with `size`; start from their `_INIT`. NULL
 *     means all defaults. They grow at their ends: one from an older header has
 *     the defaults for what it lacks; one from a newer header is taken if what
 *     this library does not know of is 0, and is INVALID else.
 *   - A handle belongs to one thread at a time; handles are independent, any
 *     number may be open on one index, in one process or several. 256 KiB of
 *     stack are enough for every call.
 *   - The library never prints, never exits, installs no signal handler, keeps
 *     no global state and does not depend on the locale. Threads that indexing
 *     starts end with the call or the writer, and get no signals. Callbacks are
 *     called on the thread of the call they were given to, and must not call
 *     into the same handle. */
#ifndef PILCROW_H
#define PILCROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define PILCROW_API
#else
#define PILCROW_API __attribute__((visibility("default")))
#endif

#define PILCROW_VERSION_MAJOR 0 /* up with what programs have to follow */
#define PILCROW_VERSION_MINOR 1 /* up with what is new */
#define PILCROW_VERSION_PATCH 0 /* up with what is mended */

/* The version of the library that runs, as "0.1.0"; the macros above are of the
 * header that a program was built with. Static. */
PILCROW_API const char *pilcrow_version(void);

/* The name of engine `i` of this build, as pilcrow_update_options.engine takes
 * it, the one of a new index first; NULL past the last. Static. */
PILCROW_API const char *pilcrow_engine_name(size_t i);

/* What a build of the library has in it that another may have in another
 * version: the name of number `i`, as "xapian-core", and in `*version` (may be
 * NULL) which, as "1.4.22"; NULL past the last. "analysis" is what an index
 * and the library that reads it must agree on. Static. */
PILCROW_API const char *pilcrow_component(size_t i, const char **version);

/* ------------------------------------------------------------- errors --- */

/* What a call came to. Values are never reused. */
typedef enum pilcrow_status {
    PILCROW_OK = 0,
    PILCROW_NOT_FOUND = 1,   /* no such index, file, paragraph or document */
    PILCROW_INVALID = 2,     /* an argument out of its range */
    PILCROW_QUERY = 3,       /* strict: the query does not parse; see offset */
    PILCROW_IO = 4,          /* the operating system refused; errno in words */
    PILCROW_NO_MEMORY = 5,
    PILCROW_CORRUPT = 6,     /* the index is damaged: rebuild with --full */
    PILCROW_BUSY = 7,        /* another writer holds the index */
    PILCROW_STALE = 8,       /* the index changed while reading; call again */
    PILCROW_NOT_INDEX = 9,   /* the folder holds something else */
    PILCROW_VERSION = 10,    /* made by a newer format or another analyser */
    PILCROW_LIMIT = 11,      /* larger than a documented limit */
    PILCROW_CANCELLED = 12,  /* a callback or a signal asked to stop */
    PILCROW_EXISTS = 13,     /* a paragraph of that id is there already */
    PILCROW_UNSUPPORTED = 14,/* not text, or a format this build cannot read */
    PILCROW_TIMEOUT = 15,    /* the deadline passed; what was found is given */
    PILCROW_INTERNAL = 16    /* a bug of ours; please report it */
} pilcrow_status;

/* A failure in words a user can act on. Held by the caller. */
typedef struct pilcrow_error {
    pilcrow_status status;   /* what the call gave */
    size_t offset;           /* QUERY: the byte of the query; else 0 */
    char message[1024];      /* one sentence, NUL-terminated, may hold any
                                character a file name can hold */
} pilcrow_error;

/* The name of a status, as "not found". Static; never NULL. */
PILCROW_API const char *pilcrow_status_name(pilcrow_status status);

/* --------------------------------------------------------- paragraphs --- */

/* A range of bytes, [start, end). */
typedef struct pilcrow_span {
    size_t start;              /* the first byte */
    size_t end;                /* the first one behind it */
} pilcrow_span;

/* One citable paragraph and its place. Every pointer is borrowed from the
 * object that gave it and NUL-terminated. */
typedef struct pilcrow_paragraph {
    const char *id;            /* 12 base-32 letters, stable */
    const char *document;      /* a record's own id, else the path */
    const char *path;          /* resolves from the current folder */
    size_t line, end_line;     /* first and last in the original file, inclusive */
    size_t byte, end_byte;     /* in the file as UTF-8, end exclusive */
    size_t page;               /* 0 when the document shows no pages */
    const char *title;         /* of the document */
    const char *const *heading;/* outermost first, without the title */
    size_t heading_count;      /* of them */
    const char *kind;          /* paragraph heading list table code quote
                                  footnote glossary */
    const char *lang;          /* "en", "ru", ... */
    const char *text;          /* cleaned */
    size_t text_len;           /* bytes, without the NUL */
    const char *meta;          /* a JSON object, "{}" when there is none */
} pilcrow_paragraph;

/* What one word of a query adds to the score of a hit:
 * score = weight * idf * tf * (k1+1) / (tf + k1 * (1 - b + b * length / avg)).
 * Pointers are borrowed from the hits. */
typedef struct pilcrow_explanation {
    const char *term;          /* as the index has it */
    const char *kind;          /* term phrase proximity heading translation */
    const char *from;          /* the word or phrase of the query */
    uint64_t tf;               /* how often it stands in the paragraph */
    uint64_t df;               /* how many paragraphs hold it */
    double idf;                /* how rare the term is */
    uint64_t length;           /* of the paragraph, in words */
    double weight;             /* less than 1 for a translation, say */
    double score;              /* those of a hit add up to its score */
} pilcrow_explanation;

/* A paragraph that a query found. */
typedef struct pilcrow_hit {
    size_t rank;               /* from 1, counted from the first hit of all */
    double score;              /* BM25: 0 or more, without an upper end */
    pilcrow_paragraph paragraph; /* what was found */
    const pilcrow_span *highlights;         /* in paragraph.text, ascending */
    size_t highlight_count;    /* of them */
    const char *snippet;       /* plain text, at most 240 characters */
    const pilcrow_span *snippet_highlights; /* in snippet, ascending */
    size_t snippet_highlight_count; /* of them */
    bool explained;            /* explanations were asked for */
    const pilcrow_explanation *explanations; /* the score, piece by piece */
    size_t explanation_count;  /* of them */
    uint64_t in_document;      /* by document and counted: how many paragraphs
                                  of the document match; else 0 */
    const char *const *bridges; /* glossary entries, and names in the other
                              alphabet, through which its words were found, as
                              "беженец = refugee, a.md:3" */
    size_t bridge_count;       /* of them */
} pilcrow_hit;

/* ------------------------------------------------------------ reading --- */

/* An index open for reading. It sees what is committed: each search begins on
 * the newest state. */
typedef struct pilcrow_index pilcrow_index;
/* What a search found. */
typedef struct pilcrow_hits pilcrow_hits;
/* A paragraph among its neighbours. */
typedef struct pilcrow_view pilcrow_view;

/* Find the index a command run in `start` (NULL: the current folder) means:
 * the nearest folder `.pilcrow` there or upwards that belongs to the user or
 * to root.
 *
 * out        an absolute path, owned by the caller; free with pilcrow_free().
 *
 * OK
 * NOT_FOUND  no such folder; the message says how to make one. */
PILCROW_API pilcrow_status pilcrow_find(char **out, const char *start,
                                        pilcrow_error *err);

/* Open the index in folder `dir` for reading.
 *
 * out        owned by the caller; free with pilcrow_close().
 *
 * OK
 * NOT_FOUND  no such folder.
 * NOT_INDEX  a folder of something else.
 * VERSION    a newer format, or made with another analyser.
 * CORRUPT    a table is missing or damaged. */
PILCROW_API pilcrow_status pilcrow_open(pilcrow_index **out, const char *dir,
                                        pilcrow_error *err);

/* Open several indexes as one: a search finds the paragraphs of all of them,
 * ranked by the statistics of all taken together. An index named twice counts
 * once; the same document in two indexes is two documents.
 *
 * out          owned by the caller; free with pilcrow_close().
 * dirs         `count` folders, 1 or more.
 *
 * OK
 * UNSUPPORTED  they are of different engines, or of one that cannot do it.
 * VERSION      they were made with different analysers or languages, or as
 *              pilcrow_open().
 * NOT_FOUND, NOT_INDEX, CORRUPT  as pilcrow_open(). */
PILCROW_API pilcrow_status pilcrow_open_several(pilcrow_index **out,
                                                const char *const *dirs,
                                                size_t count,
                                                pilcrow_error *err);

/* Close an index. What it gave stays, but for the texts of pilcrow_stats. */
PILCROW_API void pilcrow_close(pilcrow_index *index);

/* What a hit must be, whatever the query asks for: one of the values that are
 * given for a name, and so for each name that is given. Scores nothing. Names
 * and values are those of pilcrow_facet, so that a facet makes a filter. */
typedef struct pilcrow_filter {
    const char *name;   /* document kind lang id */
    const char *value;  /* as in pilcrow_paragraph; a document may also be a
                           folder with its slash, "papers/", for all below it.
                           A `*` at the end stands for any rest, of at most 100
                           values */
} pilcrow_filter;

/* How to search. */
typedef struct pilcrow_search_options {
    size_t size;        /* of this struct in bytes; see _INIT below */
    size_t limit;       /* 1..1000, default 10 */
    size_t offset;      /* hits passed over first, default 0, at most 1e6 */
    double k1;          /* BM25, 0 or more, default 1.2 */
    double b;           /* BM25, 0..1, default 0.75 */
    bool strict;        /* a query that does not parse is an error */
    bool by_document;   /* the best paragraph of each document; limit and
                           offset count documents then */
    bool count;         /* count all hits exactly, at some cost */
    uint32_t deadline_ms; /* after so many milliseconds the search ends with
                             TIMEOUT and what it has; 0: never */
    bool explain;       /* say of each hit what its score is made of */
    bool facets;        /* count by kind, language and document what matches;
                           counts all hits exactly too */
    bool translate;     /* words match what the collection's glossaries give
                           for them too, and names their spelling in the other
                           alphabet; default true */
    double translation; /* what that scores beside the word itself, 0..1,
                           default 0.4 */
    bool suggest;       /* say what may have been meant, where a word is unknown
                           or nothing is found; default true */
    bool ids_only;      /* of a hit's paragraph say its id alone: the rest of
                           it, highlights, snippet and bridges are 0 or empty,
                           and no text is read; default false */
    bool context;       /* where its text matches, words of the query in the
                           title and headings of a paragraph add a quarter of
                           what they score in a text; default true */
    bool proximity;     /* words side by side in the query that are so in a
                           paragraph add a tenth of their scores, at some cost;
                           default false */
    const pilcrow_filter *filters; /* `filter_count` of them; default none */
    size_t filter_count;  /* at most 100 */
} pilcrow_search_options;

/* The defaults: PILCROW_SEARCH_OPTIONS_INIT in place of `{0}`. */
#define PILCROW_SEARCH_OPTIONS_INIT                                         \
    { sizeof(pilcrow_search_options), 10, 0, 1.2, 0.75, false, false,       \
      false, 0, false, false, true, 0.4, true, false, true, false, NULL, 0 }

/* Return paragraphs that match `query`, best first. Plain words are a query;
 * `pilcrow help search` has the rest of the language. An empty query with
 * filters finds all that pass them.
 *
 * out      owned by the caller; free with pilcrow_hits_free(). Given on TIMEOUT
 *          too, with what was found so far: the best of what was looked at,
 *          maybe none.
 * query    `query_len` bytes, need not end in NUL; at most 4 KiB.
 * options  NULL: the defaults.
 *
 * OK       also when nothing matches: the list is empty.
 * QUERY    strict only: err->offset is the byte that does not parse.
 * LIMIT    the query is over 4 KiB, or has more than 100 filters.
 * TIMEOUT  the deadline passed. The total is a lower bound; what had not been
 *          made by then (explanations, facets, suggestions) is left out.
 * STALE    the index kept changing while it was searched; call again.
 * VERSION  it was made anew with another analyser.
 * NOT_FOUND, NOT_INDEX  the index was deleted since it was opened.
 * CORRUPT  a record's checksum does not hold. */
PILCROW_API pilcrow_status
pilcrow_search(pilcrow_hits **out, pilcrow_index *index, const char *query,
               size_t query_len, const pilcrow_search_options *options,
               pilcrow_error *err);

/* Return the paragraphs most like the one of that id, best first, without
 * itself: those that share most of the words that tell it apart. Of the options
 * strict, translate and suggest have no meaning here.
 *
 * out        as pilcrow_search().
 *
 * OK         also when nothing is like it.
 * NOT_FOUND  no paragraph has that id, or the index was deleted.
 * TIMEOUT, STALE, VERSION, NOT_INDEX, CORRUPT  as pilcrow_search(). */
PILCROW_API pilcrow_status
pilcrow_similar(pilcrow_hits **out, pilcrow_index *index, const char *id,
                const pilcrow_search_options *options, pilcrow_error *err);

/* How many hits were returned: at most the limit. */
PILCROW_API size_t pilcrow_hits_count(const pilcrow_hits *hits);
/* Hit `i`, borrowed from `hits`; NULL past the end. */
PILCROW_API const pilcrow_hit *pilcrow_hits_get(const pilcrow_hits *hits,
                                                size_t i);
/* How many paragraphs (documents, by document) match in all. `*exact` (may be
 * NULL) is false where there are at least so many, and maybe more. */
PILCROW_API uint64_t pilcrow_hits_total(const pilcrow_hits *hits,
                                        bool *exact);
/* What the user should know of how the query was read, as a sentence; NULL past
 * the end. Borrowed from `hits`. */
PILCROW_API const char *pilcrow_hits_notice(const pilcrow_hits *hits,
                                            size_t i);
/* What the user may have meant: the query with words put right that the index
 * does not hold, in their spelling or the layout of the keyboard; it finds
 * something. The likeliest first; NULL past the end, and where nothing better is
 * known. Borrowed from `hits`. */
PILCROW_API const char *pilcrow_hits_suggestion(const pilcrow_hits *hits,
                                                size_t i);
/* How many of all paragraphs that match have this value. */
typedef struct pilcrow_facet {
    const char *name;   /* kind lang document */
    const char *value;  /* as in pilcrow_paragraph */
    uint64_t count;     /* paragraphs */
} pilcrow_facet;
/* Facet `i`, those of one name together, the highest count first; NULL past
 * the end. Of documents the 1000 with the highest counts are given, those of
 * one name added up. Borrowed from `hits`; there are some only where they were
 * asked for. */
PILCROW_API const pilcrow_facet *pilcrow_hits_facet(const pilcrow_hits *hits,
                                                    size_t i);
/* How many documents all paragraphs that match are of; 0 unless facets were
 * asked for, or hits by document were counted. */
PILCROW_API uint64_t pilcrow_hits_documents(const pilcrow_hits *hits);
/* Free hits and all that was borrowed from them. */
PILCROW_API void pilcrow_hits_free(pilcrow_hits *hits);

/* Fetch the paragraph `id` with up to `context` neighbours on each side, from
 * the same document, in its order.
 *
 * out        owned by the caller; free with pilcrow_view_free().
 * id         as pilcrow_paragraph.id.
 * context    how many on each side; over 1000 is 1000.
 *
 * OK
 * NOT_FOUND  no paragraph has that id, or the index was deleted.
 * STALE, VERSION, NOT_INDEX, CORRUPT  as pilcrow_search(). */
PILCROW_API pilcrow_status pilcrow_show(pilcrow_view **out,
                                        pilcrow_index *index, const char *id,
                                        size_t context, pilcrow_error *err);
/* Paragraph `i` of the view; NULL past the end. Borrowed from `view`. */
PILCROW_API const pilcrow_paragraph *pilcrow_view_get(const pilcrow_view *view,
                                                      size_t i);
/* How many paragraphs the view has: 1 or more. */
PILCROW_API size_t pilcrow_view_count(const pilcrow_view *view);
/* Which of them was asked for. */
PILCROW_API size_t pilcrow_view_focus(const pilcrow_view *view);
/* Free a view and all that was borrowed from it. */
PILCROW_API void pilcrow_view_free(pilcrow_view *view);

/* What an index holds. The strings are borrowed from the index and good until
 * the next pilcrow_stat() on it. */
typedef struct pilcrow_stats {
    uint64_t documents;          /* files and records */
    uint64_t paragraphs;         /* glossary entries too */
    uint64_t words;              /* of their texts */
    uint64_t bytes;              /* on disk */
    uint64_t generation;         /* goes up with each commit */
    uint64_t glossary_entries;   /* found in documents, and imported */
    const char *engine;          /* "xapian" */
    const char *languages;       /* those it was made with: "en,ru" */
    const char *folder;          /* the index's own, absolute */
} pilcrow_stats;

/* Say what the index holds now. `*out` is the caller's own.
 *
 * OK
 * STALE, VERSION, NOT_FOUND, NOT_INDEX, CORRUPT  as pilcrow_search(). */
PILCROW_API pilcrow_status pilcrow_stat(pilcrow_stats *out,
                                        pilcrow_index *index,
                                        pilcrow_error *err);

/* Write a hit as one JSON object, without a line end: what `pilcrow search
 * --json` prints. schemas/hit.json has its keys.
 *
 * out  NUL-terminated valid UTF-8, owned by the caller; free with
 *      pilcrow_free().
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_hit_json(char **out, const pilcrow_hit *hit,
                                            pilcrow_error *err);
/* The same for a view: what `pilcrow show --json` prints.
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_view_json(char **out,
                                             const pilcrow_view *view,
                                             pilcrow_error *err);
/* The same for stats: what `pilcrow status --json` prints.
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_stats_json(char **out,
                                              const pilcrow_stats *stats,
                                              pilcrow_error *err);
/* The same for what is to be said of all hits: the last line that `pilcrow
 * search --json --summary` prints.
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_summary_json(char **out,
                                                const pilcrow_hits *hits,
                                                pilcrow_error *err);

/* --------------------------------------------------------- glossaries --- */

/* A pair of words or phrases that stand for each other, one in Latin letters
 * and one in Cyrillic. Pointers are borrowed from the glossary. */
typedef struct pilcrow_entry {
    const char *term;          /* the side that stands first, as written */
    const char *translation;   /* the other side */
    const char *note;          /* what stood beside them in brackets; or "" */
    const char *path;          /* resolves from the current folder */
    size_t line;               /* of the file */
    const char *id;            /* of its paragraph; "" for an imported one,
                                  which is no paragraph */
} pilcrow_entry;

/* Something about an entry that a person should look at. */
typedef struct pilcrow_finding {
    const char *kind;          /* conflict duplicate one-sided suspicious */
    const char *reason;        /* a sentence without its full stop */
    const pilcrow_entry *entry;/* which one */
    const pilcrow_entry *other;/* the entry it is at odds with; or NULL */
} pilcrow_finding;

/* Entries of an index, or what was found about them. It owns all it shows. */
typedef struct pilcrow_glossary pilcrow_glossary;

/* List the entries of an index: those its documents hold, and those that were
 * imported, by path and line.
 *
 * term  only entries a side of which holds all words of this, in any
 *       inflection; NULL or "": all.
 * out   owned by the caller; free with pilcrow_glossary_free().
 *
 * OK     also when there are none.
 * STALE  the index kept changing while it was read; call again.
 * VERSION, NOT_FOUND, NOT_INDEX, CORRUPT  as pilcrow_search(). */
PILCROW_API pilcrow_status pilcrow_glossary_list(pilcrow_glossary **out,
                                                 pilcrow_index *index,
                                                 const char *term,
                                                 pilcrow_error *err);

/* Look at the entries as a reader would who has to rely on them:
 *
 *   conflict    a term has two translations that share nothing
 *   duplicate   a pair stands in two places
 *   one-sided   a side holds no word by which it could be found
 *   suspicious  the sides cannot well be each other's translation
 *
 * `term` and `out` as above; pilcrow_glossary_finding() has what was found.
 *
 * OK     also when nothing is.
 * STALE, VERSION, NOT_FOUND, NOT_INDEX, CORRUPT  as pilcrow_glossary_list(). */
PILCROW_API pilcrow_status pilcrow_glossary_lint(pilcrow_glossary **out,
                                                 pilcrow_index *index,
                                                 const char *term,
                                                 pilcrow_error *err);

/* How many entries there are. */
PILCROW_API size_t pilcrow_glossary_count(const pilcrow_glossary *glossary);
/* Entry `i`; NULL past the end. Borrowed from `glossary`. */
PILCROW_API const pilcrow_entry *
pilcrow_glossary_get(const pilcrow_glossary *glossary, size_t i);
/* Finding `i`; NULL past the end, and where none were asked for. Borrowed from
 * `glossary`. */
PILCROW_API const pilcrow_finding *
pilcrow_glossary_finding(const pilcrow_glossary *glossary, size_t i);
/* Free a glossary and all that was borrowed from it. */
PILCROW_API void pilcrow_glossary_free(pilcrow_glossary *glossary);

/* All entries of `glossary` as one text.
 *
 * format   "tsv": term, tab, translation, and where there is one a tab and the
 *          note, a line each, as pilcrow_import() reads them;
 *          "tbx": TermBase eXchange, ISO 30042:2019, TBX-Basic in DCT style.
 * out      NUL-terminated valid UTF-8, owned by the caller; pilcrow_free().
 *
 * OK
 * INVALID  no such format. */
PILCROW_API pilcrow_status
pilcrow_glossary_export(char **out, const pilcrow_glossary *glossary,
                        const char *format, pilcrow_error *err);

/* Write an entry as one JSON object: what `pilcrow glossary --json` prints.
 * `out` as pilcrow_hit_json().
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_entry_json(char **out,
                                              const pilcrow_entry *entry,
                                              pilcrow_error *err);
/* The same for a finding: what `pilcrow glossary lint --json` prints.
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_finding_json(char **out,
                                                const pilcrow_finding *finding,
                                                pilcrow_error *err);

/* ----------------------------------------------------------- analysis --- */

/* One word of a text as an index reads it. Pointers are borrowed from the
 * analysis until its next call, and NUL-terminated. */
typedef struct pilcrow_token {
    const char *text;          /* as it stands there */
    size_t start, end;         /* its bytes in the text, end exclusive */
    size_t position;           /* from 0; tokens may share one: a symbol and
                                  its first part */
    const char *script;        /* latin cyrillic number other */
    const char *lang;          /* whose stemmer was used; "" for none */
    const char *term;          /* what is indexed and searched */
} pilcrow_token;

/* A text while its words are read. */
typedef struct pilcrow_analysis pilcrow_analysis;

/* Begin to read `text` as an index made with these languages would.
 *
 * text       `len` bytes, borrowed until the end of the analysis; need not end
 *            in NUL. Bytes that are no UTF-8 separate words.
 * languages  two-letter codes as "en,ru"; NULL: that.
 * out        owned by the caller; free with pilcrow_analysis_free().
 *
 * OK
 * INVALID    a language it does not know; the message lists those it does. */
PILCROW_API pilcrow_status pilcrow_analyze(pilcrow_analysis **out,
                                           const char *text, size_t len,
                                           const char *languages,
                                           pilcrow_error *err);
/* The next token, in the order of their starts. `*out` is borrowed from
 * `analysis` until the next call; NULL at the end.
 *
 * OK  also at the end. */
PILCROW_API pilcrow_status pilcrow_analysis_next(const pilcrow_token **out,
                                                 pilcrow_analysis *analysis,
                                                 pilcrow_error *err);
/* The language the text is in, by its letters and function words. Static. */
PILCROW_API const char *
pilcrow_analysis_language(const pilcrow_analysis *analysis);
/* End an analysis. */
PILCROW_API void pilcrow_analysis_free(pilcrow_analysis *analysis);

/* Write a token as one JSON object: what `pilcrow analyze --json` prints. `out`
 * as pilcrow_hit_json().
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_token_json(char **out,
                                              const pilcrow_token *token,
                                              pilcrow_error *err);

/* Free what this header says to free with it. */
PILCROW_API void pilcrow_free(void *memory);

/* ------------------------------------------------------------ writing --- */

/* A document to index: a file or folder (`data` NULL), or bytes in memory that
 * are to be known as `path`. */
typedef struct pilcrow_source {
    const char *path;            /* on disk, or the name of the bytes */
    const char *data;            /* NULL: what is on disk */
    size_t data_len;             /* bytes of it */
} pilcrow_source;

/* How far a run has come; called on the caller's thread, at least once a file.
 * `path` is borrowed for the call. Return true to stop: the files finished so
 * far are committed and the call returns CANCELLED; a rebuild is thrown away
 * instead, and the index is as it was. */
typedef struct pilcrow_progress {
    const char *path;            /* the file in hand; NULL after the last */
    uint64_t files_done, files_total; /* of this run */
    uint64_t bytes_done, bytes_total; /* of these files */
} pilcrow_progress;
/* See pilcrow_progress. */
typedef bool (*pilcrow_progress_fn)(void *ctx, const pilcrow_progress *now);

/* Something that was passed over: a file, a line of it that is no record, a
 * paragraph that is too long, or, at line 1 of a PDF whose plain text is all that
 * could be had, where its words stand. */
typedef struct pilcrow_skip {
    const char *path;    /* borrowed from the report, or for the call */
    const char *reason;  /* a sentence, borrowed as the path is */
    bool failed;         /* could not be read; false: passed over by rule */
    size_t line;         /* 0: the whole file; else only what is there */
} pilcrow_skip;
/* Told of each skip, at the latest when the call returns; all of them are in the
 * report too. */
typedef void (*pilcrow_skip_fn)(void *ctx, const pilcrow_skip *skip);

/* How to index. */

typedef struct pilcrow_update_options {
    size_t size;            /* of this struct in bytes; see _INIT below */
    const char *engine;     /* NULL: as it was, "xapian" when new */
    const char *languages;  /* NULL: as it was, "en,ru" when new */
    const char *format;     /* auto markdown text html jsonl pdf docx;
                               NULL: auto */
    bool hidden;            /* walk hidden files too */
    bool follow;            /* follow symbolic links */
    const char *const *exclude; /* globs, matched to the name and to the path
                                   below the source; one that begins as the
                                   source's own path does, or with a slash, to
                                   that path alone */
    size_t exclude_count;   /* of them */
    bool full;              /* build anew beside the old, then switch */
    bool prune;             /* drop what a missing path or an emptied root
                               held */
    size_t memory_mb;       /* aim for what it holds in memory before it writes;
                               0: 256 */
    pilcrow_progress_fn progress; /* may be NULL; called between two files */
    void *progress_ctx;     /* handed to it */
    size_t jobs;            /* threads that prepare documents at once, the
                               caller's among them; while lists are written
                               or PDF and DOCX are converted there may be as
                               many again; the index is the same with any
                               number; 0: one for each processor */
    pilcrow_skip_fn skip;   /* may be NULL */
    void *skip_ctx;         /* handed to it */
} pilcrow_update_options;

/* The defaults: PILCROW_UPDATE_OPTIONS_INIT in place of `{0}`. */
#define PILCROW_UPDATE_OPTIONS_INIT                                         \
    { sizeof(pilcrow_update_options), NULL, NULL, NULL, false, false, NULL, \
      0, false, false, 0, NULL, NULL, 0, NULL, NULL }

/* What a run did. */
typedef struct pilcrow_report pilcrow_report;
/* The same in numbers. */
typedef struct pilcrow_counts {
    uint64_t added, changed, removed, unchanged;  /* files and records */
    uint64_t paragraphs, words, bytes;            /* of those read this time */
    double seconds;    /* on the clock */
    uint64_t failed;   /* skipped because they could not be read */
} pilcrow_counts;
/* Bring the index in `dir` up to date with `sources`, in one transaction. No
 * source: refresh what was indexed before. The folder is made if it is not
 * there. What a folder no longer shows is dropped; what is unchanged is not
 * read again.
 *
 * out          owned by the caller; free with pilcrow_report_free(). Given on
 *              CANCELLED too. May be NULL.
 * sources      `source_count` of them.
 * options      NULL: the defaults.
 *
 * OK           committed, also when some files were skipped: see the report.
 * CANCELLED    what was finished before the callback asked to stop is
 *              committed. After every other status nothing was changed.
 * NOT_FOUND    there is no index yet, and no source; of an index the report
 *              tells what is missing.
 * UNSUPPORTED  there is no index yet, and the one source is neither a file nor
 *              a folder.
 * BUSY         another writer holds the index.
 * NOT_INDEX    the folder holds something else.
 * VERSION      a newer format, another analyser, or other languages than it was
 *              made with: ask for `full`.
 * CORRUPT      it is damaged; `full` makes it anew. */
PILCROW_API pilcrow_status
pilcrow_update(pilcrow_report **out, const char *dir,
               const pilcrow_source *sources, size_t source_count,
               const pilcrow_update_options *options, pilcrow_error *err);

/* Drop what was indexed from these paths (a folder: all below it), in one
 * transaction. The report counts the files removed; a path that is still on
 * disk below an indexed folder, and so comes back, is among its skips.
 *
 * out        owned by the caller; free with pilcrow_report_free(). May be NULL.
 * paths      `path_count` of them; names given to bytes or records too.
 *
 * OK         committed. After every other status nothing was changed.
 * NOT_FOUND  none of them is in the index, or there is no index.
 * BUSY, NOT_INDEX, VERSION, CORRUPT  as pilcrow_update(). */
PILCROW_API pilcrow_status pilcrow_forget(pilcrow_report **out,
                                          const char *dir,
                                          const char *const *paths,
                                          size_t path_count,
                                          pilcrow_error *err);

/* Told of a line that is no entry; the sentence is borrowed for the call. */
typedef void (*pilcrow_fault_fn)(void *ctx, size_t line, const char *sentence);

/* Import a glossary: a text of lines "term, tab, translation", and if wanted a
 * tab and a note; one that begins with '#' is a remark. Quotes that a
 * spreadsheet put around a column, doubling those in it, go. Its entries translate
 * queries as those in documents do, but are no paragraphs: no search finds
 * them, and no score changes. They take the place of what was imported from
 * that path before, and stay until pilcrow_forget() is given it.
 *
 * source   a file, or bytes in memory that are to be known as `path`.
 * entries  how many there are now; may be NULL.
 * fault    called for each line that is no entry with what is wrong with it,
 *          borrowed for the call; may be NULL.
 *
 * OK           after every other status nothing was changed.
 * UNSUPPORTED  a line is no entry, or there is none.
 * NOT_FOUND    there is no such file, or no index: it is not made.
 * BUSY, NOT_INDEX, VERSION, CORRUPT  as pilcrow_update(). */
PILCROW_API pilcrow_status pilcrow_import(uint64_t *entries, const char *dir,
                                          const pilcrow_source *source,
                                          pilcrow_fault_fn fault, void *ctx,
                                          pilcrow_error *err);

/* The numbers of a run; borrowed from the report. All 0 for NULL. */
PILCROW_API const pilcrow_counts *
pilcrow_report_counts(const pilcrow_report *report);
/* Give skip `i`, whose texts are borrowed from the report; false past the
 * end. */
PILCROW_API bool pilcrow_report_skip(const pilcrow_report *report, size_t i,
                                     pilcrow_skip *out);
/* Write a report as one JSON object: what `pilcrow index --json` prints. `out`
 * as pilcrow_hit_json().
 *
 * OK */
PILCROW_API pilcrow_status pilcrow_report_json(char **out,
                                               const pilcrow_report *report,
                                               pilcrow_error *err);
/* Free a report and all that was borrowed from it. */
PILCROW_API void pilcrow_report_free(pilcrow_report *report);

/* --------------------------------------------------------------- writer --- */

/* An index open for changing, by a program that has documents of its own or
 * wants to say itself when they are committed:
 *
 *     pilcrow_writer *writer = NULL;
 *     pilcrow_record record = PILCROW_RECORD_INIT;
 *     record.id = "note-17";
 *     record.title = "Meeting";
 *     record.text = "We meet on Friday.";
 *     record.text_len = strlen(record.text);
 *     if (pilcrow_writer_open(&writer, "notes.index", NULL, &err) !=
 *             PILCROW_OK ||
 *         pilcrow_writer_add_record(writer, &record, &err) != PILCROW_OK ||
 *         pilcrow_writer_commit(NULL, writer, &err) != PILCROW_OK)
 *         fprintf(stderr, "%s\n", err.message);
 *     pilcrow_writer_close(writer);
 *
 * All that happens between two commits is one transaction: searches see all of
 * it or nothing, also after a crash. Commit seldom; memory stays bounded
 * between commits. A call that fails in the middle of a document makes the
 * transaction unusable: its status is none of those listed with it, and every
 * call but roll back and close is INVALID from there on. */
typedef struct pilcrow_writer pilcrow_writer;

/* Open the index in `dir` for changing, or make one there. Nobody else can
 * write to it until the writer is closed; searches go on.
 *
 * out        owned by the caller; free with pilcrow_writer_close().
 * options    NULL: the defaults. They hold for all that is added; texts they
 *            point to are copied. `full`: begin with an empty index, which
 *            replaces the old one with the first commit. `prune`, `hidden`,
 *            `follow` and `exclude` are about paths.
 *
 * OK
 * BUSY       another writer holds the index.
 * NOT_INDEX  the folder holds something else.
 * VERSION    a newer format, another analyser, or other languages than it was
 *            made with: ask for `full`.
 * CORRUPT    it is damaged; `full` makes it anew.
 * IO         also where the folder above it is not there. */
PILCROW_API pilcrow_status
pilcrow_writer_open(pilcrow_writer **out, const char *dir,
                    const pilcrow_update_options *options, pilcrow_error *err);

/* Index a file, or a folder and all below it, as pilcrow_update() does: what is
 * unchanged is not read again, what is gone from a folder is dropped, and a
 * later refresh by pilcrow_update() looks there too. Each call goes through the
 * list of all files the index holds: name a folder rather than its files.
 *
 * OK         also when some files were skipped: the skip callback and the
 *            report say which.
 * NOT_FOUND  there is no such path, and the index holds nothing of it.
 * CANCELLED  the progress callback asked to stop; the files that were finished
 *            are in the transaction. */
PILCROW_API pilcrow_status pilcrow_writer_add_path(pilcrow_writer *writer,
                                                   const char *path,
                                                   pilcrow_error *err);

/* Index the bytes of a document that is no file, in any format that a file may
 * have. It replaces what was added by this name before.
 *
 * name         what it is known by: hits have it as path, forget takes it. Its
 *              ending may tell the format.
 * data         `len` bytes.
 *
 * OK           also when the index holds the same already.
 * UNSUPPORTED  the bytes are empty, no text, or not of the format that the
 *              options name. After this and the next two nothing was changed.
 * LIMIT        over 64 MB, or more than 256 MB unpacked.
 * NOT_FOUND    the program that reads this format is not installed. */
PILCROW_API pilcrow_status pilcrow_writer_add_memory(pilcrow_writer *writer,
                                                     const char *name,
                                                     const char *data,
                                                     size_t len,
                                                     pilcrow_error *err);

/* A document of a program's own: a note, a message, a row of a table. */
typedef struct pilcrow_record {
    size_t size;         /* of this struct in bytes; see _INIT below */
    const char *id;      /* its name, unique among records and bytes; hits have
                            it as document and as path */
    const char *title;   /* NULL: what the text has for one, else the id,
                            of "a/b" the last part */
    const char *text;    /* blank lines part paragraphs */
    size_t text_len;     /* bytes of it; none is a record without paragraphs */
    const char *meta;    /* a JSON object that comes back with hits; NULL: {} */
    const char *format;  /* of the text: text markdown html; NULL: text */
} pilcrow_record;

/* An empty record: PILCROW_RECORD_INIT in place of `{0}`. */
#define PILCROW_RECORD_INIT                                                 \
    { sizeof(pilcrow_record), NULL, NULL, NULL, 0, NULL, NULL }

/* Index a record. It replaces what was added by its id before.
 *
 * OK       also when the index holds the same already.
 * INVALID  also where the meta is no JSON object, or nested over 128 levels.
 *          After this and the next nothing was changed.
 * LIMIT    the text is over 64 MB, the title over 4 KiB, or the meta over
 *          2 MB. */
PILCROW_API pilcrow_status
pilcrow_writer_add_record(pilcrow_writer *writer, const pilcrow_record *record,
                          pilcrow_error *err);

/* Drop what was indexed from a path (a folder: all below it), or by the name of
 * bytes or a record; also what was added since the last commit.
 *
 * OK
 * NOT_FOUND  the index holds nothing of it; nothing was changed. */
PILCROW_API pilcrow_status pilcrow_writer_forget(pilcrow_writer *writer,
                                                 const char *path,
                                                 pilcrow_error *err);

/* Make all that was done durable and visible, and begin the next transaction.
 *
 * out  what was done since the last commit; owned by the caller, free with
 *      pilcrow_report_free(). May be NULL.
 *
 * OK   also when there was nothing to do. After another status the index is as
 *      it was; roll back. */
PILCROW_API pilcrow_status pilcrow_writer_commit(pilcrow_report **out,
                                                 pilcrow_writer *writer,
                                                 pilcrow_error *err);

/* Throw away all that was done since the last commit, and begin anew.
 *
 * OK
 * CORRUPT  the index is damaged; close the writer. */
PILCROW_API pilcrow_status pilcrow_writer_rollback(pilcrow_writer *writer,
                                                   pilcrow_error *err);

/* Close a writer. What was not committed is thrown away. It belongs to the
 * process that opened it: in a child of fork() this does nothing, and every
 * other call gives INVALID. An index of engine xapian stays locked until such a
 * child has ended. */
PILCROW_API void pilcrow_writer_close(pilcrow_writer *writer);

/* ---------------------------------------------------------- maintenance --- */

/* Write the index in `dir` anew, as small and as fast to search as it can be,
 * in the old one's place. It takes the room of both while it runs. Open indexes
 * go on. What it holds and finds stays the same; hits of one score may come in
 * another order. With engine "segment", many documents of one or two paragraphs
 * take some 200 bytes of memory each.
 *
 * bytes_before  bytes of the index on disk, before and after;
 * bytes_after   either may be NULL.
 *
 * OK         after every other status the index is as it was.
 * NOT_FOUND  no such folder.
 * BUSY, NOT_INDEX, VERSION, CORRUPT  as pilcrow_update(). */
PILCROW_API pilcrow_status pilcrow_compact(uint64_t *bytes_before,
                                           uint64_t *bytes_after,
                                           const char *dir,
                                           pilcrow_error *err);

/* Follow the files and folders that an index was made from: open a watch, wait,
 * and after each change call pilcrow_update() without sources. */
typedef struct pilcrow_watch pilcrow_watch;

/* Begin to watch the roots of the index in `dir`.
 *
 * out    owned by the caller; free with pilcrow_watch_close().
 *
 * OK
 * LIMIT      the system does not allow as many watched folders.
 * NOT_FOUND  also where no file or folder was indexed.
 * STALE      the index kept changing while it was read; call again.
 * NOT_INDEX, VERSION, CORRUPT  as pilcrow_open(). */
PILCROW_API pilcrow_status pilcrow_watch_open(pilcrow_watch **out,
                                              const char *dir,
                                              pilcrow_error *err);
/* Wait at most `timeout_ms` milliseconds (-1: without end) for a change, and
 * then half a second more, so that what belongs together comes as one.
 *
 * changed    true if something below the roots may have changed.
 *
 * OK         also when the time has passed without a change.
 * CANCELLED  a signal came: look at your flags.
 * LIMIT      as pilcrow_watch_open(). */
PILCROW_API pilcrow_status pilcrow_watch_wait(pilcrow_watch *watch,
                                              int timeout_ms, bool *changed,
                                              pilcrow_error *err);
/* End a watch. */
PILCROW_API void pilcrow_watch_close(pilcrow_watch *watch);

/* Told of a damage in a sentence, borrowed for the call. */
typedef void (*pilcrow_damage_fn)(void *ctx, const char *sentence);

/* Verify the whole index in `dir`: its tables, each record's checksum, and
 * that every posting is what the stored text gives.
 *
 * found    called for each damage, with `ctx`; may be NULL.
 *
 * OK       all is well.
 * CORRUPT  something is damaged; `found` has said what.
 * STALE    writers kept overtaking it; call again.
 * NOT_FOUND, NOT_INDEX, VERSION  as pilcrow_open(). */
PILCROW_API pilcrow_status pilcrow_check(const char *dir,
                                         pilcrow_damage_fn found, void *ctx,
                                         pilcrow_error *err);

#ifdef __cplusplus
}
#endif

#endif /* PILCROW_H */
