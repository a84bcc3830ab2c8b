/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph. Out: the path of headings that leads to it. */
#include "place.h"

#include <stdbool.h>
#include <string.h>

#include "character.h"

#define SEPARATOR " \xE2\x80\xBA " /* › */
#define ELLIPSIS "\xE2\x80\xA6"    /* … */

static bool is_file_name(const char *title, const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(title, slash == NULL ? path : slash + 1) == 0;
}

static void print_piece(printer *p, const char *text, size_t len, size_t indent)
{
    wrapped piece = {
        .text = text, .len = len, .indent = indent, .style = STYLE_STRONG};
    printer_wrap(p, &piece);
}

/* The bytes of `text` that fit into `most` columns, up to the end of a word if
 * there is one. */
static size_t fitting(const char *text, size_t most)
{
    size_t len = strlen(text), columns = 0, word = 0, at = 0, used;
    for (; at < len; at += used) {
        uint32_t c = character_decode(text + at, len - at, &used);
        columns += character_columns(c);
        if (columns > most)
            return word > 0 ? word : at;
        if (c == ' ')
            word = at;
    }
    return len;
}

static void print_heading(printer *p, const char *before, const char *text,
                          size_t indent, size_t most)
{
    size_t len = fitting(text, most);
    print_piece(p, before, strlen(before), indent);
    print_piece(p, text, len, indent);
    if (text[len] != '\0')
        print_piece(p, ELLIPSIS, strlen(ELLIPSIS), indent);
}

void place_print_headings(printer *p, const pilcrow_paragraph *paragraph,
                          size_t indent, size_t most)
{
    const char *title = paragraph->title;
    const char *before = " ";
    if (title[0] != '\0' && !is_file_name(title, paragraph->path)) {
        print_heading(p, before, title, indent, most);
        before = SEPARATOR;
    }
    for (size_t i = 0; i < paragraph->heading_count; i++) {
        print_heading(p, before, paragraph->heading[i], indent, most);
        before = SEPARATOR;
    }
}
