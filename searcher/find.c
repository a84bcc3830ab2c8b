/* SPDX-License-Identifier: MIT
 *
 * pilcrow_find. In: a folder. Out: the `.pilcrow` it belongs to, there or
 * upwards. One that belongs to somebody else is passed by: whoever can write
 * to a folder above must not choose what we read. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/path.h"

static bool is_ours(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0 || (st.st_uid != geteuid() && st.st_uid != 0))
        return false;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
           (st.st_uid == geteuid() || st.st_uid == 0);
}

/* Look in `folder` and then in each one above it. */
static bool look_upwards(buf *found, buf *folder)
{
    while (path_join(found, folder->data, ".pilcrow")) {
        if (is_ours(found->data))
            return true;
        if (folder->len <= 1)
            return false;
        size_t len = (size_t)(path_name(folder->data) - folder->data);
        buf_truncate(folder, len > 1 ? len - 1 : 1);
    }
    return false;
}

pilcrow_status pilcrow_find(char **out, const char *start, pilcrow_error *err)
{
    buf folder, found;
    pilcrow_status status = PILCROW_OK;
    if (out == NULL)
        return error_missing(err, "the place for the path");
    *out = NULL;
    buf_init(&folder, PATH_BYTES_MAX);
    buf_init(&found, 2 * PATH_BYTES_MAX);
    if (!path_absolute(&folder, start == NULL ? "." : start))
        status = error_set(err, PILCROW_IO, PATH_LOST_SENTENCE);
    else if (!look_upwards(&found, &folder))
        status = error_set(err, PILCROW_NOT_FOUND,
                           "there is no index here; make one with 'pilcrow "
                           "index FOLDER', or name one with -i");
    else if ((*out = buf_take(&found)) == NULL)
        status = error_no_memory(err);
    buf_release(&folder);
    buf_release(&found);
    return status;
}
