/* SPDX-License-Identifier: MIT
 *
 * In: a file. Out: which words it joins by a hyphen. Invariant: each hyphen of
 * the file is looked at once, with a few letters on both its sides. */
#include "corpus/compounds.h"

#include <stdint.h>
#include <string.h>

#include <xxhash.h>

#include "base/utf8.h"
#include "corpus/glossary/letters.h"
#include "corpus/text.h"

/* Letters of the word before that are looked at, the last ones, and of the word
 * behind, the first: what follows may be an ending. */
#define LEFT_MAX 24u
#define RIGHT_MAX 4u

/* What the letters around a hyphen come to; 0 if there is none on a side. */
static uint64_t key_of(const char *left, size_t left_len, const char *right,
                       size_t right_len)
{
    uint32_t letters[LEFT_MAX + 1 + RIGHT_MAX] = {0}; /* 0 in between */
    size_t before = 0, behind = 0, size;
    while (before < LEFT_MAX && left_len > 0) {
        const size_t at = utf8_before(left, left_len);
        const uint32_t code = text_at(left, left_len, at);
        if (!text_is_letter(code))
            break;
        letters[before++] = lower_of(code);
        left_len = at;
    }
    for (size_t at = 0; behind < RIGHT_MAX && at < right_len; at += size) {
        uint32_t code;
        size = utf8_read(right + at, right_len - at, &code);
        if (!text_is_letter(code))
            break;
        letters[before + 1 + behind++] = lower_of(code);
    }
    return before == 0 || behind == 0
               ? 0
               : XXH3_64bits(letters, (before + 1 + behind) * sizeof *letters);
}

static void read_all(compounds *c)
{
    const char *const end = c->text + c->len;
    const char *at = c->text;
    c->read = true;
    for (; (at = memchr(at, '-', (size_t)(end - at))) != NULL; at++) {
        const uint64_t key = key_of(c->text, (size_t)(at - c->text), at + 1,
                                    (size_t)(end - at) - 1);
        if (key != 0 && map_put(&c->known, key) == NULL) {
            c->failed = true;
            return;
        }
    }
}

void compounds_init(compounds *c, const char *text, size_t len)
{
    *c = (compounds){.text = text, .len = len};
    map_init(&c->known, 1);
}

void compounds_release(compounds *c)
{
    map_release(&c->known);
}

bool compounds_has(compounds *c, const char *left, size_t left_len,
                   const char *right, size_t right_len)
{
    if (!c->read)
        read_all(c);
    const uint64_t key = key_of(left, left_len, right, right_len);
    return key != 0 && map_find(&c->known, key) != NULL;
}
