/* SPDX-License-Identifier: MIT
 *
 * A program on the installed library that asks it for all it can do, on input
 * as deep and as long as it takes, in threads of the least stack that pilcrow.h
 * promises to be enough. Each thread has an index of its own in the current
 * folder.
 *
 *     use_all ENGINE THREADS
 *
 * Prints what was found, which the caller may compare with another run's; a
 * failure is told on standard error and ends it with 1. */
#include <locale.h>
#include <pilcrow.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STACK_BYTES ((size_t)256 * 1024)
#define DEPTH 20000
#define THREADS_MAX 16

typedef struct job {
    char folder[64], second[64];
    const char *engine;
    char *deep_html, *deep_json, *deep_markdown;
    char *out; /* JSON of what was found */
    size_t out_len;
    locale_t locale;
} job;

/* `count` times `text`, with `end` behind it. */
static char *repeat(const char *text, size_t count, const char *end)
{
    size_t len = strlen(text);
    char *out = malloc(len * count + strlen(end) + 1);
    if (out == NULL)
        exit(1);
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * len, text, len);
    strcpy(out + len * count, end);
    return out;
}

static void need(pilcrow_status wanted, pilcrow_status status,
                 const pilcrow_error *err, const char *what)
{
    if (status == wanted)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, pilcrow_status_name(status),
            err->message);
    exit(1);
}

static void keep(job *j, char *json)
{
    size_t len = strlen(json);
    char *out = realloc(j->out, j->out_len + len + 2);
    if (out == NULL)
        exit(1);
    memcpy(out + j->out_len, json, len);
    memcpy(out + j->out_len + len, "\n", 2);
    j->out = out;
    j->out_len += len + 1;
    pilcrow_free(json);
}

/* ------------------------------------------------------------- writing --- */

static void fill(job *j, const char *folder)
{
    pilcrow_error err = {0};
    pilcrow_writer *writer;
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    pilcrow_record record = PILCROW_RECORD_INIT;
    const struct {
        const char *name, *text;
    } files[] = {
        {"deep.html", j->deep_html},
        {"deep.jsonl", j->deep_json},
        {"deep.md", j->deep_markdown},
        {"plain.txt", "The guardian of the child was appointed.\n\n"
                      "New words: guardian — опекун; child — ребёнок; "
                      "harbour — гавань.\n\nОпекун ребёнка назначен.\n"},
    };
    options.engine = j->engine;
    need(PILCROW_OK, pilcrow_writer_open(&writer, folder, &options, &err), &err,
         "open writer");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        need(PILCROW_OK,
             pilcrow_writer_add_memory(writer, files[i].name, files[i].text,
                                       strlen(files[i].text), &err),
             &err, files[i].name);
    record.id = "r";
    record.text = "1,234.5 words of a record.";
    record.text_len = strlen(record.text);
    record.meta = "{\"price\":1.5,\"deep\":[[[[[[[[2.25]]]]]]]]}";
    need(PILCROW_OK, pilcrow_writer_add_record(writer, &record, &err), &err,
         "record");
    need(PILCROW_OK, pilcrow_writer_commit(NULL, writer, &err), &err, "commit");
    pilcrow_writer_close(writer);
}

/* ------------------------------------------------------------- reading --- */

static void ask(job *j, pilcrow_index *index, const char *query)
{
    pilcrow_error err = {0};
    pilcrow_hits *hits;
    char *json;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.explain = options.facets = true;
    options.by_document = strlen(query) % 2 == 0;
    need(PILCROW_OK,
         pilcrow_search(&hits, index, query, strlen(query), &options, &err),
         &err, "search");
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        need(PILCROW_OK,
             pilcrow_hit_json(&json, pilcrow_hits_get(hits, i), &err), &err,
             "hit");
        keep(j, json);
    }
    need(PILCROW_OK, pilcrow_summary_json(&json, hits, &err), &err, "summary");
    keep(j, json);
    pilcrow_hits_free(hits);
}

static void ask_all(job *j, pilcrow_index *index)
{
    static const char *const queries[] = {
        "guardian",
        "опекун",
        "guard* gaurdian~ ha?bour*",
        "\"of the child\" NEAR/5 guardian",
        "+deep -shallow lang:en",
        "inner text",
        "harbuor",
        "ghbdtn",
        "(((((((((((((((((((((((((((((((guardian))))))))))))))))))))))))))))))"
        ")",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        ask(j, index, queries[i]);
    const char *const long_ones[] = {"(",  "a NEAR/9 b ", "\"a b\" ", "NOT ",
                                     "-(", "ab* ",        "abc~ "};
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        char *query =
            repeat(long_ones[i], 4000 / strlen(long_ones[i]), "guardian");
        ask(j, index, query);
        free(query);
    }
}

static void look_around(job *j, pilcrow_index *index)
{
    pilcrow_error err = {0};
    pilcrow_hits *hits, *similar;
    pilcrow_view *view;
    char *json;
    need(PILCROW_OK, pilcrow_search(&hits, index, "guardian", 8, NULL, &err),
         &err, "search");
    const char *id = pilcrow_hits_get(hits, 0)->paragraph.id;
    need(PILCROW_OK, pilcrow_show(&view, index, id, 1000, &err), &err, "show");
    need(PILCROW_OK, pilcrow_view_json(&json, view, &err), &err, "view");
    keep(j, json);
    need(PILCROW_OK, pilcrow_similar(&similar, index, id, NULL, &err), &err,
         "similar");
    pilcrow_hits_free(similar);
    pilcrow_view_free(view);
    pilcrow_hits_free(hits);
}

static void analyse(job *j)
{
    static const char text[] = "Asylum-seekers' A/RES/74/1 беженцы 80,000.5";
    pilcrow_error err = {0};
    pilcrow_analysis *analysis;
    const pilcrow_token *token;
    char *json;
    need(PILCROW_OK,
         pilcrow_analyze(&analysis, text, sizeof text - 1, NULL, &err), &err,
         "analyze");
    while (pilcrow_analysis_next(&token, analysis, &err) == PILCROW_OK &&
           token != NULL) {
        need(PILCROW_OK, pilcrow_token_json(&json, token, &err), &err, "token");
        keep(j, json);
    }
    pilcrow_analysis_free(analysis);
}

static void *run(void *ctx)
{
    job *j = ctx;
    pilcrow_error err = {0};
    pilcrow_index *index;
    pilcrow_report *report;
    if (j->locale != (locale_t)0)
        uselocale(j->locale);
    fill(j, j->folder);
    fill(j, j->second);
    const char *const both[] = {j->folder, j->second};
    need(PILCROW_OK, pilcrow_open(&index, j->folder, &err), &err, "open");
    ask_all(j, index);
    look_around(j, index);
    need(PILCROW_OK, pilcrow_compact(NULL, NULL, j->folder, &err), &err,
         "compact");
    need(PILCROW_OK, pilcrow_check(j->folder, NULL, NULL, &err), &err, "check");
    ask(j, index, "guardian of the child");
    pilcrow_close(index);
    need(PILCROW_OK, pilcrow_open_several(&index, both, 2, &err), &err,
         "open several");
    ask(j, index, "guardian of the child");
    pilcrow_close(index);
    need(PILCROW_OK,
         pilcrow_update(
             &report, j->second, NULL, 0,
             &(pilcrow_update_options){.size = sizeof(pilcrow_update_options),
                                       .full = true},
             &err),
         &err, "full");
    pilcrow_report_free(report);
    analyse(j);
    return NULL;
}

/* ---------------------------------------------------------------- main --- */

static void start(pthread_t *thread, job *j)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstacksize(&attributes, STACK_BYTES) != 0 ||
        pthread_create(thread, &attributes, run, j) != 0)
        exit(1);
    pthread_attr_destroy(&attributes);
}

int main(int argc, char **argv)
{
    static job jobs[THREADS_MAX];
    pthread_t threads[THREADS_MAX];
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    const char *own = getenv("THREAD_LOCALE");
    char *html = repeat("<div><b>", DEPTH, "inner text of a page");
    char *markdown = repeat("> - ", 2000, "inner text, deep\n");
    char *brackets = repeat("[", DEPTH, "");
    char *json = malloc(strlen(brackets) + 200);
    if (json == NULL || count < 1 || count > THREADS_MAX)
        return 1;
    setlocale(LC_ALL, "");
    sprintf(json,
            "{\"text\":\"too deep\",\"a\":%s\n"
            "{\"id\":\"j\",\"text\":\"inner text\",\"a\":[[[1.5]]]}\n",
            brackets);
    for (size_t i = 0; i < count; i++) {
        job *j = &jobs[i];
        snprintf(j->folder, sizeof j->folder, "index-%zu", i);
        snprintf(j->second, sizeof j->second, "second-%zu", i);
        j->engine = argc > 1 ? argv[1] : NULL;
        j->deep_html = html;
        j->deep_json = json;
        j->deep_markdown = markdown;
        if (own != NULL)
            j->locale = newlocale(LC_ALL_MASK, own, (locale_t)0);
        start(&threads[i], j);
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 1; i < count; i++)
        if (strcmp(jobs[i].out, jobs[0].out) != 0)
            return fputs("two threads found different things\n", stderr), 1;
    fputs(jobs[0].out, stdout);
    return 0;
}
