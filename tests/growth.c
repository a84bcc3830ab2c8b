/* SPDX-License-Identifier: MIT
 *
 *     growth INDEX ENGINE FIRST STEP
 *
 * In: shapes.h, of which each STEPth is taken from FIRST on. Out: an index of
 * each shape at two lengths, one after the other, and a line of each on standard
 * output. What each takes is counted from outside (test_growth.sh). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pilcrow.h>

#include "shapes.h"

#define SHORT ((size_t)32 * 1024)
#define LONG (4 * SHORT)
#define ROOM 1024 /* for what a shape begins and ends with, and a last unit */

static char *repeat(char *at, const char *end, const char *unit)
{
    const size_t len = strlen(unit);
    for (; at < end; at += len)
        memcpy(at, unit, len);
    return at;
}

static size_t make_text(char *text, const shape *s, size_t len)
{
    char *at = text + strlen(strcpy(text, s->begin));
    at = repeat(at, text + (s->after == NULL ? len : len / 2), s->unit);
    if (s->after != NULL)
        at = repeat(at, text + len, s->after);
    strcpy(at, s->end);
    return (size_t)(at - text) + strlen(s->end);
}

/* Some shapes leave no text: nothing is indexed then. */
static void add(pilcrow_writer *writer, const shape *s, size_t len)
{
    static char text[LONG + ROOM];
    char name[64];
    pilcrow_error err;
    snprintf(name, sizeof name, "%td-%zu-%s", s - shapes, len, s->name);
    const pilcrow_status status = pilcrow_writer_add_memory(
        writer, name, text, make_text(text, s, len), &err);
    if (status != PILCROW_OK && status != PILCROW_UNSUPPORTED) {
        fprintf(stderr, "growth: %s: %s\n", s->unit, err.message);
        exit(EXIT_FAILURE);
    }
}

/* Print a unit so that it stays on its line. */
static void print_unit(const char *unit)
{
    for (; *unit != '\0'; unit++)
        if (*unit == '\n')
            printf("\\n");
        else
            putchar(*unit);
    putchar('\n');
}

int main(int argc, char **argv)
{
    pilcrow_writer *writer;
    pilcrow_error err;
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    if (argc != 5)
        return EXIT_FAILURE;
    options.jobs = 1;
    options.engine = argv[2];
    if (pilcrow_writer_open(&writer, argv[1], &options, &err) != PILCROW_OK) {
        fprintf(stderr, "growth: %s\n", err.message);
        return EXIT_FAILURE;
    }
    const size_t step = strtoul(argv[4], NULL, 10);
    for (size_t i = strtoul(argv[3], NULL, 10);
         i < sizeof shapes / sizeof *shapes; i += step) {
        print_unit(shapes[i].unit);
        add(writer, &shapes[i], SHORT);
        add(writer, &shapes[i], LONG);
    }
    pilcrow_writer_close(writer);
    return EXIT_SUCCESS;
}
