/* SPDX-License-Identifier: MIT
 *
 * Between the text of the blocks and the entries found: what each stretch of
 * text could be, in the order of the document. */
#ifndef PILCROW_CORPUS_GLOSSARY_UNIT_H
#define PILCROW_CORPUS_GLOSSARY_UNIT_H

#include "corpus/glossary/glossary.h"
#include "corpus/glossary/column.h"
#include "corpus/glossary/entry.h"

#define UNIT_NO_CELL SIZE_MAX
#define UNIT_LEVELS 8
#define UNIT_PROSE_DOUBT 95 /* of a heading and a line that explains it */
/* Bytes of a text that names what follows. */
#define UNIT_LABEL_MAX ((size_t)320)

/* Where a side stands: bytes of a block's cleaned text, or of a cell's. */
typedef struct unit_place {
    size_t block;
    size_t cell; /* UNIT_NO_CELL outside of rows */
    size_t start, end;
} unit_place;

typedef struct unit {
    entry_kind kind;
    lex_face face;
    unsigned doubt;
    unsigned unsaid;    /* as entry_parse has it */
    bool key, phrasal;  /* as entry_parse has it */
    bool cyrillic;      /* the first side */
    bool says_so;       /* a label before it, or itself, names a glossary */
    bool heads;         /* a table's heads name the languages */
    bool line;          /* begins a line */
    bool title;         /* a heading: no translation of a line above it */
    bool open;          /* ends with a mark that another side should face */
    bool leads;         /* ends with a colon */
    bool stops;         /* ends like a sentence, or in the midst of one */
    bool option;        /* as entry_parse has it */
    bool spaced, tight; /* may be two sides by entry_read_spaced, _tight */
    bool back;          /* by entry_read_back */
    bool task, loud;    /* as that has them */
    uint64_t order;     /* the first letters of its Latin side, to compare */
    bool plain;         /* the same, short and a line with no capital letter */
    bool told;          /* as entry_parse has it */
    bool example;       /* a sentence and its translation */
    bool item;          /* of a list, or row of a table */
    bool names;         /* every word of both sides has a capital letter */
    bool capital;       /* the Latin side is such words; or a side alone begins
                           with one */
    bool large;         /* the Latin side begins with a capital letter */
    bool alone;         /* the Latin side is one word, be it a compound */
    bool wordy;         /* the translation is so much longer than the term that
                           it may be a definition */
    size_t latin_words, cyrillic_words; /* of the longest of each side's
                                           alternatives */
    uint64_t hashes[2];                 /* of the two sides' texts, or of a text
                                           that is no entry */
    uint64_t firsts[2];                 /* of their first words */
    size_t words;                       /* of a text that is no entry */
    bool tall;  /* such a text in Latin letters, none of them small */
    bool again; /* such a text that comes many times: the head of a page */
    size_t number, first_end; /* as entry_parse has them */
    uint32_t counter; /* of the translation, as match_counter() has it */
    bool own;         /* the same counts the term */
    bool verbs;       /* both sides begin like an infinitive, or neither does */
    bool to;          /* the Latin one does: "to go" */
    unit_place term, translation;
    size_t start, end;           /* of the whole: bytes, or cells */
    size_t source;               /* of a side alone: its byte of the file */
    size_t rest_start, rest_end; /* of the part in the translation's block,
                                    where the two stand apart */
} unit;

#define UNIT_COLUMNS_MAX 16

/* What the head of a column says. */
typedef struct unit_head {
    bool explains;  /* description, комментарий: no translation */
    bool language;  /* English, перевод, термин */
    bool sure;      /* the same, but for термин and слово */
    bool lexeme;    /* глагол, infinitive: words that are learnt */
    bool plain;     /* слово, фраза: they may be */
    bool term;      /* термин: the same, where they are written so */
    bool means;     /* значение: what words mean */
    uint64_t hash;  /* of its text */
    uint64_t about; /* of its words but for those of languages */
    bool latin, cyrillic; /* letters of which alphabets it has */
    bool capital;         /* begins with a capital letter */
} unit_head;

/* The heads of the table that the last row was of, and its columns. */
typedef struct unit_heads {
    size_t at, count; /* as of the row's block */
    size_t end;       /* the block behind the table's last row */
    bool bilingual;   /* two of them name languages, or words and what
                         they mean */
    bool lexemes;     /* words of a language, for sure */
    unit_head columns[UNIT_COLUMNS_MAX];
    column cells[UNIT_COLUMNS_MAX];
} unit_heads;

/* The cleaned text of a block or cell. */
typedef struct unit_text {
    draft d;
    buf items;          /* of lex_item, as whoever reads it last left them */
    size_t block, cell; /* which one it is */
} unit_text;

/* The finder at work. */
typedef struct finder {
    glossary *out;
    block_texts *texts;
    const block_list *blocks; /* of them, as the next */
    cleaner *c;
    const block *previous, *next; /* of the one that is read now, gaps aside;
                                     NULL: there is none */
    unit_text in_hand;            /* what is read now */
    unit_text left, right;        /* the two sides of a unit looked at again */
    buf pieces;                   /* of cut_piece */
    buf gathered;                 /* scratch: slices, hashes or items */
    unit_heads heads;
    buf units;                  /* of unit: those not yet judged */
    buf apart;                  /* of unit: entries with prose between them */
    bool says[UNIT_LEVELS];     /* headings in force that name a glossary */
    bool lists[UNIT_LEVELS];    /* those of them that surely do */
    bool denies[UNIT_LEVELS];   /* those that name what is none */
    bool keywords[UNIT_LEVELS]; /* those that name keywords */
    unsigned below;             /* the depth of items that stand below the last
                                   entry of a list; 0 for none */
    size_t level;               /* of the last heading, bold lines apart */
    size_t heading;             /* its block and one; 0: there is none */
    const char *headword;       /* the last term that has no "~" */
    bool bold_since; /* a bold line that names none came after them */
    bool led;        /* the line before names one */
    unit prose;      /* right before them, if it has words */
    unit title;      /* the last heading, if it may be the term of an entry */
    bool going_on;   /* the units before made a glossary */
    bool ok;
} finder;

/* Make `t` the text of block `index` with all that continue it, or of a cell;
 * it may be that already. */
void finder_read(finder *f, unit_text *t, size_t index, size_t cell);

/* Make its items those of bytes [start, end). */
bool finder_lex(finder *f, unit_text *t, size_t start, size_t end);
/* The same of a text that is one side: see lex_one_side. */
bool finder_lex_side(finder *f, unit_text *t, size_t start, size_t end);
const lex_item *unit_items(const unit_text *t, size_t *count);

/* Units of a row of a table; `both`: it has both alphabets. */
void finder_add_row(finder *f, size_t index, bool both);

/* True if some of the text [start, end) is written as code in the file. */
bool finder_is_code(const finder *f, const draft *d, size_t start, size_t end);

/* True if the block opens the braces of a program, or stands behind a fence
 * that names the language of what it holds, as "```yaml": a program or its
 * settings. Data may be a glossary. */
bool finder_is_program(const finder *f, const block *at);

/* True if the text from `start` on is that of a link of Markdown to another
 * file of the project. */
bool finder_is_page(const finder *f, const draft *d, size_t start);

/* Make the unit what was read; where its sides stand in the two texts is told
 * by its places. */
void unit_take(unit *u, const entry_parse *e, const draft *term,
               const draft *translation);

void finder_add_unit(finder *f, const unit *u);

/* Make one unit of two that are a side each, the second below the first. */
void finder_join(finder *f, unit *up, unit *down);

/* Make pairs of units that are a side each, or two sides with no clear mark
 * between. `said`: something tells that these are entries. */
void finder_pair(finder *f, bool said);

/* True if the unit, to be added, is a line of a record that begins with a term:
 * one between it and its translation, or one below both, such as its use,
 * unless it takes turns with them. A label may stand above. */
bool finder_is_of_record(const finder *f, const unit *u);

/* Where the text, which follows the last unit, is "Definition: ..." below "Tide
 * Table (Таблица приливов)", that is a term and its translation for sure. */
void finder_mark_defined(finder *f, const char *text, size_t len);

/* The text of a unit that is no entry and could be a label; NULL if it is none.
 */
const char *finder_label(finder *f, const unit *u, size_t *len);

/* "Choose the wrong pair: ..." before the first entry of a text, unit `u` up to
 * `end`: make a unit of it. */
void finder_add_asking(finder *f, const unit *u, size_t end);

/* True if one of the two units before unit `start` names a glossary; before a
 * row of terms with brackets, keywords name one. */
bool finder_says_before(finder *f, size_t start, bool listed);

static inline unit *finder_unit(const finder *f, size_t index)
{
    return (unit *)(void *)f->units.data + index;
}

static inline size_t finder_unit_count(const finder *f)
{
    return f->units.len / sizeof(unit);
}

/* A line that is one side. */
static inline bool unit_is_half(const unit *u)
{
    return u->kind == ENTRY_TERM && u->line;
}

/* A text that is no entry. */
static inline bool unit_is_text(const unit *u)
{
    return u->words > 0 && u->kind != ENTRY_PAIR && u->kind != ENTRY_KEPT;
}

/* How many different sides the pairs among units [start, end) have, `which`
 * being the first, the second or the first words of those: "yes" and "no" many
 * times over are no translations. */
size_t finder_count_distinct(finder *f, size_t start, size_t end, size_t which);

/* Do most translations among those units have forms of one word, as where the
 * terms have one in common: "tidal wave", "tidal range"? */
bool finder_is_family(finder *f, size_t start, size_t end);

/* True if the unit, to be added, shows the use of the term before it: it is a
 * line of that record, or a sentence with the same words, in both languages. */
bool finder_shows_use(finder *f, const unit *u, const entry_parse *e);

/* A number before a term that counts no entry makes it none. */
void finder_check_numbers(finder *f);

/* Mark the lines that come again and again. */
void finder_mark_again(finder *f);

/* Make an entry of a unit, the next in the document: nothing where both sides
 * turn out to be of one alphabet. */
void finder_take(finder *f, const unit *u);

/* Judge the units gathered so far and begin anew. */
void finder_judge(finder *f);

/* Keep the entries that stand apart, if they are enough or a glossary is near,
 * as before them or in block `next`, or BLOCK_NONE, and begin anew. */
void finder_judge_apart(finder *f, size_t next);

#endif
