/* SPDX-License-Identifier: MIT
 *
 * The lists of names.h. */
#include "corpus/glossary/names.h"

static const char *const speaker_words[] = {
    "he", "how", "i",      "i'm",  "it's", "let's", "she", "they",
    "we", "you", "you're", "вас",  "вы",   "меня",  "мы",  "нас",
    "он", "она", "они",    "тебя", "ты",   "я"};

static const char *const person_words[] = {
    "adam",    "alan",     "alex",     "alexander", "alexey",    "alfie",
    "alice",   "andrew",   "andrey",   "ann",       "anna",      "anne",
    "anthony", "anton",    "barsik",   "bella",     "ben",       "benjamin",
    "bob",     "bobby",    "boris",    "brian",     "buddy",     "catherine",
    "charles", "charlie",  "chloe",    "chris",     "daniel",    "dave",
    "david",   "dmitry",   "edward",   "elena",     "elizabeth", "ella",
    "emily",   "emma",     "eric",     "felix",     "george",    "harry",
    "helen",   "henry",    "igor",     "irina",     "ivan",      "james",
    "jane",    "jason",    "jennifer", "jessica",   "jim",       "joe",
    "john",    "julia",    "karen",    "kate",      "katie",     "kevin",
    "laura",   "leo",      "linda",    "lucky",     "lucy",      "luna",
    "maria",   "marina",   "mary",     "matthew",   "max",       "maxim",
    "mia",     "michael",  "mike",     "mikhail",   "milo",      "murka",
    "nancy",   "natalia",  "nicholas", "nick",      "nikolai",   "nina",
    "oleg",    "olga",     "oliver",   "olivia",    "oscar",     "paul",
    "pavel",   "peter",    "rex",      "richard",   "robert",    "rocky",
    "ryan",    "sam",      "samuel",   "sarah",     "sergey",    "sharik",
    "simba",   "simon",    "sophia",   "sophie",    "steve",     "steven",
    "susan",   "svetlana", "tatiana",  "thomas",    "tim",       "tom",
    "tony",    "vera",     "vladimir", "william",   "yuri",      "zoya"};

static const char *const identifier_words[] = {
    "admin",    "api",    "app",    "apps",   "args",   "async", "await",
    "bin",      "bool",   "bugfix", "cli",    "cmake",  "conf",  "config",
    "configs",  "css",    "db",     "dev",    "dist",   "doc",   "docs",
    "env",      "etc",    "gui",    "hotfix", "html",   "http",  "https",
    "img",      "init",   "int",    "js",     "json",   "lib",   "libs",
    "makefile", "obj",    "param",  "params", "pkg",    "prod",  "readme",
    "regex",    "repo",   "repos",  "sql",    "src",    "srv",   "stderr",
    "stdin",    "stdout", "str",    "tmp",    "tmpdir", "ui",    "uint",
    "uri",      "url",    "usr",    "util",   "utils",  "uuid",  "vars",
    "xml",      "yaml"};

static const char *const shared_words[] = {
    "add",      "added",    "assets",   "background", "border",
    "branch",   "build",    "cache",    "changed",    "checkout",
    "clean",    "clone",    "close",    "color",      "comment",
    "commit",   "content",  "copy",     "cursor",     "cut",
    "date",     "debug",    "delete",   "deprecated", "develop",
    "disable",  "display",  "edit",     "editor",     "email",
    "enable",   "error",    "examples", "exit",       "fast",
    "feature",  "features", "fetch",    "file",       "filter",
    "fixed",    "float",    "font",     "font-size",  "font-weight",
    "format",   "guest",    "height",   "help",       "host",
    "id",       "images",   "include",  "index",      "info",
    "input",    "install",  "key",      "label",      "level",
    "limit",    "list",     "log",      "main",       "margin",
    "master",   "merge",    "message",  "mode",       "name",
    "offset",   "opacity",  "open",     "order",      "output",
    "overflow", "padding",  "password", "paste",      "path",
    "phone",    "port",     "position", "print",      "production",
    "proxy",    "pull",     "push",     "quiet",      "quit",
    "rebase",   "redo",     "release",  "remove",     "removed",
    "reset",    "restart",  "retries",  "role",       "run",
    "safe",     "save",     "script",   "scripts",    "search",
    "security", "settings", "show",     "size",       "slow",
    "sort",     "staging",  "start",    "stash",      "status",
    "stop",     "support",  "test",     "tests",      "text",
    "timeout",  "title",    "token",    "tools",      "type",
    "undo",     "update",   "upgrade",  "user",       "value",
    "verbose",  "view",     "viewer",   "warning",    "width"};

static const char *const measure_words[] = {
    "eight",    "five",     "four",       "nine", "one",    "seven",
    "six",      "ten",      "three",      "two",  "вкусу",  "восемь",
    "г",        "гр",       "грамм*",     "два",  "две",    "девять",
    "десять",   "кг",       "килограмм*", "л",    "литр*",  "ложек",
    "ложк*",    "мл",       "один",       "одна", "одно",   "пол",
    "половина", "полпачки", "полстакана", "пять", "р",      "руб",
    "рубл*",    "семь",     "стакан*",    "три",  "четыре", "шесть",
    "шт",       "штук*",    "щепотк*"};

static const char *const grammar_words[] = {
    "adjective",   "adverb",       "article",        "case",
    "conjunction", "gerund",       "infinitive",     "mood",
    "noun",        "number",       "participle",     "particle",
    "person",      "preposition",  "pronoun",        "tense",
    "verb",        "voice",        "артикль",        "время",
    "глагол",      "деепричастие", "залог",          "инфинитив",
    "лицо",        "местоимение",  "наклонение",     "наречие",
    "падеж",       "предлог",      "прилагательное", "причастие",
    "склонение",   "союз",         "спряжение",      "существительное",
    "частица",     "число"};

static const char *const notes_words[] = {
    "footnote",    "footnotes", "note",       "notes", "remarks",
    "комментари*", "пояснени*", "примечани*", "сноск*"};

static const char *const match_words[] = {
    "associe*",  "match",     "matching", "ordne",    "ordnen",   "relie*",
    "verbinde",  "verbinden", "добери",   "доберіть", "зіставте", "объедин*",
    "подбер*",   "подобрать", "поєднай*", "підбер*",  "соедин*",  "соотнес*",
    "сопостав*", "співвід*",  "єднай*"};

static const char *const find_words[] = {
    "bilden", "cherche*", "choisi*",  "choose",   "faites",   "find",
    "finde",  "finden",   "make",     "suche",    "suchen",   "trouve*",
    "wähle*", "вибер*",   "встанов*", "выбер*",   "знайд*",   "найди*",
    "обер*",  "поставь*", "складіть", "составь*", "установи*"};

static const char *const equivalent_words[] = {
    "colonne*",    "column*",      "correspond*", "entsprech*",  "equivalent*",
    "paare",       "pair",         "paires",      "pairs",       "spalte*",
    "traduction*", "translation*", "äquivalent*", "équivalent*", "übersetzung*",
    "відповідн*",  "еквівалент*",  "колонк*",     "колонц*",     "пари",
    "пару",        "пары",         "перевод*",    "переклад*",   "соответств*",
    "стовп*",      "столб*",       "эквивалент*"};

static const char *const source_words[] = {
    "dictionary",  "dictionnaire", "text*",    "texte*",
    "wörterbuch*", "словар*",      "словник*", "текст*"};

static const char *const other_words[] = {
    "action",    "callsign*",   "capitals",   "fixture*",      "indicator",
    "links",     "responsible", "sightings",  "websites",      "дневник",
    "индикатор", "наблюдений",  "наблюдения", "ответственные", "позывн*",
    "поручения", "сайты",       "ссылки",     "столиц*",       "тур"};

static const char *const wrong_words[] = {"incorrect*", "mistake*", "wrong",
                                          "неверн*",    "ошибк*",   "помилк*"};

const glossary_list glossary_speaker_words = GLOSSARY_LIST(speaker_words);
const glossary_list glossary_person_words = GLOSSARY_LIST(person_words);
const glossary_list glossary_identifier_words = GLOSSARY_LIST(identifier_words);
const glossary_list glossary_shared_words = GLOSSARY_LIST(shared_words);
const glossary_list glossary_measure_words = GLOSSARY_LIST(measure_words);
const glossary_list glossary_grammar_words = GLOSSARY_LIST(grammar_words);
const glossary_list glossary_notes_words = GLOSSARY_LIST(notes_words);
const glossary_list glossary_match_words = GLOSSARY_LIST(match_words);
const glossary_list glossary_find_words = GLOSSARY_LIST(find_words);
const glossary_list glossary_equivalent_words = GLOSSARY_LIST(equivalent_words);
const glossary_list glossary_source_words = GLOSSARY_LIST(source_words);
const glossary_list glossary_other_words = GLOSSARY_LIST(other_words);
const glossary_list glossary_wrong_words = GLOSSARY_LIST(wrong_words);
