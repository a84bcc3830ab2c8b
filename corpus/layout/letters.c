/* SPDX-License-Identifier: MIT
 *
 * In: the words of a document. Out: the same, those in Cyrillic whose font told
 * of them as of accented Latin letters in Cyrillic.
 *
 * Fonts of older Russian documents do not say which letters they hold. Their
 * codes are those of Windows-1251, and are read as those of Latin-1: words in
 * which all letters have accents. No language has many of these. Invariant: no
 * word changes its length. */
#include "corpus/layout/parts.h"

#include "base/utf8.h"
#include "corpus/text.h"

#define LONG_WORD 4u
#define WORDS_MIN 20u
/* One word of so many has accents on all its letters. */
#define SHARE 4u

#define FIRST 0xC0u
#define LAST 0xFFu
#define CYRILLIC_FIRST 0x410u

/* The letter of Windows-1251 that has the code; 0 if it has none. */
static uint32_t cyrillic_of(uint32_t code)
{
    if (code >= FIRST && code <= LAST)
        return code - FIRST + CYRILLIC_FIRST;
    return code == 0xA8 ? 0x401 : code == 0xB8 ? 0x451 : 0;
}

/* How many letters the word has; 0 if any of them has no accent. */
static size_t count_accents(const page_set *s, const page_word *w)
{
    const char *text = s->text.data + w->text;
    size_t count = 0;
    for (size_t at = 0, size; at < w->len; at += size) {
        uint32_t code;
        size = utf8_read(text + at, w->len - at, &code);
        if (cyrillic_of(code) > 0)
            count++;
        else if (text_is_letter(code))
            return 0;
    }
    return count;
}

static void change(page_set *s, const page_word *w)
{
    char *text = s->text.data + w->text;
    for (size_t at = 0, size; at < w->len; at += size) {
        uint32_t code;
        size = utf8_read(text + at, w->len - at, &code);
        const uint32_t letter = cyrillic_of(code);
        if (letter > 0)
            utf8_write(text + at, letter);
    }
}

void layout_letters(page_set *s)
{
    size_t accented = 0, all = 0;
    for (size_t i = 0; i < word_count(s); i++) {
        const page_word *w = word_at(s, i);
        accented += count_accents(s, w) >= LONG_WORD;
        all += utf8_length(s->text.data + w->text, w->len) >= LONG_WORD;
    }
    if (accented < WORDS_MIN || accented * SHARE < all)
        return;
    for (size_t i = 0; i < word_count(s); i++)
        if (count_accents(s, word_at(s, i)) > 0)
            change(s, word_at(s, i));
}
