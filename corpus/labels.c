/* SPDX-License-Identifier: MIT
 *
 * In: link labels. Out: whether one is defined.
 *
 * Only hashes are kept; two labels that share one are taken for the same, and
 * the harm would be a pair of brackets. */
#include "corpus/markup.h"

#include <stdlib.h>

#include "corpus/text.h"

#define LABELS_MAX ((size_t)16 * 1024 * 1024)

void labels_init(label_set *set)
{
    buf_init(&set->hashes, LABELS_MAX);
}

void labels_release(label_set *set)
{
    buf_release(&set->hashes);
}

/* Letters of ASCII in either case are one, and so are all runs of blanks. */
static uint64_t hash_label(const char *label, size_t len)
{
    uint64_t hash = 14695981039346656037u;
    bool blank = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)label[i];
        if (text_is_blank(label[i])) {
            blank = true;
            continue;
        }
        if (blank)
            hash = (hash ^ ' ') * 1099511628211u;
        blank = false;
        if (byte >= 'A' && byte <= 'Z')
            byte = (unsigned char)(byte + 32);
        hash = (hash ^ byte) * 1099511628211u;
    }
    return hash;
}

bool labels_add(label_set *set, const char *label, size_t len)
{
    uint64_t hash = hash_label(label, len);
    return buf_add(&set->hashes, &hash, sizeof hash);
}

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

void labels_sort(label_set *set)
{
    if (set->hashes.len > 0)
        qsort(set->hashes.data, set->hashes.len / sizeof(uint64_t),
              sizeof(uint64_t), compare_hashes);
}

bool labels_have(const label_set *set, const char *label, size_t len)
{
    uint64_t hash = hash_label(label, len);
    return set->hashes.len > 0 &&
           bsearch(&hash, set->hashes.data, set->hashes.len / sizeof hash,
                   sizeof hash, compare_hashes) != NULL;
}

bool labels_empty(const label_set *set)
{
    return set->hashes.len == 0;
}
