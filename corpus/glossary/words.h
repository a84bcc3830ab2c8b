/* SPDX-License-Identifier: MIT
 *
 * The words that tell a translation from what only looks like one. Words are
 * given as lex_fold() leaves them. */
#ifndef PILCROW_CORPUS_GLOSSARY_WORDS_H
#define PILCROW_CORPUS_GLOSSARY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum glossary_word {
    WORD_IS,     /* это, есть: begins a definition */
    WORD_MEANS,  /* является, означает: makes a sentence */
    WORD_WHICH,  /* который, who: begins a clause that defines */
    WORD_IF,     /* если, when: begins one that only remarks */
    WORD_DOES,   /* возвращает, задаёт: what a thing does */
    WORD_ANSWER, /* да, нет, бесплатно */
    WORD_THING,  /* компания, язык: what a name is the name of */
    WORD_KEPT,   /* не переводится, оставляем */
    WORD_SPEECH, /* n, adj, сущ: a part of speech */
    WORD_SPELT_SPEECH, /* verb, союз: one that is a word of terms, too */
    WORD_SEE,          /* см, ср, cf: refers to another place */
    WORD_PAGE,         /* с, pp: of a page, before its number */
    WORD_SORT, /* зд, перен: what is short for the sort of a translation */
    WORD_LINK,     /* для, в, и: between what a thing is and what for */
    WORD_JOINS,    /* and, и, или */
    WORD_ARTICLE,  /* to, a, the */
    WORD_GERMAN,   /* der, ein: an article before a German noun */
    WORD_ROMANCE,  /* la, il, les: one of Spanish, Italian, French */
    WORD_LISTS,    /* glossary, лексика: a heading that says so */
    WORD_OF_LISTS, /* words, термины: one that says so in short */
    WORD_NO_LIST, /* ключевые, regular: "keywords", "regular expressions" */
    WORD_KEYWORDS, /* keywords: a label of those of a text */
    WORD_DEFINES,  /* определения: of terms, with what they mean */
    WORD_KEY_TO,   /* key, ключевые: the same, before words or terms */
    WORD_EXPLAINS, /* описание, description: head of a column of prose */
    WORD_LANGUAGE, /* English, перевод: head of one of translations */
    WORD_TONGUE, /* Deutsch, français: the same, but may be an entry itself */
    WORD_LEXEME, /* глагол, idiom: head of one of words that are learnt */
    WORD_MEANING, /* значение, meaning: head of what they mean */
    WORD_PLAIN,   /* слово, phrase: the same, but of definitions, too */
    WORD_TERM,    /* термин: the same, and of those as often */
    WORD_MODAL,   /* can, must: a verb whose meaning is told, not translated */
    WORD_DENIES, /* определения, клавиши: head of a section of no entries */
    WORD_OTHER,      /* links, столицы: of one of none for sure */
    WORD_DAY,        /* Monday, утро, red: facing one of its sort */
    WORD_NAME,       /* Docker, Siemens: one that everybody knows */
    WORD_KEY,        /* title, email: names of what a value follows */
    WORD_KEYBOARD,   /* enter, escape */
    WORD_TYPE,       /* int, string: of a value */
    WORD_PROSE,      /* is, was: in a long Latin side a sentence */
    WORD_SPEAKS,     /* you, мы: of one who speaks, in no term */
    WORD_PERSON,     /* John, Rex: a name of people or pets */
    WORD_IDENTIFIER, /* src, hotfix: one of files and branches, no word */
    WORD_SHARED,     /* build, color: a word, and an identifier as often */
    WORD_MEASURE,    /* две, ложка, one: how much of a thing */
    WORD_GRAMMAR,    /* время, падеж: what form a word has */
    WORD_PARTICLE,   /* up, for: behind a verb in a phrase */
    WORD_NOTES,      /* notes, сноски: a label of what may be entries */
    WORD_MATCH, /* match, соотнесите: asks what belongs together */
    WORD_FIND,  /* find, установите: the same, before one of these: */
    WORD_WRONG, /* mistakes, ошибками: of pairs that are none */
    WORD_EQUIVALENT, /* equivalents, соответствие, column */
    WORD_LIGHT,      /* have, take: a verb that means what follows it */
    WORD_SOURCE /* text, словаре: where nothing else could be found */
} glossary_word;

/* True if `word` is one of that sort. Some are told by their beginning. */
bool glossary_word_is(glossary_word sort, const char *word, size_t len);

/* The first word of the lists that is not where it would be found; NULL: all
 * are. For a test. */
const char *glossary_words_misplaced(void);

#endif
