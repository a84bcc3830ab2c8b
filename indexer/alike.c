/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs, as they are cut and as they are added. Out: which have been
 * seen. */
#include "indexer/alike.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "indexer/postings.h"

/* Texts that are remembered; one takes the place of another. */
#define TEXTS ((size_t)1 << 18)

typedef struct counted {
    uint64_t text;
    size_t words;
} counted;

struct alike {
    _Atomic unsigned forgotten; /* how often all was to be */
    /* Of who cuts. */
    unsigned forgot;
    uint64_t *seen;
    /* Of who adds. */
    counted *counted;
};

alike *alike_new(void)
{
    alike *a = calloc(1, sizeof *a);
    if (a == NULL)
        return NULL;
    a->seen = calloc(TEXTS, sizeof *a->seen);
    a->counted = calloc(TEXTS, sizeof *a->counted);
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

alike_mark alike_look(alike *a, const schema_record *record)
{
    if (!is_text_alone(record))
        return (alike_mark){0};
    forget(a);
    const uint64_t text = XXH3_64bits(record->text, record->text_len);
    uint64_t *slot = &a->seen[text % TEXTS];
    const alike_mark mark = {text, text != 0 && *slot == text};
    *slot = text;
    return mark;
}

void alike_keep_words(alike *a, uint64_t text, size_t words)
{
    a->counted[text % TEXTS] = (counted){text, words};
}

bool alike_words(const alike *a, uint64_t text, size_t *words)
{
    const counted *at = &a->counted[text % TEXTS];
    if (at->text == text)
        *words = at->words;
    return at->text == text;
}

void alike_forget(alike *a)
{
    atomic_fetch_add_explicit(&a->forgotten, 1, memory_order_relaxed);
}
