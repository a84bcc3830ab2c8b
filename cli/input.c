/* SPDX-License-Identifier: MIT
 *
 * In: a path or "-". Out: all its bytes, at most INPUT_MAX. */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "terminal.h"

#define FIRST_SIZE ((size_t)64 * 1024)

static void grow(input *in, size_t *capacity)
{
    size_t larger = *capacity == 0 ? FIRST_SIZE : *capacity * 2;
    char *bytes = realloc(in->bytes, larger);
    if (bytes == NULL)
        output_no_memory();
    in->bytes = bytes;
    *capacity = larger;
}

/* All of it, or one byte over INPUT_MAX. */
static bool read_all(input *in, FILE *file)
{
    size_t capacity = 0, got = 1;
    while (got > 0 && in->len <= INPUT_MAX) {
        if (in->len + 1 >= capacity)
            grow(in, &capacity);
        got = fread(in->bytes + in->len, 1, capacity - in->len - 1, file);
        in->len += got;
    }
    in->bytes[in->len] = '\0';
    return ferror(file) == 0;
}

bool input_read(input *out, const char *path)
{
    bool is_standard = strcmp(path, "-") == 0;
    const char *name = is_standard ? "standard input" : path;
    FILE *file = is_standard ? stdin : fopen(path, "rb");
    *out = (input){0};
    if (file == NULL) {
        output_complain("cannot open %s: %s", name, strerror(errno));
        return false;
    }
    errno = 0;
    bool ok = read_all(out, file);
    if (!ok && terminal_was_interrupted())
        output_complain("stopped while reading %s; nothing was changed", name);
    else if (!ok)
        output_complain("cannot read %s: %s", name, strerror(errno));
    else if (out->len > INPUT_MAX)
        output_complain("%s is over %zu MB; split it", name,
                        INPUT_MAX / (1024 * 1024));
    ok = ok && out->len <= INPUT_MAX;
    if (!is_standard)
        fclose(file);
    if (!ok) {
        free(out->bytes);
        *out = (input){0};
    }
    return ok;
}
