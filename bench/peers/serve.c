/* SPDX-License-Identifier: MIT
 *
 * In: orders. Out: what an engine takes and finds. Only the engine's own work,
 * with the copying of ids, is between the two looks at the clock. */
#include "serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../queries.h"

#define IDS_MAX 4096

static void keep_id(request *r, const char *id, size_t len)
{
    static char copy[256];
    if (len < sizeof copy)
        memcpy(copy, id, len);
    if (r->ids == NULL || r->ids_len + len + 2 > IDS_MAX)
        return;
    if (r->ids_len > 0)
        r->ids[r->ids_len++] = ',';
    memcpy(r->ids + r->ids_len, id, len);
    r->ids_len += len;
    r->ids[r->ids_len] = '\0';
}

static request request_of(const query *q, size_t limit)
{
    return (request){.kind = q->kind,
                     .text = q->text,
                     .limit = limit,
                     .found = keep_id};
}

/* Do what the order says to one query, and print the value. */
static bool answer_one(const peer *p, const query *q, const char *order,
                       size_t limit)
{
    static char ids[IDS_MAX];
    request r = request_of(q, limit);
    ids[0] = '\0';
    r.count = strcmp(order, "count") == 0;
    r.ids = strcmp(order, "top") == 0 ? ids : NULL;
    const uint64_t start = now_ns();
    if (!p->ask(p->ctx, &r))
        return false;
    const uint64_t took = now_ns() - start;
    if (r.count)
        printf("%llu", (unsigned long long)r.total);
    else if (r.ids != NULL)
        fputs(ids, stdout);
    else
        printf("%.1f", (double)took / 1000);
    return true;
}

static bool answer(const peer *p, const query_list *queries, const char *order,
                   const char *kind, size_t limit)
{
    bool first = true;
    for (size_t i = 0; i < queries->count; i++) {
        const query *q = &queries->list[i];
        if (strcmp(q->kind, kind) != 0)
            continue;
        if (!first)
            putchar('\t');
        first = false;
        if (!answer_one(p, q, order, limit))
            return false;
    }
    putchar('\n');
    return fflush(stdout) == 0;
}

int serve(const peer *p, const char *path)
{
    char line[64], order[16], kind[16];
    query_list queries;
    bool ok = queries_read(&queries, path, p->write);
    if (!ok)
        fprintf(stderr, "%s: no queries\n", path);
    while (ok && fgets(line, sizeof line, stdin) != NULL) {
        unsigned long limit = 10;
        if (sscanf(line, "%15s %15s %lu", order, kind, &limit) < 2)
            break;
        ok = answer(p, &queries, order, kind, limit);
    }
    queries_free(&queries);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int serve_once(const peer *p, const char *kind, const char *words)
{
    static char ids[IDS_MAX];
    char *text = p->write(kind, words);
    query q = {.kind = (char *)(uintptr_t)kind, .text = text};
    request r = request_of(&q, 10);
    r.ids = ids;
    const bool ok = text != NULL && p->ask(p->ctx, &r);
    if (ok)
        puts(ids);
    free(text);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
