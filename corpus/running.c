/* SPDX-License-Identifier: MIT
 *
 * In: blocks, or one line. Out: whether the line belongs to the page rather
 * than to the text. Invariant: a line and the same line with other numbers have
 * one hash. */
#include "corpus/running.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "corpus/text.h"

#define LINE_MAX_BYTES ((size_t)120)
#define NUMBER_MAX_BYTES ((size_t)16)
#define TIMES 3
#define HASHES_MAX ((size_t)256 * 1024 * 1024)

void running_init(running_set *set)
{
    buf_init(&set->hashes, HASHES_MAX);
}

void running_release(running_set *set)
{
    buf_release(&set->hashes);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The hash of a line whose numbers are all one; 0 for a line too long. */
static uint64_t hash_line(const char *line, size_t len)
{
    char plain[LINE_MAX_BYTES];
    size_t size = 0;
    if (len > sizeof plain)
        return 0;
    for (size_t i = 0; i < len; i++) {
        bool number = is_digit(line[i]);
        if (!number || size == 0 || plain[size - 1] != '#')
            plain[size++] = line[i];
        if (number)
            plain[size - 1] = '#';
    }
    return XXH3_64bits(plain, size);
}

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Keep one of each hash that is there often enough. */
static void keep_repeated(buf *hashes)
{
    uint64_t *all = (uint64_t *)(void *)hashes->data;
    size_t count = hashes->len / sizeof *all, kept = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && all[end] == all[i];)
            end++;
        if (end - i >= TIMES)
            all[kept++] = all[i];
    }
    buf_truncate(hashes, kept * sizeof *all);
}

bool running_find(running_set *set, const block_list *list, const char *text)
{
    for (size_t i = 0; i < block_count(list); i++) {
        const block *b = block_at(list, i);
        if (b->type != BLOCK_PARAGRAPH || b->quoted || b->slice_count != 1)
            continue;
        slice range = block_range(list, b);
        uint64_t hash = hash_line(text + range.start, range.end - range.start);
        if (hash != 0 && !buf_add(&set->hashes, &hash, sizeof hash))
            return false;
    }
    size_t count = set->hashes.len / sizeof(uint64_t);
    if (count == 0)
        return true;
    qsort(set->hashes.data, count, sizeof(uint64_t), compare_hashes);
    keep_repeated(&set->hashes);
    return true;
}

bool running_has(const running_set *set, const char *line, size_t len)
{
    uint64_t hash = hash_line(line, len);
    return set->hashes.len > 0 && hash != 0 &&
           bsearch(&hash, set->hashes.data, set->hashes.len / sizeof hash,
                   sizeof hash, compare_hashes) != NULL;
}

bool running_is_number(const char *line, size_t len)
{
    size_t digits = 0, small = 0;
    if (len == 0 || len > NUMBER_MAX_BYTES)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool dash = line[i] == '\xE2' || line[i] == '\x80' ||
                    line[i] == '\x93' || line[i] == '\x94';
        digits += is_digit(line[i]);
        small += line[i] != '\0' && strchr("ivxl", line[i]) != NULL;
        if (!is_digit(line[i]) && !dash && line[i] != '\0' &&
            strchr(" -/|[]ivxl", line[i]) == NULL)
            return false;
    }
    return (digits > 0 && digits <= 8 && small == 0) ||
           (small == len && digits == 0);
}

static uint32_t roman_value(char letter)
{
    switch (letter) {
    case 'i':
        return 1;
    case 'v':
        return 5;
    case 'x':
        return 10;
    default:
        return 50;
    }
}

static uint32_t roman_number(const char *line, size_t len)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < len; i++) {
        uint32_t value = roman_value(line[i]);
        bool less = i + 1 < len && value < roman_value(line[i + 1]);
        sum = less ? sum - value : sum + value;
    }
    return sum;
}

uint32_t running_number(const char *line, size_t len)
{
    size_t at = 0;
    uint32_t value = 0;
    if (!running_is_number(line, len))
        return 0;
    while (at < len && !is_digit(line[at]))
        at++;
    if (at == len)
        return roman_number(line, len);
    while (at < len && is_digit(line[at]))
        value = value * 10 + (uint32_t)(line[at++] - '0');
    return value;
}

/* In small letters and large. */
static const char *const captions[] = {
    "Figure ",  "FIGURE ",  "Fig. ",  "FIG. ",    "Table ", "TABLE ",
    "Chart ",   "Box ",     "Рис. ",  "Рисунок ", "Табл. ", "Таблица ",
    "ТАБЛИЦА ", "РИСУНОК ", "Схема ", "График "};

bool running_is_caption(const char *line, size_t len)
{
    while (len > 0 && strchr("*_", line[0]) != NULL && line[0] != '\0') {
        line++;
        len--;
    }
    for (size_t i = 0; i < sizeof captions / sizeof *captions; i++) {
        size_t size = strlen(captions[i]);
        if (len > size && memcmp(line, captions[i], size) == 0)
            return is_digit(line[size]) ||
                   text_is_upper(text_at(line, len, size));
    }
    return false;
}
