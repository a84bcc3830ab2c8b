/* SPDX-License-Identifier: MIT
 *
 * The names of the kinds of paragraphs, as indexes and queries have them. */
#include "corpus/corpus.h"

static const char *const kind_names[CORPUS_KIND_COUNT] = {
    [CORPUS_PARAGRAPH] = "paragraph", [CORPUS_HEADING] = "heading",
    [CORPUS_LIST] = "list",           [CORPUS_TABLE] = "table",
    [CORPUS_CODE] = "code",           [CORPUS_QUOTE] = "quote",
    [CORPUS_FOOTNOTE] = "footnote",   [CORPUS_GLOSSARY] = "glossary",
};

const char *corpus_kind_name(corpus_kind kind)
{
    return kind < CORPUS_KIND_COUNT ? kind_names[kind] : "unknown";
}
