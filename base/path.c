/* SPDX-License-Identifier: MIT
 *
 * In: paths. Out: paths, in normal form. */
#include "base/path.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Take the last part off `out`, down to `floor` bytes. */
static void drop_last_part(buf *out, size_t floor)
{
    size_t len = out->len;
    while (len > floor && out->data[len - 1] != '/')
        len--;
    if (len > floor)
        len--;
    buf_truncate(out, len);
}

/* True if the last part of `out` is "..". */
static bool ends_in_parent(const buf *out)
{
    return out->len >= 2 && memcmp(out->data + out->len - 2, "..", 2) == 0 &&
           (out->len == 2 || out->data[out->len - 3] == '/');
}

static void add_part(buf *out, const char *part, size_t len, bool absolute)
{
    size_t floor = absolute ? 1 : 0;
    if (len == 0 || (len == 1 && part[0] == '.'))
        return;
    if (len == 2 && memcmp(part, "..", 2) == 0) {
        if (out->len > floor && !ends_in_parent(out)) {
            drop_last_part(out, floor);
            return;
        }
        if (absolute)
            return;
    }
    if (out->len > floor)
        buf_add_byte(out, '/');
    buf_add(out, part, len);
}

bool path_normal(buf *out, const char *path)
{
    bool absolute = path[0] == '/';
    buf_clear(out);
    if (absolute)
        buf_add_byte(out, '/');
    for (const char *at = path; *at != '\0' && !out->failed;) {
        size_t len = strcspn(at, "/");
        add_part(out, at, len, absolute);
        at += len;
        at += strspn(at, "/");
    }
    if (out->len == 0)
        buf_add_byte(out, '.');
    return !out->failed;
}

bool path_join(buf *out, const char *folder, const char *name)
{
    if (name[0] == '/')
        return path_normal(out, name);
    buf whole;
    buf_init(&whole, 2 * PATH_BYTES_MAX);
    buf_add_text(&whole, folder);
    buf_add_byte(&whole, '/');
    buf_add_text(&whole, name);
    bool ok = !whole.failed && path_normal(out, whole.data);
    buf_release(&whole);
    return ok;
}

bool path_absolute(buf *out, const char *path)
{
    char here[PATH_BYTES_MAX];
    if (path[0] == '/')
        return path_normal(out, path);
    if (getcwd(here, sizeof here) == NULL)
        return false;
    return path_join(out, here, path);
}

bool path_is_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    if (strcmp(folder, "/") == 0)
        return path[0] == '/';
    return strncmp(path, folder, len) == 0 &&
           (path[len] == '/' || path[len] == '\0');
}

/* How many bytes of whole parts `a` and `b` share. */
static size_t shared_parts(const char *a, const char *b)
{
    size_t shared = 0;
    size_t i = 0;
    for (; a[i] != '\0' && a[i] == b[i]; i++)
        if (a[i] == '/')
            shared = i;
    bool a_ends = a[i] == '\0' || a[i] == '/';
    bool b_ends = b[i] == '\0' || b[i] == '/';
    return a_ends && b_ends ? i : shared;
}

bool path_relative(buf *out, const char *path, const char *folder)
{
    buf_clear(out);
    size_t shared = shared_parts(path, folder);
    for (const char *at = folder + shared; *at != '\0'; at++)
        if (*at != '/' && (at == folder || at[-1] == '/'))
            buf_add_text(out, out->len == 0 ? ".." : "/..");
    const char *rest = path + shared;
    rest += strspn(rest, "/");
    if (*rest != '\0') {
        if (out->len > 0)
            buf_add_byte(out, '/');
        buf_add_text(out, rest);
    }
    if (out->len == 0)
        buf_add_byte(out, '.');
    return !out->failed;
}

bool path_stored(buf *out, const char *path, const char *base)
{
    if (path_is_below(path, base))
        return path_relative(out, path, base);
    return path_normal(out, path);
}

bool path_shown(buf *out, const char *stored, const char *base,
                const char *here)
{
    if (stored[0] == '/' && path_is_below(stored, here))
        return path_relative(out, stored, here);
    if (stored[0] == '/')
        return path_normal(out, stored);
    if (strcmp(base, here) == 0)
        return path_normal(out, stored);
    buf whole;
    buf_init(&whole, 2 * PATH_BYTES_MAX);
    bool ok =
        path_join(&whole, base, stored) && path_relative(out, whole.data, here);
    buf_release(&whole);
    return ok;
}

bool path_is_lost(const char *path)
{
    char here[PATH_BYTES_MAX];
    return path[0] != '/' && getcwd(here, sizeof here) == NULL &&
           errno == ENOENT;
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}
