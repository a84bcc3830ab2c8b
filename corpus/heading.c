/* SPDX-License-Identifier: MIT
 *
 * In: headings, in order. Out: the path of each place. Invariant: the levels
 * of the entries ascend. */
#include "corpus/heading.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/letters.h"
#include "corpus/text.h"

#define LABEL_MAX ((size_t)400)

static const char *const references[] = {"references",
                                         "reference list",
                                         "bibliography",
                                         "works cited",
                                         "literature cited",
                                         "literature",
                                         "литература",
                                         "библиография",
                                         "библиографический список",
                                         "использованная литература",
                                         "список литературы",
                                         "список источников",
                                         "список использованных источников",
                                         "список использованной литературы",
                                         "источники и литература",
                                         "литература и источники",
                                         "источники"};
/* What a list is one of: "Список научных публикаций". */
static const char *const listed[] = {"литератур", "источник", "публикац"};
static const char list_of[] = "список ";

#define REFERENCES_BYTES ((size_t)120)
#define LETTER_BYTES ((size_t)4)

size_t heading_plain(char *plain, size_t room, const char *text, size_t len)
{
    size_t size = 0, end = 0;
    for (size_t at = 0, step; at < len; at += step) {
        uint32_t code;
        step = utf8_read(text + at, len - at, &code);
        if (size == 0 && !text_is_letter(code))
            continue;
        if (size + LETTER_BYTES > room)
            return 0;
        size += utf8_write(plain + size, lower_of(code));
        end = text_is_letter(code) ? size : end;
    }
    return end;
}

bool heading_names_references(const char *plain, size_t len)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (strlen(references[i]) == len &&
            memcmp(plain, references[i], len) == 0)
            return true;
    return false;
}

bool heading_is_references(const char *text, size_t len)
{
    char plain[REFERENCES_BYTES];
    const size_t size = heading_plain(plain, sizeof plain, text, len);
    const size_t list = strlen(list_of);
    if (heading_names_references(plain, size))
        return true;
    if (size <= list || memcmp(plain, list_of, list) != 0)
        return false;
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
        if (memmem(plain, size, listed[i], strlen(listed[i])) != NULL)
            return true;
    return false;
}

void outline_init(outline *o, arena *memory)
{
    *o = (outline){.memory = memory};
}

/* As much of the text as a path holds, ending with a word. */
static size_t label_length(const char *text, size_t len)
{
    if (len <= LABEL_MAX)
        return len;
    size_t end = LABEL_MAX;
    while (end > 0 && text[end] != ' ')
        end--;
    if (end > 0)
        return end;
    for (end = LABEL_MAX; !utf8_boundary(text, len, end); end--)
        continue;
    return end;
}

bool outline_set_title(outline *o, const char *text, size_t len)
{
    if (len == 0)
        return true;
    o->title = arena_copy(o->memory, text, label_length(text, len));
    return o->title != NULL;
}

static unsigned rank(const outline *o, const block *b)
{
    if (b->level != BLOCK_BOLD_LEVEL || o->count == 0)
        return b->level;
    const outline_entry *inner = &o->entries[o->count - 1];
    return inner->bold && !inner->title ? inner->level : b->level;
}

/* The path anew, from the entries. */
static bool write_path(outline *o)
{
    const char **path = arena_array(o->memory, OUTLINE_DEPTH, sizeof *path);
    if (path == NULL)
        return false;
    o->path_count = 0;
    for (size_t i = 0; i < o->count; i++)
        if (!o->entries[i].title)
            path[o->path_count++] = o->entries[i].text;
    o->path = path;
    return true;
}

bool outline_leave(outline *o, const block *b)
{
    size_t before = o->count;
    o->entering = rank(o, b);
    while (o->count > 0 && o->entries[o->count - 1].level >= o->entering)
        o->count--;
    return o->count == before || write_path(o);
}

bool outline_enter(outline *o, const block *b, const char *text, size_t len)
{
    unsigned level = o->entering;
    char *label = arena_copy(o->memory, text, label_length(text, len));
    if (label == NULL)
        return false;
    if (o->title == NULL && level == 1)
        o->title = label;
    o->entries[o->count++] =
        (outline_entry){.level = level,
                        .bold = b->bold,
                        .title = level == 1 && strcmp(label, o->title) == 0,
                        .text = label};
    return write_path(o);
}
