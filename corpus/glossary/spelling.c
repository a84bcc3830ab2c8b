/* SPDX-License-Identifier: MIT
 *
 * In: a Latin and a Cyrillic text. Out: whether the one spells the other.
 *
 * Both are brought to one spelling, letter by letter. Then vowels go, and what
 * is written one way and heard another (c k q, ph f, w v, h) meets. */
#include "corpus/glossary/spelling.h"

#include <string.h>

#include "base/utf8.h"

#define ROOM 96u
#define ZHE 0x436u
#define SOUNDS_MIN 3u /* consonants: fewer agree by chance */

/* From а to я; ё is е here. */
static const char *const letters[] = {"a", "b", "v", "g", "d", "e", "z", "z",
                                      "i", "j", "k", "l", "m", "n", "o", "p",
                                      "r", "s", "t", "u", "f", "h", "c", "c",
                                      "s", "s", "",  "y", "",  "e", "u", "a"};

static const struct {
    uint32_t code;
    const char *letter;
} others[] = {{0x451, "e"}, {0x452, "d"}, {0x454, "e"}, {0x456, "i"},
              {0x457, "i"}, {0x458, "j"}, {0x459, "l"}, {0x45A, "n"},
              {0x45B, "c"}, {0x45F, "d"}, {0x491, "g"}, {0x45E, "u"}};

static const char *letter_of(uint32_t code)
{
    if (code >= 0x410 && code <= 0x42F)
        code += 0x20;
    if (code >= 0x430 && code <= 0x44F)
        return letters[code - 0x430];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].code == code)
            return others[i].letter;
    return "";
}

/* The text in small Latin letters without blanks; its length, 0 if it is too
 * long. */
static size_t spell(char *room, const char *text, size_t len)
{
    size_t count = 0, size;
    for (size_t at = 0; at < len; at += size) {
        uint32_t code;
        size = utf8_read(text + at, len - at, &code);
        const char *letter = letter_of(code);
        char own[2] = {(char)code, '\0'};
        if (code < 128 && own[0] >= 'A' && own[0] <= 'Z')
            own[0] = (char)(own[0] + 'a' - 'A');
        if (code < 128 && own[0] >= 'a' && own[0] <= 'z')
            letter = own;
        if (letter[0] == '\0')
            continue;
        if (count == ROOM)
            return 0;
        if (code == ZHE && count > 0 && room[count - 1] == 'd')
            room[count - 1] = 'j'; /* Джон */
        else
            room[count++] = letter[0];
    }
    return count;
}

static char sound_of(char letter)
{
    static const char from[] = "cqxwzgy";
    static const char to[] = "kkkvsgi";
    const char *at = strchr(from, letter);
    return at == NULL ? letter : to[at - from];
}

/* Keep the consonants, as they sound, doubled ones once. */
static size_t reduce(char *spelt, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        char sound = sound_of(spelt[i]);
        bool ph = spelt[i] == 'p' && i + 1 < len && spelt[i + 1] == 'h';
        sound = ph ? 'f' : sound;
        if (strchr("aeiouhj", sound) != NULL)
            continue;
        if (count == 0 || spelt[count - 1] != sound)
            spelt[count++] = sound;
    }
    return count;
}

/* How many of the letters of both are in a common run of them, in order. */
static size_t common(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t row[ROOM + 1] = {0};
    for (size_t i = 0; i < a_len; i++) {
        size_t corner = 0;
        for (size_t k = 0; k < b_len; k++) {
            size_t up = row[k + 1];
            row[k + 1] = a[i] == b[k] ? corner + 1 : row[k] > up ? row[k] : up;
            corner = up;
        }
    }
    return row[b_len];
}

bool glossary_is_spelt(const char *latin, size_t latin_len,
                       const char *cyrillic, size_t cyrillic_len)
{
    char a[ROOM], b[ROOM];
    size_t a_len = reduce(a, spell(a, latin, latin_len));
    size_t b_len = reduce(b, spell(b, cyrillic, cyrillic_len));
    size_t most = a_len > b_len ? a_len : b_len;
    return most >= SOUNDS_MIN && 4 * common(a, a_len, b, b_len) >= 3 * most;
}
