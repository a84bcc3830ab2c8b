/* SPDX-License-Identifier: MIT
 *
 * In: a folded word. Out: whether a list has it. A word in a list that ends in
 * '*' stands for all that begin so, and has four bytes before it at least. */
#include "corpus/glossary_words.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "corpus/glossary_names.h"

static const char *const is_words[] = {"это", "есть", "то", "значит",
                                       "т.е", "це",   NULL};

static const char *const means_words[] = {"является",
                                          "являются",
                                          "означает",
                                          "обозначает",
                                          "называется",
                                          "называются",
                                          "называют",
                                          "называем*",
                                          "представляет",
                                          "представляют",
                                          "служит",
                                          "служат",
                                          "используется",
                                          "используются",
                                          "применяется",
                                          "позволяет",
                                          "содержит",
                                          "предназначен",
                                          "предназначена",
                                          "предназначено",
                                          "предназначены",
                                          "необходим",
                                          "необходима",
                                          "необходимо",
                                          "необходимы",
                                          "нужен",
                                          "можно",
                                          "нужно",
                                          "следует",
                                          "может",
                                          "могут",
                                          "должен",
                                          "должна",
                                          "должны",
                                          "разрешен",
                                          "разрешена",
                                          "разрешено",
                                          "разрешены",
                                          "запрещен",
                                          "запрещена",
                                          "запрещено",
                                          "запрещены",
                                          "доступен",
                                          "доступна",
                                          "доступно",
                                          "недоступ*",
                                          "поддерживается",
                                          "включен",
                                          "отключен",
                                          "будет",
                                          "будут",
                                          "помогает",
                                          NULL};

static const char *const particle_words[] = {
    "about", "across", "after",   "ahead", "along", "apart",    "around",
    "at",    "away",   "back",    "by",    "down",  "for",      "forward",
    "from",  "in",     "into",    "of",    "off",   "on",       "out",
    "over",  "round",  "through", "to",    "under", "together", "up",
    "upon",  "with",   NULL};

static const char *const which_words[] = {"котор*",
                                          "позволяющ*",
                                          "используем*",
                                          "использующ*",
                                          "предназначенн*",
                                          "представляющ*",
                                          "содержащ*",
                                          "применяем*",
                                          "обеспечивающ*",
                                          "служащ*",
                                          "определяющ*",
                                          "указывающ*",
                                          "возвращающ*",
                                          "отвечающ*",
                                          "описывающ*",
                                          "состоящ*",
                                          "выполняющ*",
                                          "чей",
                                          "чья",
                                          "чье",
                                          "когда",
                                          "коли",
                                          "when",
                                          "which",
                                          "who",
                                          "whose",
                                          "that",
                                          "whereby",
                                          "means",
                                          "refers",
                                          "used",
                                          NULL};

static const char *const if_words[] = {
    "если",   "когда", "чтобы",  "где", "например", "см",      "напр",
    "т.е",    "т.к",   "но",     "а",   "при",      "также",   "if",
    "when",   "e.g",   "i.e",    "see", "cf",       "usually", "also",
    "обычно", "реже",  "иногда", NULL};

static const char *const does_words[] = {"задает",
                                         "содержит",
                                         "хранит",
                                         "выводит",
                                         "читает",
                                         "ищет",
                                         "используется",
                                         "применяется",
                                         "вызывается",
                                         "возвращают",
                                         "указанн*",
                                         "исправлен",
                                         "исправлена",
                                         "исправлено",
                                         "исправлены",
                                         "добавлен",
                                         "добавлена",
                                         "добавлено",
                                         "добавлены",
                                         "удален",
                                         "удалена",
                                         "удалено",
                                         "удалены",
                                         "обновлен",
                                         "обновлена",
                                         "обновлено",
                                         "обновлены",
                                         "предназначен",
                                         "предназначена",
                                         "предназначено",
                                         "предназначены",
                                         "был",
                                         "была",
                                         "было",
                                         "были",
                                         "нет",
                                         "да",
                                         NULL};

static const char *const answer_words[] = {
    "да",        "нет",        "есть",   "отсутствует",
    "бесплатно", "платно",     "вкл",    "выкл",
    "включено",  "выключено",  "готово", "поддерживается",
    "совместим", "неизвестно", "сейчас", "сегодня",
    "завтра",    "вчера",      NULL};

static const char *const thing_words[] = {
    "компания",      "корпорация",   "фирма",         "язык",
    "система",       "город",        "столица",       "страна",
    "сервис",        "служба",       "программа",     "библиотека",
    "фреймворк",     "редактор",     "браузер",       "протокол",
    "формат",        "утилита",      "команда",       "инструмент",
    "платформа",     "организация",  "директор",      "менеджер",
    "автор",         "программист",  "инженер",       "разработчик",
    "переводчик",    "президент",    "председатель",  "секретарь",
    "профессор",     "доктор",       "журналист",     "писатель",
    "поэт",          "актер",        "актриса",       "певец",
    "певица",        "режиссер",     "художник",      "ученый",
    "основатель",    "руководитель", "начальник",     "глава",
    "модуль",        "пакет",        "плагин",        "приложение",
    "среда",         "операционная", "социальная",    "поисковая",
    "поисковик",     "база",         "стандарт",      "технология",
    "производитель", "издательство", "журнал",        "газета",
    "сайт",          "проект",       "файл",          "каталог",
    "папка",         "имя",          "название",      "номер",
    "идентификатор", "значение",     "параметр",      "переменная",
    "метод",         "класс",        "функция",       "объект",
    "интерфейс",     "аналог",       "набор",         "список",
    "хранилище",     "сервер",       "клиент",        "движок",
    "брокер",        "веб-сервер",   "веб-фреймворк", "парсер",
    "компилятор",    "генератор",    "оболочка",      "расширение",
    "принц",         "принцесса",    "король",        "королева",
    "царь",          "сын",          "дочь",          "брат",
    "сестра",        "жена",         "муж",           "отец",
    "мать",          "друг",         "подруга",       "слуга",
    "изобретатель",  "математик",    "физик",         "химик",
    "философ",       "композитор",   "спортсмен",     "футболист",
    "политик",       "река",         "озеро",         "гора",
    "остров",        "штат",         "область",       "район",
    "порт",          "деревня",      "роман",         "фильм",
    "песня",         "альбом",       "группа",        NULL};

static const char *const kept_words[] = {
    "не", "без", "оставл*", "оставит*", "как", "непереводим*", NULL};

static const char *const speech_words[] = {
    "n",   "v",    "adj",  "adv",    "prep",      "conj",   "pron", "num",
    "pl",  "noun", "verb", "adverb", "adjective", "adverb", "pp",   "vt",
    "vi",  "phr",  "m",    "f",      "сущ",       "гл",     "прил", "нареч",
    "нар", "мн",   "ед",   "предл",  "союз",      "мест",   "числ", "прич",
    "лат", "греч", "англ", "нем",    "фр",        "франц",  "п",    NULL};

static const char *const spelt_speech_words[] = {
    "noun", "verb", "adverb", "adjective", "союз", "мест", NULL};

static const char *const see_words[] = {"см", "ср", "cf", "vgl", NULL};

static const char *const link_words[] = {
    "для",     "в",       "во",      "на",      "с",       "со",   "из",
    "от",      "о",       "об",      "по",      "за",      "до",   "при",
    "под",     "над",     "между",   "через",   "внутри",  "без",  "и",
    "как",     "in",      "on",      "at",      "by",      "for",  "from",
    "with",    "of",      "under",   "out",     "off",     "into", "over",
    "without", "within",  "between", "as",      "per",     "via",  "after",
    "before",  "against", "during",  "through", "because", "ab",   "ad",
    "ex",      "pro",     "sub",     "de",      "en",      "au",   "zu",
    "im",      "am",      "mit",     "auf",     "von",     "con",  "senza",
    "à",       "dans",    "avec",    "sur",     "pour",    "chez", "sans",
    "sous",    "aus",     "bei",     "nach",    "für",     "ohne", "zum",
    "zur",     "para",    "por",     "sin",     "sobre",   "nel",  "al",
    NULL};

static const char *const joins_words[] = {"and", "or", "и",   "или",
                                          "да",  "та", "або", NULL};

static const char *const article_words[] = {"to", "a", "an", "the", NULL};

static const char *const german_words[] = {"der",  "die", "das", "ein",
                                           "eine", "den", "dem", NULL};

static const char *const romance_words[] = {"el",  "la",  "los", "las", "un",
                                            "una", "il",  "lo",  "gli", "le",
                                            "les", "une", "des", NULL};

static const char *const lists_words[] = {
    "phrasebook*", "phrase-book*",   "разговорник*", "glossar*",
    "vocabular*",  "wordlist*",      "lexicon",      "lexis",
    "terminolog*", "словар*",        "глоссари*",    "терминологи*",
    "лексик*",     "словосочетани*", "вокабуляр*",   "wortschatz",
    "wörterbuch*", "vokabel*",       "vocabulaire",  "lexique",
    "vocabulario", "słownik*",       "тезаурус*",    "словник*",
    "глосарі*",    "термінолог*",    "речник*",      "слоўнік*",
    "rječnik*",    "rečnik*",        "vokabular*",   "vocabolario",
    "glosario*",   "lessico",        "léxico",       "sözlük*",
    "vocabulário", "glossário",      "лексікон*",    NULL};

static const char *const of_lists_words[] = {
    "terms",     "term",      "words",      "word",         "expressions",
    "phrases",   "phrase",    "dictionary", "translation*", "collocations",
    "idioms",    "термин*",   "термін*",    "слова",        "слов",
    "слово",     "выражени*", "фразы",      "вирази",       "перевод*",
    "переклад*", "превод*",   "идиомы",     "термини",      "думи",
    "речи",      "запомните", "выучите",    "memorise",     "memorize",
    "wörter",    "mots",      "palabras",   "сочетани*",    "понятия",
    "понятий",   "глаголы",   "verbs",      "concepts",     "slang",
    "сленг*",    NULL};

static const char *const no_list_words[] = {
    "регулярн*",    "regular",     "ключев*",   "keyword*",
    "reserved",     "служебн*",    "зарезерв*", "use",
    "использован*", "service",     "услов*",    "conditions",
    "определени*",  "definition*", "математ*",  "логическ*",
    "лямбда",       "lambda",      "арифмет*",  "машинн*",
    "machine",      "search",      "поисковы*", "стоп",
    "stop",         "денежн*",     "строк*",    "other",
    "others",       "files",       "file",      "файл*",
    "guide",        "руковод*",    "workflow",  "how",
    "как",          "над",         NULL};

static const char *const keywords_words[] = {"keyword*", NULL};

static const char *const defines_words[] = {"definition*", "определени*", NULL};

static const char *const key_to_words[] = {"key", "ключев*", "ключов*", NULL};

static const char *const explains_words[] = {
    "описание",      "назначение",  "комментари*",   "примечани*",
    "пример*",       "тип",         "definition*",   "description*",
    "comment*",      "note*",       "example*",      "usage",
    "purpose",       "результат",   "действие",      "функция",
    "определение",   "объяснение",  "пояснение",     "источник",
    "тема",          "статус",      "status",        "опис",
    "value",         "type",        "свойство",      "поведение",
    "сообщение",     "делает",      "заметк*",       "приклад*",
    "sentence*",     "транскрипц*", "transcription", "произношени*",
    "pronunciation", "использова*", "раздел*",       "категори*",
    "category",      "section*",    "автор*",        "author*",
    "где",           "where",       "контекст*",     "context*",
    "level",         "уровень",     "remark*",       "бележк*",
    "белешк*",       "нататк*",     "напомен*",      NULL};

static const char *const lexeme_words[] = {
    "глагол*",        "verb",   "verbs",        "дієслов*",      "infinitiv*",
    "инфинитив*",     "v1",     "v2",           "participle*",   "partizip*",
    "идиом*",         "idiom*", "collocation*", "причасти*",     "phrasal",
    "словосочетани*", "noun*",  "adjective*",   "прилагательн*", "нареч*",
    "существительн*", NULL};

static const char *const modal_words[] = {
    "can",    "could", "may",    "might",   "must",    "should",
    "shall",  "would", "ought",  "mustn't", "needn't", "dürfen",
    "können", "mögen", "müssen", "sollen",  "wollen",  NULL};

static const char *const meaning_words[] = {
    "значение",   "значения",   "meaning*",      "значення", "смысл",
    "bedeutung*", "significa*", "signification", NULL};

static const char *const language_words[] = {
    "en",          "eng",        "english",   "английск*", "по-английски",
    "англ",        "англійськ*", "ru",        "rus",       "russian",
    "русск*",      "по-русски",  "рус",       "російськ*", "ua",
    "uk",          "bg",         "kk",        "sr",        "ukrainian",
    "украинск*",   "українськ*", "bulgarian", "български", "serbian",
    "српски",      "belarusian", "беларуск*", "перевод*",  "translation*",
    "переклад*",   "превод*",    "original",  "source",    "target",
    "оригинал*",   "исходн*",    "термин*",   "term",      "terms",
    "слово",       "слова",      "word",      "words",     "фраза",
    "фразы",       "phrase",     "phrases",   "выражени*", "expression",
    "expressions", NULL};

static const char *const tongue_words[] = {
    "français",   "anglais",    "russe",   "deutsch*",     "englisch*",
    "russisch*",  "italiano",   "inglese", "russo",        "español",
    "inglés",     "ruso",       "немецк*", "французск*",   "испанск*",
    "німецьк*",   "французьк*", "german",  "итальянск*",   "french",
    "spanish",    "italian",    "latin",   "übersetzung*", "traduction*",
    "traducción", "traduzione", NULL};

static const char *const term_words[] = {
    "термин*", "term", "terms", "выражени*", "expression", "expressions", NULL};

static const char *const plain_words[] = {
    "слово",   "слова", "word",   "words", "фраза",    "фразы",  "phrase",
    "phrases", "wort",  "wörter", "mot",   "palabra*", "parola", NULL};

static const char *const denies_words[] = {
    "оставл*",      "залиша*",      "репозитор*",   "repositor*",
    "определени*",  "definition*",  "ключев*",      "keyword*",
    "options",      "опции",        "параметр*",    "parameter*",
    "command*",     "команд*",      "клавиш*",      "hotkey*",
    "shortcut*",    "keyboard",     "errors",       "ошибк*",
    "codes",        "коды",         "settings",     "настройк*",
    "functions",    "функции",      "methods",      "методы",
    "типы",         "types",        "files",        "файлы",
    "структура",    "contents",     "содержание",   "оглавление",
    "участник*",    "автор*",       "author*",      "contributor*",
    "participant*", "персонаж*",    "characters",   "состав",
    "литератур*",   "references",   "источник*",    "bibliography",
    "changelog",    "changes",      "изменени*",    "релиз*",
    "releases",     "versions",     "верси*",       "расписание",
    "schedule",     "программа",    "programme",    "menu",
    "меню",         "аргумент*",    "arguments",    "fields",
    "поля",         "свойства",     "properties",   "events",
    "клавиатур*",   "requirements", "требовани*",   "сотрудник*",
    "staff",        "team",         "команда",      "контакт*",
    "contacts",     "ролях",        "роли",         "cast",
    "starring",     "актеры",       "действующие",  "зависимост*",
    "dependencies", "packages",     "пакеты",       "библиотеки",
    "libraries",    "modules",      "модули",       "плагины",
    "plugins",      "маршруты",     "routes",       "endpoints",
    "дискографи*",  "discography",  "почитать",     "книги",
    "books",        "стек",         "stack",        "партнер*",
    "partners",     "бренд*",       "brands",       "компани*",
    "companies",    "клиенты",      "clients",      "спонсор*",
    "sponsors",     "технологии",   "technologies", "сервис*",
    "services",     "города",       "cities",       "инструменты",
    "tools",        "classes",      "классы",       "models",
    "модели",       "entities",     "сущности",     "variables",
    "переменные",   "flags",        "флаги",        "statuses",
    "статусы",      "branches",     "ветки",        "features",
    "возможности",  "особенности",  "преимущества", "folders",
    "папки",        "каталоги",     "ветви",        "режимы",
    "modes",        "targets",      "tracklist",    "треки",
    "трек-лист",    "песни",        "songs",        "фильмы",
    "movies",       "рецепт*",      "recipe*",      "ингредиент*",
    "ingredients",  "питомцы",      "pets",         "имена",
    "names",        "цены",         "prices",       NULL};

static const char *const day_words[] = {
    "monday",  "tuesday",     "wednesday", "thursday", "friday",   "saturday",
    "sunday",  "понедельник", "вторник",   "среда",    "четверг",  "пятница",
    "суббота", "воскресенье", "january",   "february", "april",    "june",
    "july",    "september",   "october",   "november", "december", "январь",
    "февраль", "март",        "апрель",    "май",      "июнь",     "июль",
    "август",  "сентябрь",    "октябрь",   "ноябрь",   "декабрь",  NULL};

static const char *const name_words[] = {
    "python",     "java",      "javascript", "php",        "perl",
    "golang",     "kotlin",    "scala",      "haskell",    "angular",
    "vue",        "django",    "laravel",    "jquery",     "docker",
    "kubectl",    "npm",       "adb",        "systemctl",  "sudo",
    "kubernetes", "git",       "github",     "gitlab",     "linux",
    "ubuntu",     "debian",    "fedora",     "android",    "ios",
    "macos",      "google",    "yandex",     "microsoft",  "facebook",
    "twitter",    "telegram",  "youtube",    "instagram",  "whatsapp",
    "skype",      "wikipedia", "mysql",      "postgresql", "sqlite",
    "redis",      "mongodb",   "nginx",      "jenkins",    "ansible",
    "terraform",  "grafana",   "prometheus", "kafka",      "rabbitmq",
    "jira",       "figma",     "photoshop",  "powerpoint", "chrome",
    "firefox",    "samsung",   "sony",       "siemens",    "adidas",
    "nike",       "ikea",      "danone",     "nestle",     "toyota",
    "bmw",        "intel",     "nvidia",     "huawei",     "xiaomi",
    NULL};

static const char *const key_words[] = {
    "title",       "author",   "authors",    "date",    "status",   "email",
    "e-mail",      "mail",     "phone",      "tel",     "address",  "fax",
    "web",         "website",  "url",        "name",    "subject",  "from",
    "to",          "cc",       "re",         "note",    "tip",      "warning",
    "info",        "example",  "input",      "output",  "type",     "id",
    "version",     "license",  "language",   "tags",    "category", "keywords",
    "source",      "link",     "published",  "updated", "created",  "price",
    "size",        "color",    "place",      "time",    "location", "summary",
    "description", "editor",   "publisher",  "year",    "genre",    "director",
    "cast",        "country",  "city",       "ps",      "faq",      "q",
    "a",           "skype",    "telegram",   "github",  "issue",    "project",
    "company",     "position", "department", "topic",   "speaker",  "duration",
    "level",       "format",   "feat",       "fix",     "docs",     "chore",
    "refactor",    "perf",     "build",      "test",    NULL};

static const char *const keyboard_words[] = {
    "enter",    "esc",    "escape", "tab",   "shift",     "ctrl",
    "control",  "alt",    "delete", "del",   "backspace", "insert",
    "ins",      "home",   "end",    "space", "pageup",    "pagedown",
    "capslock", "return", "win",    "cmd",   NULL};

static const char *const prose_words[] = {"is",  "are",  "was",  "were",
                                          "has", "will", "must", NULL};

static const char *const type_words[] = {
    "int",    "integer", "string", "str",  "bool", "boolean", "float",
    "double", "number",  "array",  "list", "dict", "object",  "char",
    "void",   "enum",    "date",   "file", "path", NULL};

static const char *const *const lists[] = {
    [WORD_IS] = is_words,
    [WORD_MEANS] = means_words,
    [WORD_WHICH] = which_words,
    [WORD_IF] = if_words,
    [WORD_DOES] = does_words,
    [WORD_ANSWER] = answer_words,
    [WORD_THING] = thing_words,
    [WORD_KEPT] = kept_words,
    [WORD_SPEECH] = speech_words,
    [WORD_SPELT_SPEECH] = spelt_speech_words,
    [WORD_SEE] = see_words,
    [WORD_LINK] = link_words,
    [WORD_JOINS] = joins_words,
    [WORD_ARTICLE] = article_words,
    [WORD_GERMAN] = german_words,
    [WORD_ROMANCE] = romance_words,
    [WORD_LISTS] = lists_words,
    [WORD_OF_LISTS] = of_lists_words,
    [WORD_NO_LIST] = no_list_words,
    [WORD_KEYWORDS] = keywords_words,
    [WORD_DEFINES] = defines_words,
    [WORD_KEY_TO] = key_to_words,
    [WORD_DENIES] = denies_words,
    [WORD_DAY] = day_words,
    [WORD_NAME] = name_words,
    [WORD_KEY] = key_words,
    [WORD_KEYBOARD] = keyboard_words,
    [WORD_EXPLAINS] = explains_words,
    [WORD_LANGUAGE] = language_words,
    [WORD_LEXEME] = lexeme_words,
    [WORD_MEANING] = meaning_words,
    [WORD_MODAL] = modal_words,
    [WORD_PLAIN] = plain_words,
    [WORD_TERM] = term_words,
    [WORD_TONGUE] = tongue_words,
    [WORD_TYPE] = type_words,
    [WORD_PROSE] = prose_words,
    [WORD_SPEAKS] = glossary_speaker_words,
    [WORD_PERSON] = glossary_person_words,
    [WORD_IDENTIFIER] = glossary_identifier_words,
    [WORD_SHARED] = glossary_shared_words,
    [WORD_MEASURE] = glossary_measure_words,
    [WORD_GRAMMAR] = glossary_grammar_words,
    [WORD_CLAUSE] = glossary_clause_words,
    [WORD_PARTICLE] = particle_words,
    [WORD_NOTES] = glossary_notes_words,
    [WORD_MATCH] = glossary_match_words,
    [WORD_FIND] = glossary_find_words,
    [WORD_EQUIVALENT] = glossary_equivalent_words,
    [WORD_SOURCE] = glossary_source_words,
};

#define SORTS (sizeof lists / sizeof *lists)
#define BEGINNING 4u /* bytes of a word that are looked at first */
#define BEGINNINGS_BITS 11u

_Static_assert(SORTS <= 64, "a bit for each sort");

/* The sorts of the words whose first bytes come to a number: most words are in
 * none, and no list need be gone through to tell. */
static uint64_t sorts_of[1u << BEGINNINGS_BITS];
static pthread_once_t sorted = PTHREAD_ONCE_INIT;

static size_t beginning_of(const char *word, size_t len)
{
    uint32_t bytes = 0;
    memcpy(&bytes, word, len < BEGINNING ? len : BEGINNING);
    return (uint32_t)(bytes * UINT32_C(2654435769)) >> (32 - BEGINNINGS_BITS);
}

static void sort_words(void)
{
    for (size_t sort = 0; sort < SORTS; sort++)
        for (const char *const *at = lists[sort]; *at != NULL; at++) {
            const size_t len = strcspn(*at, "*");
            assert((*at)[len] == '\0' || len >= BEGINNING);
            sorts_of[beginning_of(*at, len)] |= UINT64_C(1) << sort;
        }
}

bool glossary_word_is(glossary_word sort, const char *word, size_t len)
{
    pthread_once(&sorted, sort_words);
    if (len == 0 || (sorts_of[beginning_of(word, len)] >> sort & 1) == 0)
        return false;
    for (const char *const *at = lists[sort]; *at != NULL; at++) {
        if ((*at)[0] != word[0] || (len > 1 && (*at)[1] != word[1]))
            continue; /* quick, and never wrong */
        size_t size = strlen(*at);
        bool begins = (*at)[size - 1] == '*';
        if (begins)
            size--;
        if ((begins ? len >= size : len == size) &&
            memcmp(*at, word, size) == 0)
            return true;
    }
    return false;
}
