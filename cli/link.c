/* SPDX-License-Identifier: MIT
 *
 * In: a path that resolves from the current folder, and a line. Out: a URL.
 * Every byte of the path that is not plain in a URL goes out as %XX, so no path
 * can end the link or give the terminal orders; what of the form itself is a
 * control character is left out. */
#include "link.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

#define USUAL_FORM "file://{host}{path}"
#define HOST_MAX 256

const char *link_form(void)
{
    const char *form = getenv("PILCROW_LINK");
    if (form == NULL)
        return USUAL_FORM;
    return form[0] == '\0' ? NULL : form;
}

static void write_url(FILE *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    for (; *text != '\0'; text++)
        if (strchr(plain, *text) != NULL)
            fputc(*text, out);
        else
            fprintf(out, "%%%02X", (unsigned)(unsigned char)*text);
}

/* The path from the root. */
static bool write_path(FILE *out, const char *path)
{
    char here[PATH_MAX];
    if (path[0] != '/') {
        if (getcwd(here, sizeof here) == NULL)
            return false;
        write_url(out, strcmp(here, "/") == 0 ? "" : here);
        fputc('/', out);
    }
    write_url(out, path);
    return true;
}

static bool write_host(FILE *out)
{
    char host[HOST_MAX] = "";
    if (gethostname(host, sizeof host - 1) == 0)
        write_url(out, host);
    return true;
}

/* What stands in braces at `form`; returns its bytes, 0 for none of ours. */
static size_t write_field(FILE *out, const char *form, const char *path,
                          size_t line, bool *ok)
{
    if (strncmp(form, "{path}", 6) == 0) {
        *ok = write_path(out, path);
        return 6;
    }
    if (strncmp(form, "{host}", 6) == 0) {
        *ok = write_host(out);
        return 6;
    }
    if (strncmp(form, "{line}", 6) == 0) {
        fprintf(out, "%zu", line);
        return 6;
    }
    return 0;
}

char *link_to(const char *form, const char *path, size_t line)
{
    char *target = NULL;
    size_t len = 0;
    bool ok = true;
    if (access(path, F_OK) != 0)
        return NULL;
    FILE *out = open_memstream(&target, &len);
    if (out == NULL)
        output_no_memory();
    while (*form != '\0' && ok) {
        size_t used = write_field(out, form, path, line, &ok);
        if (used == 0 && *form > ' ' && *form < '\x7f')
            fputc(*form, out);
        form += used > 0 ? used : 1;
    }
    if (fclose(out) != 0)
        output_no_memory();
    if (!ok) {
        free(target);
        target = NULL;
    }
    return target;
}
