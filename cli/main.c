/* SPDX-License-Identifier: MIT
 *
 * pilcrow VERB [OPTION...] [ARGUMENT...]: find the verb, which options may
 * precede, read these, run it. What it returns is the exit status, unless its
 * output could not be written. */
#include <stdio.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "help.h"
#include "options.h"
#include "output.h"
#include "pilcrow.h"
#include "terminal.h"
#include "verbs.h"

static int run_verb(const verb *v, int count, char **words)
{
    options o;
    int status = STATUS_ERROR;
    if (options_read(&o, v, count, words)) {
        if (o.help)
            help_print_verb(o.color, v);
        status = o.help ? STATUS_DONE : v->run(&o);
    }
    options_release(&o);
    return status;
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

/* Its own first, then what a report of a problem should tell. */
static void print_version(void)
{
    const char *name, *version;
    printf("pilcrow %s\n", pilcrow_version());
    for (size_t i = 0; (name = pilcrow_engine_name(i)) != NULL; i++)
        printf("%s%s", i == 0 ? "engines: " : ", ", name);
    putchar('\n');
    for (size_t i = 0; (name = pilcrow_component(i, &version)) != NULL; i++)
        printf("%s %s\n", name, version);
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        help_print_usage();
        return STATUS_ERROR;
    }
    const char *first = argv[1];
    if (is_one_of(first, "--version", "-V")) {
        print_version();
        return STATUS_DONE;
    }
    const int at = 1 + options_find_verb(argc - 1, argv + 1);
    const verb *v = at < argc ? verb_find(argv[at]) : NULL;
    if (v != NULL) {
        /* Options before it are as good as behind it. */
        memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof *argv);
        return run_verb(v, argc - 2, argv + 2);
    }
    if (is_one_of(first, "--help", "-h")) {
        help_print_all("auto");
        return STATUS_DONE;
    }
    if (at < argc)
        verb_complain(argv[at]);
    else
        output_complain("a verb is missing, as in 'pilcrow search -n 5 "
                        "refugees'; 'pilcrow help' lists the verbs");
    return STATUS_ERROR;
}

/* A large block goes back to the system as soon as it is freed. Else glibc
 * keeps ever larger ones, for each thread those of its own, until a segment has
 * been written (base/huge.h). */
static void limit_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 2 << 20);
#endif
}

int main(int argc, char **argv)
{
    limit_memory();
    terminal_claim_streams();
    int status = run(argc, argv);
    return output_finish() ? status : STATUS_ERROR;
}
