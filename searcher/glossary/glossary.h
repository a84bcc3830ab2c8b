/* SPDX-License-Identifier: MIT
 *
 * The public pilcrow_glossary, seen from inside. */
#ifndef PILCROW_SEARCHER_GLOSSARY_GLOSSARY_H
#define PILCROW_SEARCHER_GLOSSARY_GLOSSARY_H

#include "searcher/glossary/entries.h"

#define GLOSSARY_MEMORY_MAX ((size_t)4 << 30)

/* An entry with what it is compared by. */
typedef struct glossary_item {
    pilcrow_entry shown;
    const corpus_entry *entry;
    const char *stored; /* of one in a document: the path of its file, as the */
    bool in_memory;     /* record has it, and its place there */
    uint64_t ordinal;
} glossary_item;

struct pilcrow_glossary {
    arena arena; /* of all texts */
    glossary_item *items;
    size_t count, capacity;
    pilcrow_finding *findings;
    size_t finding_count, finding_capacity;
    const char *latin; /* the language of each side, as "en" */
    const char *cyrillic;
};

/* Fill in the findings. */
pilcrow_status glossary_lint(pilcrow_glossary *g, analyser *tokens,
                             pilcrow_error *err);

/* Add those of halves of entries that stand among the entries of documents. */
pilcrow_status glossary_find_halves(pilcrow_glossary *g, pilcrow_index *index,
                                    pilcrow_error *err);

#endif
