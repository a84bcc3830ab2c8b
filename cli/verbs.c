/* SPDX-License-Identifier: MIT
 *
 * The tables. To add an option, add a field to `options` and a row here; to
 * add a verb, add its bit, its row and its file. */
#include "verbs.h"

#include <stdint.h>
#include <string.h>

#include "output.h"
#include "suggest.h"

#define READERS                                                                \
    (VERB_SEARCH | VERB_SHOW | VERB_SIMILAR | VERB_GLOSSARY | VERB_STATUS |    \
     VERB_CHECK)
#define OF_AN_INDEX (READERS | VERB_INDEX | VERB_FORGET | VERB_COMPACT)
#define FIELD(name) offsetof(options, name)

const option option_table[] = {
    {VERBS_OF_SEVERAL, 'i', NULL, OPTION_LIST, "DIR", 0, 0, FIELD(indexes),
     "the folder of the index (repeatable: read them as one)"},
    {OF_AN_INDEX & ~VERBS_OF_SEVERAL, 'i', NULL, OPTION_LIST, "DIR", 0, 0,
     FIELD(indexes), "the folder of the index"},

    {VERB_INDEX | VERB_ANALYZE, 0, "lang", OPTION_TEXT, "LANGS", 0, 0,
     FIELD(languages), "languages of the documents, as en,ru"},
    {VERB_ANALYZE, 0, "file", OPTION_TEXT, "PATH", 0, 0, FIELD(file),
     "take the text from this file"},
    {VERB_INDEX, 0, "format", OPTION_CHOICE,
     "auto|markdown|text|html|jsonl|pdf|docx", 0, 0, FIELD(format),
     "how to read files (auto: by name and content)"},
    {VERB_INDEX, 0, "hidden", OPTION_FLAG, NULL, 0, 0, FIELD(hidden),
     "read hidden files and folders too"},
    {VERB_INDEX, 0, "follow", OPTION_FLAG, NULL, 0, 0, FIELD(follow),
     "follow symbolic links"},
    {VERB_INDEX, 0, "exclude", OPTION_LIST, "GLOB", 0, 0, FIELD(exclude),
     "pass over files whose name or path matches (repeatable)"},
    {VERB_INDEX | VERB_GLOSSARY, 0, "name", OPTION_TEXT, "NAME", 0, 0,
     FIELD(name), "what to call standard input, given as '-'"},
    {VERB_INDEX, 0, "full", OPTION_FLAG, NULL, 0, 0, FIELD(full),
     "build the index anew beside the old one, then switch"},
    {VERB_INDEX, 0, "prune", OPTION_FLAG, NULL, 0, 0, FIELD(prune),
     "drop what a missing path or emptied folder held"},
    {VERB_INDEX, 0, "watch", OPTION_FLAG, NULL, 0, 0, FIELD(watch),
     "go on: follow changes until Ctrl-C"},
    {VERB_INDEX, 0, "engine", OPTION_TEXT, "ENGINE", 0, 0, FIELD(engine),
     "the engine of a new index: xapian, or segment"},
    {VERB_INDEX, 0, "memory", OPTION_WHOLE, "MB", 1, 1 << 20, FIELD(memory_mb),
     "memory to use before writing out (256)"},
    {VERB_INDEX, 0, "jobs", OPTION_WHOLE, "N", 1, 256, FIELD(jobs),
     "threads and converters at once (one for each processor)"},

    {VERB_SEARCH | VERB_SIMILAR, 'n', NULL, OPTION_WHOLE, "N", 1, 1000,
     FIELD(limit), "how many hits (10), at most 1000"},
    {VERB_SEARCH, 0, "offset", OPTION_WHOLE, "N", 0, 1000000, FIELD(offset),
     "pass over the first N hits"},
    {VERB_SEARCH, 0, "by-document", OPTION_FLAG, NULL, 0, 0, FIELD(by_document),
     "only the best paragraph of each document"},
    {VERB_SEARCH, 0, "format", OPTION_CHOICE, "text|json|trec", 0, 0,
     FIELD(format), "how to print hits"},
    {VERB_GLOSSARY, 0, "format", OPTION_CHOICE, "tsv|tbx", 0, 0, FIELD(format),
     "what to export: lines with tabs, or TermBase eXchange"},
    {VERB_SEARCH, 0, "facets", OPTION_FLAG, NULL, 0, 0, FIELD(facets),
     "count what matches by kind, language and document"},
    {VERB_SEARCH, 0, "summary", OPTION_FLAG, NULL, 0, 0, FIELD(summary),
     "count all that match and say how many"},
    {VERB_SEARCH, 0, "explain", OPTION_FLAG, NULL, 0, 0, FIELD(explain),
     "say what each score is made of"},
    {VERB_SEARCH, 0, "strict", OPTION_FLAG, NULL, 0, 0, FIELD(strict),
     "a query that does not parse is an error"},
    {VERB_SEARCH, 0, "no-translate", OPTION_FLAG, NULL, 0, 0,
     FIELD(no_translate),
     "only the words themselves: no glossary, no name in other letters"},
    {VERB_SEARCH, 0, "translation", OPTION_REAL, "X", 0, 1, FIELD(translation),
     "weight of what glossaries give for a word (0.4)"},
    {VERB_SEARCH, 0, "no-headings", OPTION_FLAG, NULL, 0, 0, FIELD(no_headings),
     "titles and headings add nothing to scores"},
    {VERB_SEARCH, 0, "proximity", OPTION_FLAG, NULL, 0, 0, FIELD(proximity),
     "words side by side count more; searches take longer"},
    {VERB_SEARCH, 0, "queries", OPTION_TEXT, "FILE", 0, 0, FIELD(queries),
     "answer each line of FILE, an id, a tab, a query"},
    {VERB_SEARCH, 0, "k1", OPTION_REAL, "X", 0, 1000, FIELD(k1),
     "BM25: weight of a word's repetition (1.2)"},
    {VERB_SEARCH, 0, "b", OPTION_REAL, "X", 0, 1, FIELD(b),
     "BM25: weight of a paragraph's length, 0 to 1 (0.75)"},
    {VERB_SEARCH | VERB_SHOW | VERB_SIMILAR | VERB_GLOSSARY | VERB_ANALYZE |
         VERB_HELP,
     0, "color", OPTION_CHOICE, "auto|always|never", 0, 0, FIELD(color),
     "colour (auto: on a terminal without NO_COLOR)"},

    {VERB_SHOW, 0, "context", OPTION_WHOLE, "N", 0, 1000, FIELD(context),
     "with up to N neighbours on each side"},

    {VERB_INDEX | VERB_ANALYZE | VERB_COMPACT | READERS, 0, "json", OPTION_FLAG,
     NULL, 0, 0, FIELD(json), "print JSON, one object a line"},
    {VERB_HELP, 0, "generate", OPTION_CHOICE, "man|bash|zsh|fish", 0, 0,
     FIELD(generate),
     "print the man page, VERB's or pilcrow's own, or a shell's completions"},

    {OF_AN_INDEX | VERB_ANALYZE | VERB_HELP, 'h', "help", OPTION_FLAG, NULL, 0,
     0, FIELD(help), "print this help"},
    {0, 0, NULL, OPTION_FLAG, NULL, 0, 0, 0, NULL},
};

static const char *const index_examples[] = {
    "pilcrow index papers/", "pilcrow index",
    "pilcrow index --exclude 'draft*' papers/ notes.md",
    "pandoc -t gfm book.epub | pilcrow index --name book.md -", NULL};
static const char *const search_examples[] = {
    "pilcrow search asylum seekers",
    "pilcrow search '\"unaccompanied minor\" lang:en'",
    "pilcrow search -n 3 --json беженцы NOT дети",
    "pilcrow search --queries topics.tsv --format trec -n 1000", NULL};
static const char *const show_examples[] = {"pilcrow show --context 1 ID",
                                            NULL};
static const char *const similar_examples[] = {"pilcrow similar -n 3 ID", NULL};
static const char *const glossary_examples[] = {
    "pilcrow glossary",
    "pilcrow glossary list беженцы",
    "pilcrow glossary lint",
    "pilcrow glossary export --format tbx > terms.tbx",
    "pilcrow glossary import dictionary.tsv",
    NULL};
static const char *const status_examples[] = {"pilcrow status", NULL};
static const char *const check_examples[] = {"pilcrow check", NULL};
static const char *const compact_examples[] = {"pilcrow compact", NULL};
static const char *const forget_examples[] = {"pilcrow forget papers/drafts",
                                              NULL};
static const char *const analyze_examples[] = {
    "pilcrow analyze The asylum-seekers left",
    "pilcrow analyze --lang de,en 'Die Flüchtlinge'",
    "pilcrow analyze --json --file notes.txt", NULL};
static const char *const help_examples[] = {
    "pilcrow help search", "pilcrow help --generate man search | man -l -",
    "source <(pilcrow help --generate bash)", NULL};

const verb verb_table[] = {
    {VERB_INDEX, "index", "[PATH...]", 0, SIZE_MAX, index_run,
     "read documents into an index, or bring it up to date",
     "Each PATH is a file, a folder (read with all below it) or '-' for\n"
     "standard input. Files that have not changed are passed over. Without a\n"
     "PATH everything indexed before is looked at again. The index is made\n"
     "in ./.pilcrow unless -i or PILCROW_INDEX says otherwise.\n"
     "\n"
     "What was named is looked at again in the same way: --hidden, --follow,\n"
     "--exclude and --format hold for it until it is named anew. A PATH below\n"
     "a folder indexed before is read as that is, unless it is given ways of\n"
     "its own. What is deleted below a folder leaves the index; what is\n"
     "missing or emptied itself, an unmounted disk say, only with --prune.\n"
     "\n"
     "A GLOB without a slash is matched to each name; one with a slash to the\n"
     "path below the folder named, or, where it begins with that folder or a\n"
     "slash, to that path alone. In it '*' matches slashes too.\n"
     "\n"
     "A folder is searched for .md .markdown .txt .html .htm .jsonl .ndjson\n"
     "(also .gz), .pdf, .docx and text files without extension; a file named\n"
     "here is always tried. PDF needs pdftotext (package poppler-utils), DOCX\n"
     "needs pandoc; their lines are those of the text these make of them.\n"
     "Where pdftotext fails at telling where the words of a PDF stand, or they\n"
     "run from right to left, a line says so, and its plain text is read.\n"
     "A file may have 64 MB, and 256 when it is unpacked, but no more than 200\n"
     "times its size. Ctrl-C keeps the files that are finished (with --full the\n"
     "index as it was); a second one ends at once.\n"
     "The status is 2 when a file could not be read; the others are indexed.",
     index_examples},
    {VERB_SEARCH, "search", "QUERY...", 0, SIZE_MAX, search_run,
     "find paragraphs, best first",
     "The words of the query are joined with a space. Any of them may be\n"
     "missing from a paragraph; inflected forms are found too.\n"
     "\n"
     "  \"a phrase\"             these words in this order\n"
     "  +must  -not  NOT word  a word that has to be there, or must not\n"
     "  a AND b, a OR b, (...)  also И, ИЛИ, НЕ\n"
     "  a NEAR/5 b             at most five words apart, in any order; each\n"
     "                         side a word or a phrase\n"
     "  migr*  colo?r          words that begin so, with any letter there\n"
     "  typo~                  words like it, one slip or two\n"
     "  heading:x              in titles and headings\n"
     "  doc:notes.md doc:a/b*  in this document, in those that begin so\n"
     "  lang:ru  id:x          in this language, with this id\n"
     "  kind:x                 paragraph heading list table code quote\n"
     "                         footnote glossary\n"
     "\n"
     "What glossaries of the collection give for a word is found too, and a\n"
     "name in the other alphabet, as Tesla for Тесла. A hit says by which\n"
     "place.\n"
     "\n"
     "Where a word is unknown, the query is printed as it may have been\n"
     "meant, on standard error; it is never searched for unasked.\n"
     "\n"
     "The shell takes quotation marks away: put '...' around a query that\n"
     "has some, and '--' before one that begins with '-'.\n"
     "\n"
     "A query has at most 4096 bytes, 128 different words (the rarest count),\n"
     "16 words a phrase and brackets 32 deep; migr* stands for the 100 words\n"
     "found most often.\n"
     "\n"
     "Several -i are searched as one, by the statistics of all together.\n"
     "--by-document says under each hit of how many in its document it is the\n"
     "best. --facets counts all paragraphs that match.\n"
     "\n"
     "--queries takes '-' for standard input. A line that breaks a limit is\n"
     "cut or gets no hits, and the batch goes on. With --json add --summary,\n"
     "whose object ends the hits of each line. --format trec prints one line\n"
     "a document.",
     search_examples},
    {VERB_SHOW, "show", "ID", 1, 1, show_run,
     "print a paragraph by its id, with its neighbours if wanted",
     "An id is the twelve letters that search prints under each hit.\n"
     "The status is 1 when no paragraph has it.",
     show_examples},
    {VERB_SIMILAR, "similar", "ID", 1, 1, similar_run,
     "find paragraphs like one of them",
     "The hits share the words that tell the paragraph apart from others.\n"
     "The status is 1 when no paragraph has the id, or none is like it.",
     similar_examples},
    {VERB_GLOSSARY, "glossary", "[list|lint|export|import FILE] [TERM]", 0,
     SIZE_MAX, glossary_run,
     "list, check, export or import what translates queries",
     "The entries of the bilingual glossaries that documents hold, found "
     "while\n"
     "they are indexed, let a query find paragraphs in the other language too\n"
     "('pilcrow search --no-translate' does without). With a TERM only those\n"
     "with its words, in either language and any inflection.\n"
     "\n"
     "  list         term, translation and source, path:line; columns on a\n"
     "               terminal, tab-separated in a pipe. The status is 1 when\n"
     "               there is none. 'pilcrow glossary TERM' lists too.\n"
     "  lint         what a person should look at: conflicts (two\n"
     "               translations that share nothing), duplicates, entries\n"
     "               with one side only, pairs that cannot well be\n"
     "               translations. The status is 1 when something is found.\n"
     "  export       all entries as one file: tsv, which import reads, or tbx\n"
     "               (TBX-Basic, ISO 30042:2019).\n"
     "  import FILE  a glossary as a table in UTF-8: term, tab, translation,\n"
     "               and perhaps a tab and a note; alternatives are parted by\n"
     "               commas, a line that begins with # is a remark. Quotes\n"
     "               that a spreadsheet put around a cell go. A broken line is\n"
     "               told by its number and nothing is imported. The entries\n"
     "               translate queries and are never hits themselves, so a\n"
     "               whole dictionary is welcome. FILE again replaces them,\n"
     "               'pilcrow forget FILE' drops them. '-' with --name is\n"
     "               standard input.",
     glossary_examples},
    {VERB_STATUS, "status", "", 0, 0, status_run, "say what an index holds",
     NULL, status_examples},
    {VERB_CHECK, "check", "", 0, 0, check_run,
     "verify an index against the text it stores",
     "Each damage is one line. The status is 2 when there is any; then\n"
     "'pilcrow index --full' builds the index anew.",
     check_examples},
    {VERB_COMPACT, "compact", "", 0, 0, compact_run,
     "make an index as small and as fast as it can be",
     "It is written anew without what has been deleted from it, beside the\n"
     "old one, and takes its place; searches go on meanwhile. Worth it when\n"
     "an index has changed a lot, or will not change any more. Records that\n"
     "repeat themselves (messages, rows) are put next to each other, which\n"
     "makes an index of many of them smaller and faster.",
     compact_examples},
    {VERB_FORGET, "forget", "PATH...", 1, SIZE_MAX, forget_run,
     "drop files and folders from an index",
     "A folder stands for all that was indexed below it. The files on disk\n"
     "are left alone, and come back when a folder that holds them is indexed\n"
     "again without --exclude. The status is 1 when the index holds none.",
     forget_examples},
    {VERB_ANALYZE, "analyze", "[TEXT]", 0, SIZE_MAX, analyze_run,
     "show the words of a text as an index has them",
     "The text is the arguments joined with a space, a file's, or standard\n"
     "input where there is none or '-'. One word a line: as it stands, its\n"
     "bytes from-to, its position, its script (latin, cyrillic, number, "
     "other),\n"
     "the language whose stemmer it went through, and the term it comes to.\n"
     "Columns on a terminal, tab-separated without a heading in a pipe.\n"
     "\n"
     "Words of one term find each other. Words of Latin script go by the\n"
     "language the text is in, which is told by its most common words. --lang\n"
     "knows, beside en and ru (for what is not given: en,ru): ar ca da de el\n"
     "es eu fi fr ga hi hu hy id it lt ne nl no pt ro sr sv ta tr yi.\n"
     "The status is 1 when the text has no word.",
     analyze_examples},
    {VERB_HELP, "help", "[VERB]", 0, 1, help_run,
     "print this, or all about one verb", NULL, help_examples},
    {0, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL},
};

const verb *verb_find(const char *name)
{
    for (const verb *v = verb_table; v->name != NULL; v++)
        if (strcmp(v->name, name) == 0)
            return v;
    return NULL;
}

void verb_complain(const char *name)
{
    suggestion s = {.typed = name};
    for (const verb *v = verb_table; v->name != NULL; v++)
        suggest_consider(&s, v->name);
    if (s.best != NULL)
        output_complain("there is no verb '%s'; did you mean '%s'?", name,
                        s.best);
    else
        output_complain("there is no verb '%s'; to search for it write "
                        "'pilcrow search %s', to see the verbs "
                        "'pilcrow help'",
                        name, name);
}
