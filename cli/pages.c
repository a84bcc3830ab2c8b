/* SPDX-License-Identifier: MIT
 *
 * In: the text of a verb as the table has it. Out: its paragraphs and rows, one
 * by one. Nothing is lost of a text that keeps to PAGE_TEXT_MAX a piece. */
#include "pages.h"

#include <stdio.h>
#include <string.h>

#include "verbs.h"

const page_fact page_facts[] = {
    {"exit status", "0", "found, or done"},
    {"exit status", "1", "nothing found"},
    {"exit status", "2", "an error, or a file that could not be read"},
    {"exit status", "130", "stopped by Ctrl-C"},

    {"environment", "PILCROW_INDEX",
     "the index's folder where -i does not give one"},
    {"environment", "PILCROW_LINK",
     "where a click on a place leads, as vscode://file{path}:{line}; empty: "
     "no links (file://{host}{path}, on terminals that take links)"},
    {"environment", "NO_COLOR", "no colour, unless --color asks for it"},
    {"environment", "TERM", "no colour and no progress line when 'dumb'"},
    {"environment", "COLUMNS",
     "the width of a terminal that does not tell its own"},

    {"files", ".pilcrow",
     "the index; searched here and in the folders above, made here by "
     "'pilcrow index PATH'"},
    {NULL, NULL, NULL},
};

const char *const page_closing[] = {
    "Results go to standard output, everything else to standard error. Control "
    "characters of documents and names are shown as \\x1b, \\u202e; JSON has "
    "them as they are, escaped, trec as %1B in names.",
    NULL};

void page_option_name(char out[PAGE_OPTION_MAX], const option *row)
{
    char letter[8] = "";
    if (row->letter != 0)
        snprintf(letter, sizeof letter, "-%c%s", row->letter,
                 row->name != NULL ? ", " : "");
    snprintf(out, PAGE_OPTION_MAX, "%s%s%s%s%s", letter,
             row->name != NULL ? "--" : "", row->name != NULL ? row->name : "",
             row->value != NULL ? " " : "",
             row->value != NULL ? row->value : "");
}

/* -------------------------------------------------------------- pieces --- */

/* Add `len` bytes, after a blank where there is something before them. */
static void add(char *out, size_t size, const char *text, size_t len)
{
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%.*s", used > 0 ? " " : "", (int)len,
             text);
}

static size_t blanks(const char *line)
{
    return strspn(line, " ");
}

/* What stands before the last gap of a line, and what after it. */
static void read_row(page_piece *out, const char *line, size_t len)
{
    size_t text = len;
    while (text > 2 && strncmp(line + text - 2, "  ", 2) != 0)
        text--;
    size_t name = text;
    while (name > 0 && line[name - 1] == ' ')
        name--;
    snprintf(out->name, sizeof out->name, "%.*s", (int)name, line);
    add(out->text, sizeof out->text, line + text, len - text);
}

bool page_next(page_piece *out, const char **at)
{
    *out = (page_piece){"", ""};
    *at += strspn(*at, "\n");
    while (**at != '\0' && **at != '\n') {
        const char *line = *at;
        size_t len = strcspn(line, "\n"), indent = blanks(line);
        bool empty = out->name[0] == '\0' && out->text[0] == '\0';
        if (!empty && (indent == 2 || (indent == 0) != (out->name[0] == '\0')))
            break;
        if (indent == 2)
            read_row(out, line + 2, len - 2);
        else
            add(out->text, sizeof out->text, line + indent, len - indent);
        *at = line + len + (line[len] == '\n');
    }
    return out->name[0] != '\0' || out->text[0] != '\0';
}
