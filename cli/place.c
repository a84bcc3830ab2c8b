/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph. Out: the path of headings that leads to it. */
#include "place.h"

#include <stdbool.h>
#include <string.h>

#define SEPARATOR " \xE2\x80\xBA " /* › */

static bool is_file_name(const char *title, const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(title, slash == NULL ? path : slash + 1) == 0;
}

static void print_piece(printer *p, const char *text, size_t indent)
{
    wrapped piece = {.text = text,
                     .len = strlen(text),
                     .indent = indent,
                     .style = STYLE_STRONG};
    printer_wrap(p, &piece);
}

void place_print_headings(printer *p, const pilcrow_paragraph *paragraph,
                          size_t indent)
{
    const char *title = paragraph->title;
    const char *before = " ";
    if (title[0] != '\0' && !is_file_name(title, paragraph->path)) {
        print_piece(p, before, indent);
        print_piece(p, title, indent);
        before = SEPARATOR;
    }
    for (size_t i = 0; i < paragraph->heading_count; i++) {
        print_piece(p, before, indent);
        print_piece(p, paragraph->heading[i], indent);
        before = SEPARATOR;
    }
}
