/* SPDX-License-Identifier: MIT
 *
 * In: $PILCROW_TEST_ENGINE. Out: the engine of the indexes that tests make, and
 * its files. */
#include "engine_choice.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/backend.h"

/* The linker sends calls of backend_default to the first and those of the
 * second to it. */
const engine_backend *__wrap_backend_default(void);
const engine_backend *__real_backend_default(void);

const engine_backend *__wrap_backend_default(void)
{
    const char *name = getenv("PILCROW_TEST_ENGINE");
    if (name == NULL)
        return __real_backend_default();
    const engine_backend *chosen = backend_find(name);
    if (chosen == NULL) {
        fprintf(stderr, "this build has no engine '%s'\n", name);
        exit(EXIT_FAILURE);
    }
    return chosen;
}

const char *engine_choice(void)
{
    return __wrap_backend_default()->name;
}

bool engine_choice_is(const char *name)
{
    return strcmp(engine_choice(), name) == 0;
}

/* The size of a file; 0 of anything else. */
static size_t size_of(const char *data, const char *name)
{
    char path[4096];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", data, name);
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
        return 0;
    return (size_t)info.st_size;
}

size_t engine_choice_files(const char *data, char **names, size_t limit)
{
    struct dirent **entries;
    size_t count = 0;
    int found = scandir(data, &entries, NULL, alphasort);
    for (int i = 0; i < found; i++) {
        if (count < limit && size_of(data, entries[i]->d_name) > 0)
            names[count++] = strdup(entries[i]->d_name);
        free(entries[i]);
    }
    if (found >= 0)
        free(entries);
    return count;
}

const char *engine_choice_main_file(const char *data)
{
    static char path[4096];
    char *names[256];
    size_t largest = 0;
    size_t count = engine_choice_files(data, names, 256);
    path[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (size_of(data, names[i]) > largest) {
            largest = size_of(data, names[i]);
            snprintf(path, sizeof path, "%s/%s", data, names[i]);
        }
        free(names[i]);
    }
    return path;
}

size_t engine_choice_bytes(const char *data)
{
    char *names[256];
    size_t bytes = 0;
    size_t count = engine_choice_files(data, names, 256);
    for (size_t i = 0; i < count; i++) {
        bytes += size_of(data, names[i]);
        free(names[i]);
    }
    return bytes;
}
