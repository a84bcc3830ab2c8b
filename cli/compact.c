/* SPDX-License-Identifier: MIT
 *
 * pilcrow compact. In: an index. Out: a smaller one, and by how much. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "locate.h"
#include "output.h"
#include "progress.h"
#include "verbs.h"

int compact_run(const options *o)
{
    uint64_t before = 0;
    uint64_t after = 0;
    pilcrow_error err = {0};
    char *folder = locate_index(o);
    if (folder == NULL)
        return STATUS_ERROR;
    progress p = progress_say("writing the index anew");
    pilcrow_status status = pilcrow_compact(&before, &after, folder, &err);
    progress_end(&p);
    if (status != PILCROW_OK)
        output_complain("%s", err.message);
    else if (o->json)
        printf("{\"before\":%" PRIu64 ",\"after\":%" PRIu64 "}\n", before,
               after);
    else
        printf("%s, now %s\n", output_size(before).text,
               output_size(after).text);
    free(folder);
    return status == PILCROW_OK ? STATUS_DONE : STATUS_ERROR;
}
