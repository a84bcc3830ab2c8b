/* SPDX-License-Identifier: MIT
 *
 * pilcrow forget. In: paths. Out: an index without what came from them. */
#include <stdio.h>
#include <stdlib.h>

#include "locate.h"
#include "output.h"
#include "verbs.h"

int forget_run(const options *o)
{
    pilcrow_error err = {0};
    pilcrow_index *index = locate_and_open(o); /* says what is wrong with it */
    char *folder = index != NULL ? locate_index(o) : NULL;
    pilcrow_report *report = NULL;
    int exit_status = STATUS_ERROR;
    pilcrow_close(index);
    if (folder == NULL)
        return STATUS_ERROR;
    pilcrow_status status = pilcrow_forget(&report, folder, o->arguments.items,
                                           o->arguments.count, &err);
    if (status == PILCROW_OK) {
        pilcrow_skip skip;
        for (size_t i = 0; pilcrow_report_skip(report, i, &skip); i++)
            output_complain("%s: %s", skip.path, skip.reason);
        uint64_t removed = pilcrow_report_counts(report)->removed;
        if (removed > 0)
            printf("%s file%s forgotten\n", output_count(removed).text,
                   output_plural(removed));
        else
            puts("forgotten; the index held nothing of it");
        exit_status = STATUS_DONE;
    } else {
        output_complain("%s", err.message);
        exit_status =
            status == PILCROW_NOT_FOUND ? STATUS_NOTHING : STATUS_ERROR;
    }
    pilcrow_report_free(report);
    free(folder);
    return exit_status;
}
