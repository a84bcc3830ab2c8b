/* SPDX-License-Identifier: MIT
 *
 * In: the glyphs of a segment. Out: its folded form in UTF-8. Invariant: marks
 * stand in canonical order, at most FOLD_MARKS_MAX on one letter, so that
 * ordering them costs no more than a constant for each. */
#include "analysis/fold.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "analysis/switches.h"
#include "base/utf8.h"

#define DECOMPOSED_MAX 32
#define GRAVE 0x0300
#define ACUTE 0x0301

void folder_init(folder *f)
{
    *f = (folder){NULL, 0, 0, 0, false};
}

void folder_release(folder *f)
{
    free(f->codes);
    folder_init(f);
}

static bool reserve_one(folder *f)
{
    if (f->count < f->capacity)
        return true;
    size_t capacity = f->capacity == 0 ? 128 : f->capacity * 2;
    int32_t *codes = realloc(f->codes, capacity * sizeof *codes);
    f->failed = codes == NULL;
    if (codes == NULL)
        return false;
    f->codes = codes;
    f->capacity = capacity;
    return true;
}

static void add_code(folder *f, int32_t code)
{
    if (!reserve_one(f))
        return;
    f->codes[f->count++] = code;
    f->marks = 0;
}

static int combining_class(int32_t code)
{
    return utf8proc_get_property(code)->combining_class;
}

/* Add a mark in canonical order after the last letter. */
static void add_mark(folder *f, int32_t mark)
{
    if (f->marks == FOLD_MARKS_MAX || f->count == 0 || !reserve_one(f))
        return;
    int class = combining_class(mark);
    size_t first = f->count - f->marks;
    size_t at = f->count;
    while (class > 0 && at > first && combining_class(f->codes[at - 1]) > class)
        at--;
    memmove(f->codes + at + 1, f->codes + at,
            (f->count - at) * sizeof *f->codes);
    f->codes[at] = mark;
    f->count++;
    f->marks++;
}

/* True for a stress mark on the Cyrillic vowel that came last. */
static bool is_stress(const folder *f, int32_t mark)
{
    if ((mark != GRAVE && mark != ACUTE) || f->count == f->marks)
        return false;
    int32_t letter = f->codes[f->count - f->marks - 1];
    return char_is_cyrillic_vowel((uint32_t)letter);
}

/* Letters that hold no mark to take away, and what is written for them. */
typedef struct plain_letter {
    uint32_t code;
    char text[3];
} plain_letter;

static const plain_letter plain_letters[] = {
    {0x00E6, "ae"}, {0x00F0, "d"},  {0x00F8, "o"}, {0x00FE, "th"},
    {0x0111, "d"},  {0x0127, "h"},  {0x0131, "i"}, {0x0142, "l"},
    {0x014B, "n"},  {0x0153, "oe"}, {0x0167, "t"}, {0x00DF, "ss"},
};

static const char *plain_text(uint32_t code)
{
    if (code < 0x80)
        return NULL;
    for (size_t i = 0; i < sizeof plain_letters / sizeof plain_letters[0]; i++)
        if (plain_letters[i].code == code)
            return plain_letters[i].text;
    return NULL;
}

/* Add one character of a decomposition, if it belongs in a term. */
static void add_decomposed(folder *f, int32_t code, fold_style style)
{
    char_class class = char_class_of((uint32_t)code);
    const char *plain = style == FOLD_PLAIN ? plain_text((uint32_t)code) : NULL;
    if (class == CHAR_APOSTROPHE)
        add_code(f, '\'');
    else if (plain != NULL)
        for (; *plain != '\0'; plain++)
            add_code(f, *plain);
    else if (char_is_word(class))
        add_code(f, code);
    else if (class == CHAR_MARK && style != FOLD_PLAIN && !is_stress(f, code))
        add_mark(f, code);
}

static void add_glyph(folder *f, const glyph *g, fold_style style)
{
    if (g->class == CHAR_IGNORED)
        return;
    if (g->class != CHAR_LETTER && g->class != CHAR_DIGIT &&
        g->class != CHAR_MARK) {
        add_code(f, g->class == CHAR_APOSTROPHE ? '\'' : (int32_t)g->code);
        return;
    }
    if (style == FOLD_TURKISH && (g->code == 'I' || g->code == 0x0130)) {
        add_code(f, g->code == 'I' ? 0x0131 : 'i');
        return;
    }
    if (g->code < 0x80) {
        bool capital = g->code >= 'A' && g->code <= 'Z';
        add_code(f, (int32_t)(capital ? g->code + 0x20 : g->code));
        return;
    }
    /* A mark stays a mark: folding would make U+0345 a letter. */
    unsigned options = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE;
    if (g->class != CHAR_MARK)
        options |= UTF8PROC_CASEFOLD;
    int32_t codes[DECOMPOSED_MAX];
    int boundclass = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((int32_t)g->code, codes, DECOMPOSED_MAX,
                                (utf8proc_option_t)options, &boundclass);
    for (utf8proc_ssize_t i = 0; i < count && i < DECOMPOSED_MAX; i++)
        add_decomposed(f, codes[i], style);
}

/* What a composed character becomes; 0 for nothing. */
static uint32_t settle(uint32_t code, char_script script, fold_style style)
{
    bool keeps_marks = script != SCRIPT_CYRILLIC && script != SCRIPT_NONE;
    if (ANALYSIS_FOLD_YO && code == 0x0451)
        return 0x0435; /* ё */
    if (style == FOLD_ROMANIAN && (code == 0x0219 || code == 0x021B))
        return code == 0x0219 ? 0x015F : 0x0163;
    if (!keeps_marks && code >= 0x80 && char_class_of(code) == CHAR_MARK)
        return 0;
    return code;
}

size_t fold_without_s(const char *word, size_t len)
{
    bool has = len > 2 && word[len - 2] == '\'' && word[len - 1] == 's';
    return has ? len - 2 : len;
}

static void write_codes(const folder *f, buf *out, char_script script,
                        fold_style style)
{
    for (size_t i = 0; i < f->count; i++) {
        uint32_t code = settle((uint32_t)f->codes[i], script, style);
        char bytes[4];
        if (code != 0)
            buf_add(out, bytes, utf8_write(bytes, code));
    }
    if (script == SCRIPT_LATIN && !out->failed)
        buf_truncate(out, fold_without_s(out->data, out->len));
}

static bool is_ascii(const folder *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->codes[i] >= 0x80)
            return false;
    return true;
}

bool fold_glyphs(folder *f, buf *out, const glyph_list *list, size_t first,
                 size_t last, char_script script, fold_style style)
{
    buf_clear(out);
    f->count = 0;
    f->marks = 0;
    f->failed = false;
    for (size_t i = first; i < last && !f->failed; i++)
        add_glyph(f, &list->items[i], style);
    if (f->failed)
        return false;
    if (!is_ascii(f)) {
        utf8proc_ssize_t count =
            utf8proc_normalize_utf32(f->codes, (utf8proc_ssize_t)f->count,
                                     UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        f->count = count > 0 ? (size_t)count : 0;
    }
    write_codes(f, out, script, style);
    return !out->failed;
}

bool fold_strip(buf *out, const char *word, size_t len)
{
    buf_clear(out);
    for (size_t at = 0; at < len;) {
        uint32_t code;
        size_t size = utf8_read(word + at, len - at, &code);
        int32_t codes[DECOMPOSED_MAX] = {(int32_t)code};
        int boundclass = 0;
        if (code >= 0x80)
            (void)utf8proc_decompose_char((int32_t)code, codes, DECOMPOSED_MAX,
                                          UTF8PROC_DECOMPOSE, &boundclass);
        const char *plain = plain_text(code);
        char bytes[4];
        if (plain != NULL)
            buf_add_text(out, plain);
        else if (code < 0x80 || char_class_of(code) != CHAR_MARK)
            buf_add(out, bytes, utf8_write(bytes, (uint32_t)codes[0]));
        at += size;
    }
    return !out->failed;
}
