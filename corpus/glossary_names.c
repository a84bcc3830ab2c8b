/* SPDX-License-Identifier: MIT
 *
 * The lists of glossary_names.h, each ended by NULL. */
#include "corpus/glossary_names.h"

#include <stddef.h>

const char *const glossary_speaker_words[] = {
    "i",    "you",   "he",   "she", "we",  "they", "i'm", "you're",
    "it's", "let's", "я",    "ты",  "вы",  "мы",   "он",  "она",
    "они",  "меня",  "тебя", "вас", "нас", "how",  NULL};

const char *const glossary_person_words[] = {
    "john",     "jane",    "james",    "mary",     "michael",   "david",
    "robert",   "william", "richard",  "charles",  "thomas",    "george",
    "edward",   "henry",   "peter",    "paul",     "andrew",    "kevin",
    "brian",    "steven",  "daniel",   "matthew",  "anthony",   "eric",
    "alan",     "adam",    "simon",    "oliver",   "harry",     "charlie",
    "alfie",    "oscar",   "leo",      "alex",     "alexander", "nick",
    "nicholas", "ben",     "benjamin", "sam",      "samuel",    "tom",
    "tim",      "jim",     "joe",      "bob",      "mike",      "dave",
    "steve",    "chris",   "jason",    "ryan",     "tony",      "anna",
    "anne",     "ann",     "emma",     "emily",    "olivia",    "sophia",
    "sophie",   "alice",   "kate",     "katie",    "catherine", "elizabeth",
    "sarah",    "laura",   "linda",    "susan",    "karen",     "nancy",
    "helen",    "jessica", "jennifer", "julia",    "lucy",      "ella",
    "mia",      "chloe",   "maria",    "marina",   "olga",      "elena",
    "irina",    "natalia", "tatiana",  "svetlana", "ivan",      "boris",
    "dmitry",   "sergey",  "alexey",   "andrey",   "igor",      "oleg",
    "vladimir", "nikolai", "pavel",    "mikhail",  "yuri",      "maxim",
    "anton",    "vera",    "nina",     "zoya",     "rex",       "max",
    "bella",    "luna",    "buddy",    "rocky",    "milo",      "lucky",
    "bobby",    "felix",   "simba",    "barsik",   "murka",     "sharik",
    NULL};

const char *const glossary_identifier_words[] = {
    "src",   "lib",    "libs",    "bin",    "obj",    "dist",     "doc",
    "docs",  "config", "configs", "conf",   "etc",    "tmp",      "tmpdir",
    "dev",   "prod",   "hotfix",  "bugfix", "readme", "makefile", "cmake",
    "util",  "utils",  "init",    "param",  "params", "args",     "env",
    "vars",  "srv",    "usr",     "pkg",    "img",    "css",      "js",
    "html",  "json",   "yaml",    "xml",    "sql",    "api",      "cli",
    "gui",   "ui",     "db",      "int",    "bool",   "str",      "uint",
    "admin", "app",    "apps",    "repo",   "repos",  "http",     "https",
    "url",   "uri",    "uuid",    "stdin",  "stdout", "stderr",   "regex",
    "async", "await",  NULL};

const char *const glossary_shared_words[] = {
    "build",    "test",     "tests",    "clean",      "install",
    "release",  "develop",  "main",     "master",     "staging",
    "script",   "scripts",  "assets",   "images",     "include",
    "examples", "tools",    "color",    "background", "margin",
    "padding",  "border",   "font",     "font-size",  "font-weight",
    "width",    "height",   "display",  "position",   "opacity",
    "overflow", "float",    "cursor",   "timeout",    "retries",
    "verbose",  "debug",    "quiet",    "cache",      "proxy",
    "host",     "port",     "limit",    "offset",     "sort",
    "order",    "filter",   "format",   "input",      "output",
    "name",     "phone",    "comment",  "date",       "email",
    "user",     "password", "token",    "path",       "file",
    "type",     "value",    "size",     "mode",       "level",
    "index",    "key",      "label",    "title",      "text",
    "content",  "id",       "status",   "message",    "error",
    "warning",  "info",     "role",     "guest",      "editor",
    "viewer",   "fast",     "safe",     "slow",       "log",
    "save",     "open",     "close",    "exit",       "quit",
    "print",    "undo",     "redo",     "copy",       "paste",
    "cut",      "delete",   "edit",     "view",       "help",
    "settings", "commit",   "push",     "pull",       "merge",
    "branch",   "fetch",    "clone",    "checkout",   "rebase",
    "stash",    "reset",    "add",      "remove",     "fixed",
    "added",    "removed",  "changed",  "deprecated", "security",
    "start",    "stop",     "restart",  "run",        "enable",
    "disable",  "list",     "show",     "update",     "upgrade",
    "search",   "feature",  "features", "support",    "production",
    NULL};

const char *const glossary_measure_words[] = {
    "one",        "two",        "three",    "four",    "five",    "six",
    "seven",      "eight",      "nine",     "ten",     "один",    "одна",
    "одно",       "два",        "две",      "три",     "четыре",  "пять",
    "шесть",      "семь",       "восемь",   "девять",  "десять",  "пол",
    "половина",   "полстакана", "полпачки", "стакан*", "щепотк*", "ложк*",
    "ложек",      "кг",         "г",        "гр",      "мл",      "л",
    "шт",         "рубл*",      "руб",      "р",       "грамм*",  "литр*",
    "килограмм*", "штук*",      "вкусу",    NULL};

const char *const glossary_grammar_words[] = {"время",
                                              "падеж",
                                              "наклонение",
                                              "причастие",
                                              "деепричастие",
                                              "инфинитив",
                                              "залог",
                                              "лицо",
                                              "спряжение",
                                              "склонение",
                                              "число",
                                              "глагол",
                                              "существительное",
                                              "прилагательное",
                                              "наречие",
                                              "местоимение",
                                              "предлог",
                                              "союз",
                                              "артикль",
                                              "частица",
                                              "tense",
                                              "verb",
                                              "noun",
                                              "adjective",
                                              "adverb",
                                              "pronoun",
                                              "participle",
                                              "infinitive",
                                              "preposition",
                                              "conjunction",
                                              "article",
                                              "particle",
                                              "mood",
                                              "voice",
                                              "case",
                                              "gerund",
                                              "number",
                                              "person",
                                              NULL};

const char *const glossary_clause_words[] = {"еще",  "уже",  "пока",
                                             "ждет", "идет", NULL};

const char *const glossary_notes_words[] = {
    "note",   "notes",       "footnote",  "footnotes", "примечани*",
    "сноск*", "комментари*", "пояснени*", "remarks",   NULL};

const char *const glossary_match_words[] = {
    "match",   "matching", "соотнес*", "сопостав*", "подбер*",   "подобрать",
    "соедин*", "співвід*", "зіставте", "поєднай*",  "доберіть",  "добери",
    "підбер*", "ordne",    "ordnen",   "verbinde",  "verbinden", "associe*",
    "relie*",  "объедин*", "єднай*",   NULL};

const char *const glossary_find_words[] = {
    "find",   "choose",   "найди*",   "установи*", "поставь*", "выбер*",
    "знайд*", "встанов*", "обер*",    "вибер*",    "finde",    "finden",
    "suche",  "suchen",   "wähle*",   "trouve*",   "cherche*", "choisi*",
    "faites", "make",     "составь*", "складіть",  "bilden",   NULL};

const char *const glossary_equivalent_words[] = {
    "equivalent*", "translation*", "column*",     "эквивалент*",
    "соответств*", "перевод*",     "колонк*",     "столб*",
    "еквівалент*", "відповідн*",   "переклад*",   "колонц*",
    "стовп*",      "äquivalent*",  "entsprech*",  "übersetzung*",
    "spalte*",     "équivalent*",  "correspond*", "traduction*",
    "colonne*",    "pairs",        "пары",        "пари",
    "paare",       "paires",       NULL};

const char *const glossary_source_words[] = {
    "text*",       "dictionary", "текст*",       "словар*", "словник*",
    "wörterbuch*", "texte*",     "dictionnaire", NULL};
