/* SPDX-License-Identifier: MIT
 *
 * In: a file of queries. Out: the list of them, each in the words of an
 * engine. */
#include "queries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool query_kind_known(const char *kind)
{
    static const char *const kinds[] = {"term", "or", "and", "phrase",
                                        "prefix"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0)
            return true;
    return false;
}

/* ----------------------------------------------------------- for Pilcrow --- */

/* Blank out what is no plain word: signs that mean something, and the small
 * words AND, OR, NOT where they are written large. */
static void make_plain(char *words)
{
    static const char *const large[] = {"AND", "OR",  "NOT", "NEAR",
                                        "И",   "ИЛИ", "НЕ"};
    for (char *at = words; *at != '\0'; at++)
        if (strchr("\"()*?~:+/\t", *at) != NULL ||
            (*at == '-' && (at == words || at[-1] == ' ')))
            *at = ' ';
    for (char *at = words; *at != '\0';) {
        const size_t len = strcspn(at, " ");
        for (size_t i = 0; i < sizeof large / sizeof *large; i++)
            if (strlen(large[i]) == len && memcmp(large[i], at, len) == 0)
                memset(at, ' ', len);
        at += len;
        at += strspn(at, " ");
    }
}

char *query_for_pilcrow(const char *kind, const char *words)
{
    const bool phrase = strcmp(kind, "phrase") == 0;
    const char *before = phrase                        ? "\""
                         : strcmp(kind, "and") == 0    ? "+"
                                                       : "";
    char *plain = strdup(words);
    char *text = malloc(2 * strlen(words) + 4);
    char *end = text;
    if (plain == NULL || text == NULL) {
        free(plain);
        free(text);
        return NULL;
    }
    make_plain(plain);
    *end = '\0';
    for (char *at = plain + strspn(plain, " "); *at != '\0';) {
        const size_t len = strcspn(at, " ");
        const bool first = end == text;
        end += sprintf(end, "%s%s%.*s", first ? "" : " ",
                       first || !phrase ? before : "", (int)len, at);
        at += len;
        at += strspn(at, " ");
    }
    if (phrase && end > text)
        strcpy(end, "\"");
    if (strcmp(kind, "prefix") == 0)
        strcpy(end, "*");
    free(plain);
    return text;
}

/* --------------------------------------------------------------- reading --- */

static bool add(query_list *queries, const char *kind, const char *words,
                query_writer write)
{
    query *list =
        realloc(queries->list, (queries->count + 1) * sizeof *list);
    if (list == NULL)
        return false;
    queries->list = list;
    query *q = &list[queries->count++];
    *q = (query){strdup(kind), strdup(words), write(kind, words)};
    return q->kind != NULL && q->words != NULL && q->text != NULL;
}

/* Every line of the file: "kind <tab> words" or, where `kind` is given, the
 * words. */
static bool read_lines(query_list *out, const char *path, const char *kind,
                       query_writer write)
{
    char *line = NULL;
    size_t room = 0;
    bool ok = true;
    FILE *file = fopen(path, "r");
    *out = (query_list){0};
    while (ok && file != NULL && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (kind != NULL) {
            ok = add(out, kind, line, write);
        } else if (tab != NULL) {
            *tab = '\0';
            ok = add(out, line, tab + 1, write);
        }
    }
    free(line);
    if (file != NULL)
        fclose(file);
    return ok && out->count > 0;
}

bool queries_read_plain(query_list *out, const char *path, const char *kind)
{
    return read_lines(out, path, kind, query_for_pilcrow);
}

bool queries_read(query_list *out, const char *path, query_writer write)
{
    return read_lines(out, path, NULL, write);
}

void queries_free(query_list *queries)
{
    for (size_t i = 0; i < queries->count; i++) {
        free(queries->list[i].kind);
        free(queries->list[i].words);
        free(queries->list[i].text);
    }
    free(queries->list);
}
