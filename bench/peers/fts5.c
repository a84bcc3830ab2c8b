/* SPDX-License-Identifier: MIT
 *
 *     peer_fts5 index PARAGRAPHS.tsv INDEX
 *     peer_fts5 serve INDEX QUERIES.tsv
 *     peer_fts5 once INDEX KIND WORDS
 *
 * SQLite's FTS5 with its porter tokenizer. One transaction, one row a
 * paragraph; see README.md for the settings. INDEX is a folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "serve.h"

typedef struct table {
    sqlite3 *db;
    sqlite3_stmt *best;  /* the best of a query */
    sqlite3_stmt *count;
} table;

static bool check(sqlite3 *db, int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return true;
    fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
    return false;
}

static bool run(sqlite3 *db, const char *sql)
{
    return check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static bool open_db(sqlite3 **db, const char *folder)
{
    char path[4096];
    mkdir(folder, 0777);
    snprintf(path, sizeof path, "%s/fts5.db", folder);
    return check(*db, sqlite3_open(path, db)) &&
           run(*db, "PRAGMA cache_size = -262144; PRAGMA synchronous = FULL;");
}

/* -------------------------------------------------------------- indexing --- */

static bool add_line(sqlite3_stmt *insert, sqlite3 *db, char *line, size_t len)
{
    char *tab = memchr(line, '\t', len);
    if (tab == NULL)
        return true;
    sqlite3_bind_text(insert, 1, line, (int)(tab - line), SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, tab + 1, (int)(line + len - tab - 1),
                      SQLITE_STATIC);
    return check(db, sqlite3_step(insert)) && check(db, sqlite3_reset(insert));
}

static bool add_lines(sqlite3 *db, FILE *file)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    sqlite3_stmt *insert;
    bool ok = check(db, sqlite3_prepare_v2(
                            db, "INSERT INTO paragraphs VALUES (?, ?)", -1,
                            &insert, NULL));
    while (ok && (len = getline(&line, &room, file)) > 0)
        ok = add_line(insert, db, line,
                      (size_t)len - (line[len - 1] == '\n'));
    free(line);
    sqlite3_finalize(insert);
    return ok;
}

static bool index_file(const char *path, const char *folder)
{
    sqlite3 *db = NULL;
    FILE *file = fopen(path, "r");
    bool ok =
        file != NULL && open_db(&db, folder) &&
        run(db, "CREATE VIRTUAL TABLE paragraphs USING "
                "fts5(id UNINDEXED, text, tokenize = 'porter'); BEGIN;") &&
        add_lines(db, file) && run(db, "COMMIT;");
    if (file != NULL)
        fclose(file);
    sqlite3_close(db);
    return ok;
}

/* ------------------------------------------------------------- searching --- */

static bool open_table(table *t, const char *folder)
{
    memset(t, 0, sizeof *t);
    return open_db(&t->db, folder) &&
           check(t->db,
                 sqlite3_prepare_v2(t->db,
                                    "SELECT id FROM paragraphs WHERE "
                                    "paragraphs MATCH ? ORDER BY rank LIMIT ?",
                                    -1, &t->best, NULL)) &&
           check(t->db,
                 sqlite3_prepare_v2(t->db,
                                    "SELECT count(*) FROM paragraphs WHERE "
                                    "paragraphs MATCH ?",
                                    -1, &t->count, NULL));
}

static void close_table(table *t)
{
    sqlite3_finalize(t->best);
    sqlite3_finalize(t->count);
    sqlite3_close(t->db);
}

static bool ask(void *ctx, request *r)
{
    const table *t = ctx;
    sqlite3_stmt *s = r->count ? t->count : t->best;
    int code;
    sqlite3_bind_text(s, 1, r->text, -1, SQLITE_STATIC);
    if (!r->count)
        sqlite3_bind_int64(s, 2, (sqlite3_int64)r->limit);
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        if (r->count)
            r->total = (uint64_t)sqlite3_column_int64(s, 0);
        else
            r->found(r, (const char *)sqlite3_column_text(s, 0),
                     (size_t)sqlite3_column_bytes(s, 0));
    sqlite3_reset(s);
    return check(t->db, code);
}

/* Each word in quotation marks, so that none is an operator. */
static char *write_query(const char *kind, const char *words)
{
    const char *between = strcmp(kind, "or") == 0    ? " OR "
                          : strcmp(kind, "and") == 0 ? " AND "
                                                     : " + ";
    char *text = malloc(10 * strlen(words) + 8);
    char *end = text;
    if (text == NULL)
        return NULL;
    for (const char *at = words; *at != '\0';) {
        const size_t len = strcspn(at, " ");
        end += sprintf(end, "%s\"%.*s\"", end > text ? between : "", (int)len,
                       at);
        at += len;
        at += strspn(at, " ");
    }
    strcpy(end, strcmp(kind, "prefix") == 0 ? "*" : "");
    return text;
}

int main(int argc, char **argv)
{
    table t;
    int status = 2;
    if (argc == 4 && strcmp(argv[1], "index") == 0)
        return index_file(argv[2], argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
    if (argc < 4 || !open_table(&t, argv[2]))
        return EXIT_FAILURE;
    const peer p = {&t, ask, write_query};
    if (argc == 4 && strcmp(argv[1], "serve") == 0)
        status = serve(&p, argv[3]);
    if (argc == 5 && strcmp(argv[1], "once") == 0)
        status = serve_once(&p, argv[3], argv[4]);
    close_table(&t);
    return status;
}
