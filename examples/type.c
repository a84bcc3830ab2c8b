/* Search as you type: each line of standard input is what stands in the box
 * after one more key. The last word may go on, so it is searched for as a
 * prefix too; an answer that takes longer than 50 ms is cut at what was found,
 * for the next key is coming.
 *
 *     type INDEX */
#include <pilcrow.h>
#include <stdio.h>
#include <string.h>

/* "light hou" is light (hou OR hou*). A star wants two letters before it; what
 * is no plain word at the end of the box is left alone. */
static void complete(char *out, size_t size, const char *typed)
{
    const char *last = strrchr(typed, ' ');
    last = last == NULL ? typed : last + 1;
    size_t plain = strcspn(last, "\"()+-*?~:");
    if (strlen(last) >= 2 && plain == strlen(last))
        snprintf(out, size, "%.*s(%s OR %s*)", (int)(last - typed), typed, last,
                 last);
    else
        snprintf(out, size, "%s", typed);
}

static void answer(pilcrow_index *index, const char *typed)
{
    char query[4096];
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_hits *hits = NULL;
    pilcrow_error err;
    options.limit = 3;
    options.deadline_ms = 50;
    options.suggest = false; /* half a word is no slip of the keyboard */
    complete(query, sizeof query, typed);
    pilcrow_status status =
        pilcrow_search(&hits, index, query, strlen(query), &options, &err);
    printf("[%s]%s\n", typed, status == PILCROW_TIMEOUT ? " ..." : "");
    if (status != PILCROW_OK && status != PILCROW_TIMEOUT)
        printf("    %s\n", err.message);
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
        printf("    %s:%zu: %s\n", hit->paragraph.path, hit->paragraph.line,
               hit->snippet);
    }
    pilcrow_hits_free(hits);
}

int main(int argc, char **argv)
{
    char line[1024];
    pilcrow_index *index = NULL;
    pilcrow_error err;
    if (pilcrow_open(&index, argc > 1 ? argv[1] : ".pilcrow", &err)) {
        fprintf(stderr, "type: %s\n", err.message);
        return 2;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        answer(index, line);
        fflush(stdout);
    }
    pilcrow_close(index);
    return 0;
}
