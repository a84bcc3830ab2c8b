/* SPDX-License-Identifier: MIT
 *
 * In: the folder of an index. Out: paths as it keeps them, and as users see
 * them. */
#include "base/places.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

static bool take_folders(places *out)
{
    buf path;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    bool ok = path_join(&path, out->dir, "..") &&
              (out->base = buf_take(&path)) != NULL &&
              path_absolute(&path, ".") &&
              (out->here = buf_take(&path)) != NULL;
    buf_release(&path);
    return ok;
}

pilcrow_status places_find(places *out, const char *dir, pilcrow_error *err)
{
    *out = (places){0};
    out->dir = realpath(dir, NULL);
    if (out->dir == NULL)
        return error_system(err, errno, "find the index folder", dir);
    if (take_folders(out))
        return PILCROW_OK;
    places_release(out);
    return path_is_lost(".") ? error_set(err, PILCROW_IO, PATH_LOST_SENTENCE)
                             : error_no_memory(err);
}

void places_release(places *p)
{
    free(p->dir);
    free(p->base);
    free(p->here);
    *p = (places){0};
}

bool places_stored(buf *out, const places *p, const char *path)
{
    buf absolute;
    buf_init(&absolute, 2 * PATH_BYTES_MAX);
    bool ok = path_join(&absolute, p->here, path) &&
              path_stored(out, absolute.data, p->base);
    buf_release(&absolute);
    return ok;
}

bool places_shown(buf *out, const places *p, const char *stored)
{
    return path_shown(out, stored, p->base, p->here);
}

bool places_absolute(buf *out, const places *p, const char *stored)
{
    return path_join(out, p->base, stored);
}

bool places_is_below(const places *p, const char *stored, const char *folder)
{
    bool inside = stored[0] != '/'; /* of the base */
    if (strcmp(folder, ".") == 0)
        return inside;
    if (inside && folder[0] == '/')
        return path_is_below(p->base, folder);
    return path_is_below(stored, folder);
}

bool places_go_up(buf *stored, const places *p)
{
    if (strcmp(buf_text(stored), ".") == 0)
        path_normal(stored, p->base);
    if (stored->failed || strcmp(buf_text(stored), "/") == 0)
        return false;
    size_t name = (size_t)(path_name(stored->data) - stored->data);
    if (name == 0)
        return path_normal(stored, ".");
    buf_truncate(stored, name > 1 ? name - 1 : 1);
    return true;
}
