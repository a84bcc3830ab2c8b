/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs, as they are cut and as they are added. Out: which have been
 * seen. */
#include "indexer/alike.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/huge.h"
#include "indexer/postings.h"

/* Texts that are remembered, in pairs: their hash's lower bits say which pair,
 * its upper half is kept. The next takes the place of the older. */
#define TEXTS ((size_t)1 << 18)

typedef struct counted {
    uint32_t text;
    uint32_t words;
} counted;

struct alike {
    _Atomic unsigned forgotten; /* how often all was to be */
    /* Of who cuts. */
    unsigned forgot;
    uint32_t *seen;
    /* Of who adds. */
    counted *counted;
};

alike *alike_new(void)
{
    alike *a = calloc(1, sizeof *a);
    if (a == NULL)
        return NULL;
    a->seen = huge_zeroed(TEXTS, sizeof *a->seen);
    a->counted = huge_zeroed(TEXTS, sizeof *a->counted);
    if (a->seen != NULL && a->counted != NULL)
        return a;
    alike_free(a);
    return NULL;
}

void alike_free(alike *a)
{
    if (a == NULL)
        return;
    free(a->seen);
    free(a->counted);
    free(a);
}

/* Are its text's terms all that are scored? */
static bool is_text_alone(const schema_record *record)
{
    return record->entry == NULL && record->heading_count == 0 &&
           *postings_title(record) == '\0';
}

static void forget(alike *a)
{
    const unsigned forgotten =
        atomic_load_explicit(&a->forgotten, memory_order_relaxed);
    if (forgotten != a->forgot)
        memset(a->seen, 0, TEXTS * sizeof *a->seen);
    a->forgot = forgotten;
}

static uint32_t upper(uint64_t text)
{
    return (uint32_t)(text >> 32);
}

/* The first of its pair. */
static size_t pair_of(uint64_t text)
{
    return text % TEXTS & ~(size_t)1;
}

/* Is the text in the pair? From now on it is. */
static bool was_seen(uint32_t *pair, uint32_t text)
{
    if (pair[0] == text || pair[1] == text)
        return text != 0;
    pair[1] = pair[0];
    pair[0] = text;
    return false;
}

alike_mark alike_name(const alike *a, const schema_record *record)
{
    if (!is_text_alone(record))
        return (alike_mark){0};
    const uint64_t text = XXH3_64bits(record->text, record->text_len);
    __builtin_prefetch(&a->seen[pair_of(text)]);
    return (alike_mark){.text = text};
}

void alike_look(alike *a, alike_mark *mark)
{
    if (mark->text == 0)
        return;
    forget(a);
    mark->seen = was_seen(&a->seen[pair_of(mark->text)], upper(mark->text));
}

void alike_expect(const alike *a, uint64_t text)
{
    __builtin_prefetch(&a->counted[pair_of(text)]);
}

void alike_keep_words(alike *a, uint64_t text, size_t words)
{
    counted *pair = &a->counted[pair_of(text)];
    if (pair[0].text != upper(text))
        pair[1] = pair[0];
    pair[0] = (counted){upper(text), (uint32_t)words};
}

bool alike_words(const alike *a, uint64_t text, size_t *words)
{
    const counted *pair = &a->counted[pair_of(text)];
    const counted *at = pair[0].text == upper(text) ? &pair[0] : &pair[1];
    if (at->text == upper(text))
        *words = at->words;
    return at->text == upper(text);
}

void alike_forget(alike *a)
{
    atomic_fetch_add_explicit(&a->forgotten, 1, memory_order_relaxed);
}
