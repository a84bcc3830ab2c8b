/* Search an index from C:  cc search.c $(pkg-config --cflags --libs pilcrow)
 *
 *     search INDEX WORDS... */
#include <pilcrow.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    char query[4096] = "";
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL;
    pilcrow_error err;
    for (int i = 2; i < argc; i++)
        snprintf(query + strlen(query), sizeof query - strlen(query), "%s ",
                 argv[i]);
    if (pilcrow_open(&index, argc > 1 ? argv[1] : ".pilcrow", &err) ||
        pilcrow_search(&hits, index, query, strlen(query), NULL, &err)) {
        fprintf(stderr, "search: %s\n", err.message);
        pilcrow_close(index);
        return 2;
    }
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
        printf("%s:%zu: %s\n", hit->paragraph.path, hit->paragraph.line,
               hit->snippet);
    }
    int status = pilcrow_hits_count(hits) > 0 ? 0 : 1;
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return status;
}
