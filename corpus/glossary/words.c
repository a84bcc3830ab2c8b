/* SPDX-License-Identifier: MIT
 *
 * In: a folded word. Out: whether a list has it. Lists are as names.h
 * says. */
#include "corpus/glossary/words.h"

#include <string.h>

#include "corpus/glossary/names.h"

static const char *const is_words[] = {"есть", "значит", "т.е",
                                       "то",   "це",     "это"};

static const char *const means_words[] = {
    "будет",        "будут",          "включен",       "должен",
    "должна",       "должны",         "доступен",      "доступна",
    "доступно",     "запрещен",       "запрещена",     "запрещено",
    "запрещены",    "используется",   "используются",  "могут",
    "может",        "можно",          "называем*",     "называется",
    "называют",     "называются",     "недоступ*",     "необходим",
    "необходима",   "необходимо",     "необходимы",    "нужен",
    "нужно",        "няма",           "обозначает",    "означает",
    "отключен",     "поддерживается", "позволяет",     "помогает",
    "предназначен", "предназначена",  "предназначено", "предназначены",
    "представляет", "представляют",   "применяется",   "разрешен",
    "разрешена",    "разрешено",      "разрешены",     "следует",
    "служат",       "служит",         "содержит",      "является",
    "являются"};

static const char *const particle_words[] = {
    "about",  "across",   "after", "ahead", "along", "apart",
    "around", "at",       "away",  "back",  "by",    "down",
    "for",    "forward",  "from",  "in",    "into",  "of",
    "off",    "on",       "out",   "over",  "round", "through",
    "to",     "together", "under", "up",    "upon",  "with"};

static const char *const light_words[] = {"avoir",   "be",   "faire", "feel",
                                          "give",    "have", "keep",  "pay",
                                          "prendre", "take"};

static const char *const which_words[] = {"means",
                                          "refers",
                                          "that",
                                          "used",
                                          "when",
                                          "whereby",
                                          "which",
                                          "who",
                                          "whose",
                                          "возвращающ*",
                                          "выполняющ*",
                                          "используем*",
                                          "использующ*",
                                          "когда",
                                          "коли",
                                          "котор*",
                                          "обеспечивающ*",
                                          "описывающ*",
                                          "определяющ*",
                                          "отвечающ*",
                                          "позволяющ*",
                                          "предназначенн*",
                                          "представляющ*",
                                          "применяем*",
                                          "служащ*",
                                          "содержащ*",
                                          "состоящ*",
                                          "указывающ*",
                                          "чей",
                                          "чье",
                                          "чья"};

static const char *const if_words[] = {
    "also",  "cf",   "e.g",      "i.e",   "if",     "see",  "usually",
    "when",  "а",    "виж",      "вижте", "где",    "если", "иногда",
    "когда", "напр", "например", "но",    "обычно", "при",  "реже",
    "см",    "т.е",  "т.к",      "также", "чем",    "чтобы"};

static const char *const does_words[] = {
    "был",          "была",          "были",          "было",
    "возвращают",   "выводит",       "вызывается",    "да",
    "добавлен",     "добавлена",     "добавлено",     "добавлены",
    "задает",       "используется",  "исправлен",     "исправлена",
    "исправлено",   "исправлены",    "ищет",          "нет",
    "обновлен",     "обновлена",     "обновлено",     "обновлены",
    "предназначен", "предназначена", "предназначено", "предназначены",
    "применяется",  "содержит",      "удален",        "удалена",
    "удалено",      "удалены",       "указанн*",      "хранит",
    "читает"};

static const char *const answer_words[] = {
    "бесплатно",      "вкл",        "включено", "вчера",       "выкл",
    "выключено",      "готово",     "да",       "есть",        "завтра",
    "закрыто",        "неизвестно", "нет",      "отсутствует", "платно",
    "поддерживается", "сегодня",    "сейчас",   "совместим"};

static const char *const thing_words[] = {
    "автор",         "актер",        "актриса",       "альбом",
    "аналог",        "база",         "библиотека",    "брат",
    "браузер",       "брокер",       "веб-сервер",    "веб-фреймворк",
    "газета",        "генератор",    "глава",         "гора",
    "город",         "группа",       "движок",        "деревня",
    "директор",      "доктор",       "дочь",          "друг",
    "жена",          "журнал",       "журналист",     "значение",
    "идентификатор", "издательство", "изобретатель",  "имя",
    "инженер",       "инструмент",   "интерфейс",     "каталог",
    "класс",         "клиент",       "команда",       "компания",
    "компилятор",    "композитор",   "королева",      "король",
    "корпорация",    "математик",    "мать",          "менеджер",
    "метод",         "модуль",       "муж",           "набор",
    "название",      "начальник",    "номер",         "область",
    "оболочка",      "объект",       "озеро",         "операционная",
    "организация",   "основатель",   "остров",        "отец",
    "пакет",         "папка",        "параметр",      "парсер",
    "певец",         "певица",       "переводчик",    "переменная",
    "песня",         "писатель",     "плагин",        "платформа",
    "подруга",       "поисковая",    "поисковик",     "политик",
    "порт",          "поэт",         "председатель",  "президент",
    "приложение",    "принц",        "принцесса",     "программа",
    "программист",   "проект",       "производитель", "протокол",
    "профессор",     "разработчик",  "район",         "расширение",
    "редактор",      "режиссер",     "река",          "роман",
    "руководитель",  "сайт",         "секретарь",     "сервер",
    "сервис",        "сестра",       "система",       "слуга",
    "служба",        "социальная",   "список",        "спортсмен",
    "среда",         "стандарт",     "столица",       "страна",
    "сын",           "технология",   "утилита",       "ученый",
    "файл",          "физик",        "философ",       "фильм",
    "фирма",         "формат",       "фреймворк",     "функция",
    "футболист",     "химик",        "хранилище",     "художник",
    "царь",          "штат",         "язык"};

static const char *const kept_words[] = {"без",          "как",      "не",
                                         "непереводим*", "оставит*", "оставл*"};

static const char *const speech_words[] = {
    "adj",  "adjective", "adv",  "adverb", "conj",  "f",     "m",    "n",
    "noun", "num",       "phr",  "pl",     "pp",    "prep",  "pron", "v",
    "verb", "vi",        "vpr",  "vt",     "англ",  "гл",    "греч", "ед",
    "лат",  "мест",      "мн",   "нар",    "нареч", "нем",   "п",    "предл",
    "прил", "прич",      "союз", "сущ",    "фр",    "франц", "числ"};

static const char *const spelt_speech_words[] = {"adjective", "adverb", "noun",
                                                 "verb",      "мест",   "союз"};

static const char *const sort_words[] = {
    "амер", "англ", "биол", "брит",  "букв",  "воен",  "грам",  "груб",
    "дип",  "ед",   "ж",    "зд",    "ирон",  "ист",   "книжн", "лит",
    "лог",  "м",    "мат",  "мед",   "мл",    "мн",    "мор",   "муз",
    "общ",  "особ", "офиц", "перен", "полит", "поэт",  "преим", "прост",
    "разг", "редк", "син",  "собир", "спец",  "спорт", "ср",    "сущ",
    "тех",  "техн", "тж",   "тк",    "устар", "фам",   "физ",   "фин",
    "хим",  "шутл", "эк",   "экон",  "юр"};

static const char *const see_words[] = {"cf", "vgl", "см", "ср"};

static const char *const page_words[] = {"p", "page", "pp", "с", "стр"};

static const char *const link_words[] = {
    "ab",     "ad",      "after",   "against", "al",   "am",      "as",
    "at",     "au",      "auf",     "aus",     "avec", "because", "before",
    "bei",    "between", "by",      "chez",    "con",  "dans",    "de",
    "during", "en",      "ex",      "for",     "from", "für",     "im",
    "in",     "into",    "mit",     "nach",    "nel",  "of",      "off",
    "ohne",   "on",      "out",     "over",    "para", "per",     "por",
    "pour",   "pro",     "sans",    "senza",   "sin",  "sobre",   "sous",
    "sub",    "sur",     "through", "under",   "via",  "von",     "with",
    "within", "without", "zu",      "zum",     "zur",  "à",       "без",
    "в",      "внутри",  "во",      "для",     "до",   "за",      "и",
    "из",     "как",     "между",   "на",      "над",  "о",       "об",
    "от",     "по",      "под",     "при",     "с",    "со",      "через"};

static const char *const joins_words[] = {"and", "or",  "або", "да",
                                          "и",   "или", "та"};

static const char *const article_words[] = {"a", "an", "the", "to"};

static const char *const german_words[] = {"das", "dem", "den", "der",
                                           "die", "ein", "eine"};

static const char *const romance_words[] = {"des", "el",  "gli", "il", "la",
                                            "las", "le",  "les", "lo", "los",
                                            "un",  "una", "une"};

static const char *const lists_words[] = {
    "glosario*",    "glossar*",     "glossário",      "lessico",
    "lexicon",      "lexique",      "lexis",          "léxico",
    "phrase-book*", "phrasebook*",  "rečnik*",        "rječnik*",
    "sözlük*",      "słownik*",     "terminolog*",    "vocabolario",
    "vocabulaire",  "vocabular*",   "vocabulario",    "vocabulário",
    "vokabel*",     "vokabular*",   "wordlist*",      "wortschatz",
    "wörterbuch*",  "вокабуляр*",   "глосарі*",       "глоссари*",
    "лексик*",      "лексікон*",    "разговорник*",   "речник*",
    "словар*",      "словник*",     "словосочетани*", "слоўнік*",
    "тезаурус*",    "терминологи*", "термінолог*"};

static const char *const of_lists_words[] = {
    "adjectives",   "adjektive",      "adverbs",
    "collocations", "concepts",       "dictionary",
    "expressions",  "feminin",        "feminine",
    "idioms",       "masculine",      "maskulin",
    "memorise",     "memorize",       "mots",
    "neuter",       "neutrum",        "nouns",
    "palabras",     "phrase",         "phrases",
    "slang",        "substantive",    "term",
    "terms",        "translation*",   "verben",
    "verbs",        "word",           "words",
    "wörter",       "вирази",         "выражени*",
    "выучите",      "глаголы",        "думи",
    "запомните",    "идиомы",         "лексическ*",
    "минимум*",     "наречия",        "перевод*",
    "переклад*",    "понятий",        "понятия",
    "превод*",      "прилагательные", "речи",
    "сленг*",       "слов",           "слова",
    "слово",        "сочетани*",      "существительные",
    "термин*",      "термини",        "термін*",
    "фрази",        "фразы"};

static const char *const no_list_words[] = {
    "conditions", "definition*",  "file",     "files",    "guide",
    "how",        "keyword*",     "lambda",   "machine",  "other",
    "others",     "regular",      "reserved", "search",   "service",
    "stop",       "use",          "workflow", "арифмет*", "денежн*",
    "зарезерв*",  "использован*", "как",      "ключев*",  "логическ*",
    "лямбда",     "математ*",     "машинн*",  "над",      "определени*",
    "поисковы*",  "регулярн*",    "руковод*", "служебн*", "стоп",
    "строк*",     "услов*",       "файл*"};

static const char *const keywords_words[] = {"keyword*"};

static const char *const defines_words[] = {"definition*", "определени*"};

static const char *const key_to_words[] = {"key", "ключев*", "ключов*"};

static const char *const explains_words[] = {
    "author*",         "category",      "comment*",      "connotation*",
    "context*",        "definition*",   "description*",  "example*",
    "level",           "note*",         "pronunciation", "purpose",
    "recommendation*", "remark*",       "section*",      "sentence*",
    "status",          "transcription", "type",          "usage",
    "value",           "where",         "автор*",        "бележк*",
    "белешк*",         "где",           "действие",      "делает",
    "заметк*",         "использова*",   "источник",      "категори*",
    "комментари*",     "коннотац*",     "контекст*",     "назначение",
    "напомен*",        "нататк*",       "объяснение",    "опис",
    "описание",        "определение",   "поведение",     "пояснение",
    "приклад*",        "пример*",       "примечани*",    "произношени*",
    "раздел*",         "результат",     "рекомендац*",   "свойство",
    "сообщение",       "статус",        "тема",          "тип",
    "транскрипц*",     "уровень",       "функция"};

static const char *const lexeme_words[] = {
    "adjective*", "collocation*",   "idiom*",
    "infinitiv*", "noun*",          "participle*",
    "partizip*",  "phrasal",        "v1",
    "v2",         "verb",           "verbs",
    "глагол*",    "дієслов*",       "идиом*",
    "инфинитив*", "нареч*",         "прилагательн*",
    "причасти*",  "словосочетани*", "существительн*"};

static const char *const modal_words[] = {
    "can",   "could",   "dürfen", "können", "may",     "might",
    "must",  "mustn't", "mögen",  "müssen", "needn't", "ought",
    "shall", "should",  "sollen", "wollen", "would"};

static const char *const meaning_words[] = {
    "bedeutung*", "meaning*", "significa*", "signification",
    "значение",   "значения", "значення",   "смысл"};

static const char *const language_words[] = {
    "belarusian", "bg",           "bulgarian",    "en",         "eng",
    "english",    "expression",   "expressions",  "kk",         "original",
    "phrase",     "phrases",      "ru",           "rus",        "russian",
    "serbian",    "source",       "sr",           "target",     "term",
    "terms",      "translation*", "ua",           "uk",         "ukrainian",
    "word",       "words",        "англ",         "английск*",  "англійськ*",
    "беларуск*",  "български",    "выражени*",    "исходн*",    "оригинал*",
    "перевод*",   "переклад*",    "по-английски", "по-русски",  "превод*",
    "російськ*",  "рус",          "русск*",       "слова",      "слово",
    "српски",     "термин*",      "украинск*",    "українськ*", "фраза",
    "фразы"};

static const char *const tongue_words[] = {
    "anglais",      "deutsch*",  "englisch*",  "español",     "français",
    "french",       "german",    "inglese",    "inglés",      "italian",
    "italiano",     "latin",     "ruso",       "russe",       "russisch*",
    "russo",        "spanish",   "traducción", "traduction*", "traduzione",
    "übersetzung*", "испанск*",  "итальянск*", "немецк*",     "німецьк*",
    "французск*",   "французьк*"};

static const char *const term_words[] = {
    "expression", "expressions", "term", "terms", "выражени*", "термин*"};

static const char *const plain_words[] = {
    "mot",  "palabra*", "parola", "phrase", "phrases", "word", "words",
    "wort", "wörter",   "слова",  "слово",  "фраза",   "фразы"};

static const char *const denies_words[] = {
    "arguments",    "author*",     "bibliography", "books",
    "branches",     "brands",      "cast",         "changelog",
    "changes",      "characters",  "cities",       "classes",
    "clients",      "codes",       "command*",     "companies",
    "contacts",     "contents",    "contributor*", "definition*",
    "dependencies", "discography", "endpoints",    "entities",
    "errors",       "events",      "features",     "fields",
    "files",        "flags",       "folders",      "functions",
    "hotkey*",      "ingredients", "keyboard",     "keyword*",
    "libraries",    "menu",        "methods",      "models",
    "modes",        "modules",     "movies",       "names",
    "options",      "packages",    "parameter*",   "participant*",
    "partners",     "pets",        "plugins",      "prices",
    "programme",    "properties",  "recipe*",      "references",
    "releases",     "repositor*",  "requirements", "routes",
    "schedule",     "services",    "settings",     "shortcut*",
    "songs",        "sponsors",    "stack",        "staff",
    "starring",     "statuses",    "targets",      "team",
    "technologies", "tools",       "tracklist",    "types",
    "variables",    "versions",    "автор*",       "актеры",
    "аргумент*",    "библиотеки",  "бренд*",       "верси*",
    "ветви",        "ветки",       "возможности",  "города",
    "действующие",  "дискографи*", "зависимост*",  "залиша*",
    "изменени*",    "имена",       "ингредиент*",  "инструменты",
    "источник*",    "каталоги",    "клавиатур*",   "клавиш*",
    "классы",       "клиенты",     "ключев*",      "книги",
    "коды",         "кол-во",      "количество",   "команд*",
    "команда",      "компани*",    "контакт*",     "литератур*",
    "маршруты",     "меню",        "методы",       "модели",
    "модули",       "настройк*",   "оглавление",   "определени*",
    "опции",        "особенности", "оставл*",      "ошибк*",
    "пакеты",       "папки",       "параметр*",    "партнер*",
    "переменные",   "персонаж*",   "песни",        "питомцы",
    "плагины",      "поля",        "почитать",     "преимущества",
    "программа",    "расписание",  "режимы",       "релиз*",
    "репозитор*",   "рецепт*",     "роли",         "ролях",
    "свойства",     "сервис*",     "содержание",   "состав",
    "сотрудник*",   "спонсор*",    "статусы",      "стек",
    "структура",    "сущности",    "технологии",   "типы",
    "требовани*",   "трек-лист",   "треки",        "участник*",
    "файлы",        "фильмы",      "флаги",        "функции",
    "цены"};

static const char *const day_words[] = {
    "afternoon", "april",   "blue",        "december",  "evening",
    "february",  "friday",  "green",       "january",   "july",
    "june",      "monday",  "morning",     "noon",      "november",
    "october",   "red",     "saturday",    "september", "sunday",
    "thursday",  "tuesday", "wednesday",   "yellow",    "август",
    "апрель",    "вечер*",  "воскресенье", "вторник",   "голуб*",
    "декабрь",   "желт*",   "жовт*",       "зелен*",    "июль",
    "июнь",      "красн*",  "май",         "март",      "ноябрь",
    "октябрь",   "полдень", "понедельник", "пятница",   "сентябрь",
    "син*",      "среда",   "суббота",     "утро",      "февраль",
    "червон*",   "четверг", "январь"};

static const char *const name_words[] = {
    "adb",        "adidas",     "android",    "angular",    "ansible",
    "bmw",        "chrome",     "danone",     "debian",     "django",
    "docker",     "facebook",   "fedora",     "figma",      "firefox",
    "git",        "github",     "gitlab",     "golang",     "google",
    "grafana",    "haskell",    "huawei",     "ikea",       "instagram",
    "intel",      "ios",        "java",       "javascript", "jenkins",
    "jira",       "jquery",     "kafka",      "kotlin",     "kubectl",
    "kubernetes", "laravel",    "linux",      "macos",      "microsoft",
    "mongodb",    "mysql",      "nestle",     "nginx",      "nike",
    "npm",        "nvidia",     "perl",       "photoshop",  "php",
    "postgresql", "powerpoint", "prometheus", "python",     "rabbitmq",
    "redis",      "samsung",    "scala",      "siemens",    "skype",
    "sony",       "sqlite",     "sudo",       "systemctl",  "telegram",
    "terraform",  "toyota",     "twitter",    "ubuntu",     "vue",
    "whatsapp",   "wikipedia",  "xiaomi",     "yandex",     "youtube"};

static const char *const key_words[] = {
    "a",          "address",     "author",   "authors",   "build",
    "cast",       "category",    "cc",       "chore",     "city",
    "color",      "company",     "country",  "created",   "date",
    "department", "description", "director", "docs",      "duration",
    "e-mail",     "editor",      "email",    "example",   "faq",
    "fax",        "feat",        "fix",      "format",    "from",
    "genre",      "github",      "id",       "info",      "input",
    "issue",      "keywords",    "language", "level",     "license",
    "link",       "location",    "mail",     "name",      "note",
    "output",     "perf",        "phone",    "place",     "position",
    "price",      "project",     "ps",       "published", "publisher",
    "q",          "re",          "refactor", "size",      "skype",
    "source",     "speaker",     "status",   "subject",   "summary",
    "tags",       "tel",         "telegram", "test",      "time",
    "tip",        "title",       "to",       "topic",     "type",
    "updated",    "url",         "version",  "warning",   "web",
    "website",    "year"};

static const char *const keyboard_words[] = {
    "alt",   "backspace", "capslock", "cmd",      "control", "ctrl",
    "del",   "delete",    "end",      "enter",    "esc",     "escape",
    "home",  "ins",       "insert",   "pagedown", "pageup",  "return",
    "shift", "space",     "tab",      "win"};

static const char *const prose_words[] = {"are", "has",  "is",  "must",
                                          "was", "were", "will"};

static const char *const type_words[] = {
    "array",  "bool", "boolean", "char",   "date",    "dict", "double",
    "enum",   "file", "float",   "int",    "integer", "list", "number",
    "object", "path", "str",     "string", "void"};

#define LIST(words) &(const glossary_list)GLOSSARY_LIST(words)

static const glossary_list *const lists[] = {
    [WORD_IS] = LIST(is_words),
    [WORD_MEANS] = LIST(means_words),
    [WORD_WHICH] = LIST(which_words),
    [WORD_IF] = LIST(if_words),
    [WORD_DOES] = LIST(does_words),
    [WORD_ANSWER] = LIST(answer_words),
    [WORD_THING] = LIST(thing_words),
    [WORD_KEPT] = LIST(kept_words),
    [WORD_SPEECH] = LIST(speech_words),
    [WORD_SPELT_SPEECH] = LIST(spelt_speech_words),
    [WORD_SEE] = LIST(see_words),
    [WORD_PAGE] = LIST(page_words),
    [WORD_SORT] = LIST(sort_words),
    [WORD_LINK] = LIST(link_words),
    [WORD_JOINS] = LIST(joins_words),
    [WORD_ARTICLE] = LIST(article_words),
    [WORD_GERMAN] = LIST(german_words),
    [WORD_ROMANCE] = LIST(romance_words),
    [WORD_LISTS] = LIST(lists_words),
    [WORD_OF_LISTS] = LIST(of_lists_words),
    [WORD_NO_LIST] = LIST(no_list_words),
    [WORD_KEYWORDS] = LIST(keywords_words),
    [WORD_DEFINES] = LIST(defines_words),
    [WORD_KEY_TO] = LIST(key_to_words),
    [WORD_DENIES] = LIST(denies_words),
    [WORD_DAY] = LIST(day_words),
    [WORD_NAME] = LIST(name_words),
    [WORD_KEY] = LIST(key_words),
    [WORD_KEYBOARD] = LIST(keyboard_words),
    [WORD_EXPLAINS] = LIST(explains_words),
    [WORD_LANGUAGE] = LIST(language_words),
    [WORD_LEXEME] = LIST(lexeme_words),
    [WORD_MEANING] = LIST(meaning_words),
    [WORD_MODAL] = LIST(modal_words),
    [WORD_PLAIN] = LIST(plain_words),
    [WORD_TERM] = LIST(term_words),
    [WORD_TONGUE] = LIST(tongue_words),
    [WORD_TYPE] = LIST(type_words),
    [WORD_PROSE] = LIST(prose_words),
    [WORD_SPEAKS] = &glossary_speaker_words,
    [WORD_PERSON] = &glossary_person_words,
    [WORD_IDENTIFIER] = &glossary_identifier_words,
    [WORD_SHARED] = &glossary_shared_words,
    [WORD_MEASURE] = &glossary_measure_words,
    [WORD_GRAMMAR] = &glossary_grammar_words,
    [WORD_LIGHT] = LIST(light_words),
    [WORD_PARTICLE] = LIST(particle_words),
    [WORD_NOTES] = &glossary_notes_words,
    [WORD_MATCH] = &glossary_match_words,
    [WORD_FIND] = &glossary_find_words,
    [WORD_EQUIVALENT] = &glossary_equivalent_words,
    [WORD_SOURCE] = &glossary_source_words,
    [WORD_OTHER] = &glossary_other_words,
    [WORD_WRONG] = &glossary_wrong_words,
};

#define BEGINNING 4u /* bytes that are looked at first */

/* strncmp() of so few bytes, most of which differ at once. */
static inline int order(const char *word, const char *beginning)
{
    int differs = 0;
    for (size_t i = 0; i < BEGINNING && differs == 0; i++) {
        differs = (unsigned char)word[i] - (unsigned char)beginning[i];
        if (word[i] == '\0')
            break;
    }
    return differs;
}

/* The first word that begins no lower than a beginning. */
static size_t find_beginning(const glossary_list *list, const char *beginning)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (order(list->words[middle], beginning) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool stands_for(const char *listed, const char *word, size_t len)
{
    size_t size = strlen(listed);
    const bool begins = listed[size - 1] == '*';
    size -= begins;
    return (begins ? len >= size : len == size) &&
           memcmp(listed, word, size) == 0;
}

bool glossary_word_is(glossary_word sort, const char *word, size_t len)
{
    char beginning[BEGINNING + 1] = {0};
    const glossary_list *list = lists[sort];
    if (len == 0)
        return false;
    memcpy(beginning, word, len < BEGINNING ? len : BEGINNING);
    for (size_t i = find_beginning(list, beginning); i < list->count; i++) {
        if (order(list->words[i], beginning) != 0)
            return false;
        if (stands_for(list->words[i], word, len))
            return true;
    }
    return false;
}

const char *glossary_words_misplaced(void)
{
    for (size_t sort = 0; sort < sizeof lists / sizeof *lists; sort++)
        for (size_t i = 0; i < lists[sort]->count; i++) {
            const char *word = lists[sort]->words[i];
            const bool early =
                strcspn(word, "*") < BEGINNING && strchr(word, '*') != NULL;
            if (early || *word == '\0' ||
                (i > 0 && strcmp(lists[sort]->words[i - 1], word) >= 0))
                return word;
        }
    return NULL;
}
