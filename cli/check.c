/* SPDX-License-Identifier: MIT
 *
 * pilcrow check. In: an index. Out: "ok", or one line for each damage. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locate.h"
#include "output.h"
#include "progress.h"
#include "verbs.h"

typedef struct findings {
    bool json;
    size_t count;
    progress progress;
} findings;

static void print_damage(void *ctx, const char *sentence)
{
    findings *f = ctx;
    progress_end(&f->progress);
    if (f->json)
        fputs(f->count == 0 ? "" : ",", stdout);
    if (f->json) {
        output_json_string(stdout, sentence);
    } else {
        output_text(stdout, sentence, strlen(sentence));
        putchar('\n');
    }
    f->count++;
}

int check_run(const options *o)
{
    pilcrow_error err = {0};
    char *folder = locate_index(o);
    if (folder == NULL)
        return STATUS_ERROR;
    findings f = {.json = o->json, .progress = progress_say("checking")};
    if (o->json)
        fputs("{\"damage\":[", stdout);
    pilcrow_status status = pilcrow_check(folder, print_damage, &f, &err);
    progress_end(&f.progress);
    if (o->json)
        printf("],\"ok\":%s}\n", status == PILCROW_OK ? "true" : "false");
    else if (status == PILCROW_OK)
        puts("ok");
    if (status != PILCROW_OK)
        output_complain("%s", err.message);
    free(folder);
    return status == PILCROW_OK ? STATUS_DONE : STATUS_ERROR;
}
