/* SPDX-License-Identifier: MIT
 *
 * In: the tables of verbs and options. Out: help on standard output. Nothing
 * here names a verb or option of its own, so help cannot fall behind. */
#include "help.h"

#include "options.h"
#include "pilcrow.h"

#define NAME_COLUMNS 22 /* of an option with its value */

static const char general[] =
    "exit status\n"
    "  0    found, or done\n"
    "  1    nothing found\n"
    "  2    an error, or a file that could not be read\n"
    "  130  stopped by Ctrl-C\n"
    "\n"
    "environment\n"
    "  PILCROW_INDEX  the index's folder where -i does not give one\n"
    "  NO_COLOR       no colour, unless --color asks for it\n"
    "  TERM           no colour and no progress line when 'dumb'\n"
    "  PILCROW_LINK   where a click on a place leads, as\n"
    "                 vscode://file{path}:{line}; empty: no links\n"
    "                 (file://{host}{path}, on terminals that take links)\n"
    "  COLUMNS        the width of a terminal that does not tell its own\n"
    "\n"
    "files\n"
    "  .pilcrow       the index; searched here and in the folders above,\n"
    "                 made here by 'pilcrow index PATH'\n"
    "\n"
    "Results go to standard output, everything else to standard error.\n"
    "Control characters of documents and names are shown as \\x1b, \\u202e;\n"
    "JSON and trec have them as they are, JSON escaped.\n";

static void print_verbs(FILE *out)
{
    for (const verb *v = verb_table; v->name != NULL; v++)
        fprintf(out, "  %-8s %s\n", v->name, v->summary);
}

void help_print_usage(FILE *out)
{
    fputs("usage: pilcrow VERB [OPTION...] [ARGUMENT...]\n\n", out);
    print_verbs(out);
    fputs("\n'pilcrow help' says more, 'pilcrow help VERB' all about one.\n",
          out);
}

static void print_examples(const verb *v)
{
    for (size_t i = 0; v->examples[i] != NULL; i++)
        printf("  %s\n", v->examples[i]);
}

void help_print_all(void)
{
    printf("pilcrow %s: full-text search whose unit is the paragraph\n\n",
           pilcrow_version());
    fputs("usage: pilcrow VERB [OPTION...] [ARGUMENT...]\n"
          "       pilcrow help VERB       or  pilcrow VERB --help\n"
          "       pilcrow --version\n\nverbs\n",
          stdout);
    print_verbs(stdout);
    fputs("\nexamples\n", stdout);
    for (const verb *v = verb_table; v->name != NULL; v++)
        print_examples(v);
    printf("\n%s", general);
}

/* "-n N", "--offset N", "-h, --help". */
static void print_option_name(const option *row)
{
    char name[64] = "";
    size_t used = 0;
    const char *value = row->kind == OPTION_CHOICE ? "WORD" : row->value;
    if (row->letter != 0)
        used += (size_t)snprintf(name, sizeof name, "-%c%s", row->letter,
                                 row->name != NULL ? ", " : "");
    if (row->name != NULL)
        used += (size_t)snprintf(name + used, sizeof name - used, "--%s",
                                 row->name);
    if (value != NULL)
        snprintf(name + used, sizeof name - used, " %s", value);
    printf("  %-*s", NAME_COLUMNS, name);
}

static void print_options(const verb *v)
{
    for (const option *row = option_table; row->help != NULL; row++) {
        if (!option_is_of(row, v))
            continue;
        print_option_name(row);
        printf(" %s\n", row->help);
        if (row->kind == OPTION_CHOICE)
            printf("  %*s %s\n", NAME_COLUMNS, "", row->value);
    }
}

void help_print_verb(const verb *v)
{
    printf("pilcrow %s: %s\n\n", v->name, v->summary);
    printf("usage: pilcrow %s [OPTION...]%s%s\n", v->name,
           v->arguments[0] == '\0' ? "" : " ", v->arguments);
    if (v->about != NULL)
        printf("\n%s\n", v->about);
    fputs("\noptions\n", stdout);
    print_options(v);
    fputs("\nexamples\n", stdout);
    print_examples(v);
}

int help_run(const options *o)
{
    if (o->arguments.count == 0) {
        help_print_all();
        return STATUS_DONE;
    }
    const verb *v = verb_find(o->arguments.items[0]);
    if (v == NULL) {
        verb_complain(o->arguments.items[0]);
        return STATUS_ERROR;
    }
    help_print_verb(v);
    return STATUS_DONE;
}
