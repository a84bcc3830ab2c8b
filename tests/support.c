/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATHS_MAX 16

static char folder[] = "/tmp/pilcrow-test-XXXXXX";

int support_enter(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/pilcrow-test-XXXXXX");
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

int support_leave(void **state)
{
    (void)state;
    return chdir("/") != 0 ||
           nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;
}

void support_write(const char *path, const char *text)
{
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *at = strchr(copy + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        mkdir(copy, 0777);
        *at = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

void support_remove(const char *path)
{
    assert_int_equal(remove(path), 0);
}

pilcrow_counts support_index(const pilcrow_update_options *options, ...)
{
    pilcrow_source sources[PATHS_MAX];
    pilcrow_report *report;
    pilcrow_error err;
    size_t count = 0;
    va_list paths;
    va_start(paths, options);
    for (const char *path; (path = va_arg(paths, const char *)) != NULL;)
        sources[count++] = (pilcrow_source){path, NULL, 0};
    va_end(paths);
    if (pilcrow_update(&report, ".pilcrow", sources, count, options, &err) !=
        PILCROW_OK)
        fail_msg("index: %s", err.message);
    pilcrow_counts counts = *pilcrow_report_counts(report);
    pilcrow_report_free(report);
    return counts;
}

pilcrow_index *support_open(void)
{
    pilcrow_index *index;
    pilcrow_error err;
    if (pilcrow_open(&index, ".pilcrow", &err) != PILCROW_OK)
        fail_msg("open: %s", err.message);
    return index;
}

pilcrow_hits *support_search(const char *query)
{
    pilcrow_index *index = support_open();
    pilcrow_hits *hits;
    pilcrow_error err;
    if (pilcrow_search(&hits, index, query, strlen(query), NULL, &err) !=
        PILCROW_OK)
        fail_msg("search %s: %s", query, err.message);
    pilcrow_close(index);
    return hits;
}

size_t support_count(const char *query)
{
    pilcrow_hits *hits = support_search(query);
    size_t count = pilcrow_hits_count(hits);
    pilcrow_hits_free(hits);
    return count;
}

const char *support_first_path(const char *query)
{
    static char path[4096];
    pilcrow_hits *hits = support_search(query);
    const pilcrow_hit *hit = pilcrow_hits_get(hits, 0);
    snprintf(path, sizeof path, "%s", hit == NULL ? "" : hit->paragraph.path);
    pilcrow_hits_free(hits);
    return path;
}
