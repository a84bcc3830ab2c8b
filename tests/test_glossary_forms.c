/* SPDX-License-Identifier: MIT
 *
 * Lists in every written form: numbers, marks and what parts two sides or two
 * entries, put together in all ways. Each form that we promise is found whole,
 * what is not promised is told with its reason, nothing wrong is found in any,
 * and lists that only look like glossaries hold none.
 *
 * A sample is drawn; PILCROW_SEED draws another, PILCROW_LONG takes all. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "corpus/glossary/glossary.h"
#include "test_corpus_kit.h"

#define TEXT_MAX ((size_t)64 * 1024)
#define ENTRIES_MAX 8
#define SAMPLE 25 /* of so many forms one is taken */
#define SHOWN 5   /* failures printed with their text */

/* ---------------------------------------------------------------- forms --- */

typedef enum dimension {
    LIST,
    HEADING,
    ORDER,
    NUMBER,
    SEPARATOR,
    MARK,
    ENDING,
    JOIN,
    TABLE,
    HEADS,
    RECORD,
    NOTED,
    DIMENSIONS
} dimension;

#define STUDY                                                                                   \
    "asylum-seeker=беженец;dignity=достоинство;"                              \
    "to provide for=обеспечивать, снабжать;livelihood=средства к " \
    "существованию;hunger strike=голодовка;border=граница;"        \
    "foreigner=иностранец;equal rights=равные права"
#define THREADS                                                                                                      \
    "thread=поток;scheduler=планировщик;race condition=состояние гонки;"               \
    "lock-free=неблокирующий;deadlock=взаимная блокировка, тупик;heap=куча;" \
    "garbage collection=сборка мусора;stack frame=кадр стека"
#define GERMAN                                                                                          \
    "die Brücke=мост;der Bahnhof=вокзал;umsteigen=делать пересадку;"          \
    "die Fahrkarte=билет;pünktlich=вовремя, точно;abfahren=отправляться;" \
    "das Gepäck=багаж;der Bahnsteig=платформа, перрон"
#define NET                                                                                                                \
    "HTTP=протокол передачи гипертекста;firewall=межсетевой экран;cache=кэш;" \
    "load balancer=балансировщик нагрузки;payload=полезная нагрузка;"                 \
    "proxy=прокси;handshake=рукопожатие;round trip=путь туда и обратно"

#define HEADED "%%%^L\n\nR\n"

/* '#' is the number of an entry, '@' its letter; L and R are its sides, a blank
 * what parts them, '^' a blank and '%' a hash in them; of cells N is a note and
 * S how the term is said. The first of each is the usual one. A record is an
 * entry whole; one that is noted has what dictionaries write beside a word. */
static const char *const values[DIMENSIONS][30] = {
    [LIST] = {STUDY, THREADS, GERMAN, NET},
    [HEADING] = {"", "# Unit 3\n\n", "## Glossary\n\n", "## Словарь\n\n",
                 "New words:\n", "**Vocabulary**\n\n"},
    [ORDER] = {"Latin first", "Cyrillic first"},
    [NUMBER] = {"", "- ", "#. ", "#) ", "(#) ", "# ", "#.", "#/ ", "№ # ",
                "@) ", "* ", "+ ", "• ", "– ", "> ", "  - ", "- [ ] "},
    [SEPARATOR] = {" - ", " – ",  " — ",  "- ",   ": ",   " : ",   " = ",
                   " → ", " -> ", " => ", " | ",  "\t",   "   ",   " (",
                   " / ", "—",    "–",    " :: ", " == ", " --- ", " ... ",
                   "; ",  ", ",   " ~ ",  " ",    " ━ ",  " \\ ",  " . . . . "},
    [MARK] = {"L R", "**L** R", "`L` R", "*L* R", "__L__ R", "_L_ R", "\"L\" R",
              "«L» R", "**L** **R**", "L **R**", "L *R*", "\"L\" \"R\"",
              "<b>L</b> R", "[[L]] R"},
    [ENDING] = {"", ".", ";", ",", "  "},
    [JOIN] = {"\n", "\n\n", ", ", "; ", ". ", " ", "<br>", " / ", " • "},
    [TABLE] = {"", "| L | R |", "| # | L | R |", "| L | R | N |",
               "| L | S | R |"},
    [HEADS] = {"|Term|Translation|", "|Термин|Перевод|", "| | |",
               "|English|Русский|", "|EN|RU|"},
    [RECORD] = {"",
                "L\n:^R\n",
                "L\n\n:^R\n",
                "**L**\n:^R\n",
                "L\nR",
                "L\nR\n",
                "L\n\nR\n",
                "**L**\n\nR\n",
                "**L**^^\nR\n",
                "-^L\n^^-^R",
                "-^**L**\n^^R",
                "-^L<br>R",
                "L\n^^^^R\n",
                "<dt>L</dt><dd>R</dd>",
                "<li><b>L</b>^—^R</li>",
                "<p><i>L</i>^—^R</p>",
                "<p>L^&mdash;^R</p>",
                "|-\n|^L^||^R",
                "(en)^L^—^(ru)^R",
                "L^—\nR\n",
                "L\nS\nR\n",
                "L\nR\nS\n",
                "L\nR\nIt^is^so.\n",
                "-^**L**\n^^-^Meaning:^it^is^so\n^^-^Перевод:^R",
                "L\n\nR\n\n\n\n",
                "L^|\nR^|\n|\n",
                "|^#.\n|^L\n|^R\n|",
                HEADED},
    [NOTED] = {"",
               "L^S R",
               "L^/ˈte/ R",
               "L^|ˈte| R",
               "L^[тест] R",
               "L^n R",
               "L^(n) R",
               "L^n.^S R",
               "L^S^(n) R",
               "L,^n. R",
               "L (сущ.)^R",
               "L сущ.^R",
               "L (юр.)^R",
               "L R^(разг.)",
               "L R^S",
               "L R,^см.^стр.^5",
               "L R.^It^is^so.",
               "L R^(e.g.^it^is^so)",
               "L R:^It^is^so.",
               "L R^—^It^is^so.",
               "L R;^ср.^other",
               "L R,^с.^14",
               "L^(pl.^many) R",
               "L* R",
               "<a^id=\"t#\"></a>L R"},
};

/* A value of each dimension, by its number. */
typedef struct form {
    size_t at[DIMENSIONS];
} form;

#define GIVES_SETTINGS "an abbreviation and a colon may be a setting"
#define IS_SENTENCE "two dashes may be those of a sentence"
#define HEADS_TEXT "a heading is a term only below one that names a glossary"
#define IS_CODE "terms in code marks may be commands"
#define PARTS_ENTRIES "a ';' parts entries, unless a block is such lines alone"
#define IS_PROSE "words with no mark between may be prose"
#define PARTS_TERMS "what parts the terms of a row may stand in a term"

/* The values of forms that are not promised, "!x" for any but x, and why. */
static const struct exception {
    struct {
        dimension of;
        const char *is;
    } where[3];
    const char *reason;
    bool either; /* could be read in another way, and may be */
} exceptions[] = {
    {{{SEPARATOR, " ~ "}}, "a tilde stands for the headword", false},
    {{{SEPARATOR, ", "}}, "a comma parts alternatives", false},
    {{{SEPARATOR, "; "}, {JOIN, "!\n"}}, PARTS_ENTRIES, true},
    {{{SEPARATOR, "; "}, {NUMBER, "!"}}, PARTS_ENTRIES, false},
    {{{SEPARATOR, "; "}, {ENDING, "!"}}, PARTS_ENTRIES, false},
    {{{SEPARATOR, " / "}, {JOIN, " / "}}, PARTS_TERMS, false},
    {{{SEPARATOR, " \\ "}, {JOIN, " / "}}, PARTS_TERMS, false},
    {{{NUMBER, "- "}, {JOIN, "!\n"}, {JOIN, "!\n\n"}},
     "bullets begin lines",
     true},
    {{{NUMBER, "#."}, {JOIN, " "}}, "as in a file's name: \"1.txt\"", true},
    {{{SEPARATOR, " ("}, {ORDER, "Cyrillic first"}, {JOIN, "!\n"}},
     PARTS_TERMS,
     true},
    {{{SEPARATOR, " ("}, {ORDER, "Cyrillic first"}, {HEADING, "New words:\n"}},
     PARTS_TERMS,
     true},
    {{{SEPARATOR, " "}, {HEADING, ""}}, IS_PROSE, false},
    {{{SEPARATOR, " "}, {HEADING, "# Unit 3\n\n"}}, IS_PROSE, false},
    {{{SEPARATOR, " "}, {JOIN, " "}, {ORDER, "Cyrillic first"}},
     IS_PROSE,
     false},
    {{{SEPARATOR, " "}, {JOIN, ", "}}, IS_PROSE, false},
    {{{SEPARATOR, " "}, {JOIN, ". "}}, IS_PROSE, false},
    {{{SEPARATOR, " "}, {JOIN, " / "}}, IS_PROSE, false},
    {{{MARK, "`L` R"}}, IS_CODE, false},
    {{{RECORD, HEADED}, {HEADING, ""}}, HEADS_TEXT, false},
    {{{RECORD, HEADED}, {HEADING, "# Unit 3\n\n"}}, HEADS_TEXT, false},
    {{{RECORD, HEADED}, {HEADING, "New words:\n"}}, HEADS_TEXT, false},
    {{{RECORD, HEADED}, {HEADING, "**Vocabulary**\n\n"}}, HEADS_TEXT, false},
    {{{LIST, NET}, {NOTED, "L R.^It^is^so."}, {HEADING, ""}},
     GIVES_SETTINGS,
     false},
    {{{LIST, NET}, {NOTED, "L R.^It^is^so."}, {HEADING, "# Unit 3\n\n"}},
     GIVES_SETTINGS,
     false},
    {{{LIST, NET}, {NOTED, "L R^—^It^is^so."}, {SEPARATOR, ": "}},
     GIVES_SETTINGS,
     true},
    {{{LIST, NET}, {NOTED, "L R^—^It^is^so."}, {SEPARATOR, " : "}},
     GIVES_SETTINGS,
     true},
    {{{NOTED, "L R^—^It^is^so."}, {HEADING, ""}}, IS_SENTENCE, false},
    {{{NOTED, "L R^—^It^is^so."}, {HEADING, "# Unit 3\n\n"}},
     IS_SENTENCE,
     false},
    {{{LIST, NET}, {SEPARATOR, ": "}, {HEADING, ""}}, GIVES_SETTINGS, false},
    {{{LIST, NET}, {SEPARATOR, " : "}, {HEADING, ""}}, GIVES_SETTINGS, false},
    {{{LIST, NET}, {SEPARATOR, ": "}, {HEADING, "# Unit 3\n\n"}},
     GIVES_SETTINGS,
     false},
    {{{LIST, NET}, {SEPARATOR, " : "}, {HEADING, "# Unit 3\n\n"}},
     GIVES_SETTINGS,
     false},
};

static const char *value_of(const form *f, dimension of)
{
    return values[of][f->at[of]];
}

static bool has_value(const form *f, dimension of, const char *is)
{
    const bool other = is[0] == '!';
    return (strcmp(value_of(f, of), is + other) == 0) != other;
}

/* The first exception that holds; NULL where the form is promised. */
static const struct exception *exception_of(const form *f)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        bool holds = true;
        for (size_t k = 0; k < 3 && exceptions[i].where[k].is != NULL; k++)
            holds &= has_value(f, exceptions[i].where[k].of,
                               exceptions[i].where[k].is);
        if (holds)
            return &exceptions[i];
    }
    return NULL;
}

/* -------------------------------------------------------------- writing --- */

typedef struct part {
    const char *text;
    int len;
} part;

/* Cut the next part off `*list`, up to the mark or its end. */
static part next_part(const char **list, char mark)
{
    size_t len = strcspn(*list, (const char[]){mark, '\0'});
    part out = {*list, (int)len};
    *list += len + ((*list)[len] == mark);
    return out;
}

typedef struct writer {
    buf *out;
    const form *f;
    size_t number; /* of the entry */
    part left, right;
} writer;

/* What one character of a pattern stands for. */
static void put_character(const writer *w, char c)
{
    const char *separator = value_of(w->f, SEPARATOR);
    const bool table = !has_value(w->f, TABLE, "");
    if (c == 'L')
        buf_add_format(w->out, "%.*s", w->left.len, w->left.text);
    else if (c == 'R')
        buf_add_format(w->out, "%.*s", w->right.len, w->right.text);
    else if (c == '#')
        buf_add_format(w->out, "%zu", w->number);
    else if (c == '@')
        buf_add_byte(w->out, (char)('a' + w->number - 1));
    else if (c == 'N')
        buf_add_text(w->out, w->number % 3 == 0 ? "см. текст" : "");
    else if (c == 'S')
        buf_add_text(w->out, "[ˈtest]");
    else if (c == '^')
        buf_add_byte(w->out, ' ');
    else if (c == '%')
        buf_add_byte(w->out, '#');
    else if (c == ' ' && !table)
        buf_add_text(w->out, separator);
    else
        buf_add_byte(w->out, c);
}

/* The pattern of an entry: a record, one that is noted, or that of its marks.
 */
static void put_pattern(const writer *w)
{
    const char *record = value_of(w->f, RECORD), *noted = value_of(w->f, NOTED);
    const char *pattern = *record != '\0'  ? record
                          : *noted != '\0' ? noted
                                           : value_of(w->f, MARK);
    for (; *pattern != '\0'; pattern++)
        put_character(w, *pattern);
}

/* A cell of the pattern has the marks of its side. */
static void put_row(const writer *w)
{
    const char *mark = value_of(w->f, MARK), *blank = strchr(mark, ' ');
    for (const char *at = value_of(w->f, TABLE); *at != '\0'; at++) {
        const char *from = *at == 'L' ? mark : blank + 1;
        const char *end = *at == 'L' ? blank : blank + strlen(blank);
        if (*at != 'L' && *at != 'R')
            put_character(w, *at);
        for (; (*at == 'L' || *at == 'R') && from < end; from++)
            put_character(w, *from);
    }
    buf_add_text(w->out, "\n");
}

static void put_line(const writer *w, bool last)
{
    const char *ending = value_of(w->f, ENDING);
    const char *join = value_of(w->f, JOIN);
    for (const char *at = value_of(w->f, NUMBER); *at != '\0'; at++)
        if (*at == '#' || *at == '@')
            put_character(w, *at);
        else
            buf_add_byte(w->out, *at);
    put_pattern(w);
    if (has_value(w->f, SEPARATOR, " ("))
        buf_add_text(w->out, ")");
    buf_add_text(w->out,
                 last && (*ending == ';' || *join != '\n') ? "." : ending);
    buf_add_text(w->out, last ? "\n" : join);
}

/* The heads of the columns that the pattern has, turned if the sides are. */
static void put_heads(buf *out, const form *f)
{
    const char *heads = value_of(f, HEADS) + 1;
    part left = next_part(&heads, '|'), right = next_part(&heads, '|');
    const bool turned = f->at[ORDER] == 1;
    const writer w = {.out = out,
                      .f = f,
                      .left = turned ? right : left,
                      .right = turned ? left : right};
    size_t columns = 0;
    for (const char *at = value_of(f, TABLE); *at != '\0'; at++) {
        columns += *at == '|';
        if (*at == 'N')
            buf_add_text(out, "Note");
        else if (*at == '#')
            buf_add_text(out, "№");
        else if (*at != 'S')
            put_character(&w, *at);
    }
    buf_add_text(out, "\n");
    for (; columns > 1; columns--)
        buf_add_text(out, "|---");
    buf_add_text(out, "|\n");
}

static void write_form(buf *out, const form *f, const char *list)
{
    writer w = {.out = out, .f = f};
    const bool table = !has_value(f, TABLE, "");
    buf_add_text(out, value_of(f, HEADING));
    if (table)
        put_heads(out, f);
    for (w.number = 1; *list != '\0'; w.number++) {
        part left = next_part(&list, '='), right = next_part(&list, ';');
        const bool turned = f->at[ORDER] == 1;
        w.left = turned ? right : left;
        w.right = turned ? left : right;
        if (table)
            put_row(&w);
        else
            put_line(&w, *list == '\0');
    }
    buf_add_text(out, "\nThe end of the text comes here, and nothing more is "
                      "said of it.\n");
}

/* -------------------------------------------------------------- reading --- */

/* What was found in a form. */
typedef struct tally {
    const char *list;
    size_t right, wrong;
    size_t line;   /* of the entry before */
    size_t shared; /* one that holds several; 0: none does */
} tally;

/* Is `text` the part, in marks or not? */
static bool is_part(const char *text, part p)
{
    const char *marks = " .,;:\"*_`[]";
    text += strspn(text, marks);
    if (strncmp(text, "«", strlen("«")) == 0)
        text += strlen("«");
    return strncmp(text, p.text, (size_t)p.len) == 0 &&
           (text[p.len + (int)strspn(text + p.len, marks)] == '\0' ||
            strcmp(text + p.len, "»") == 0);
}

static pilcrow_status count_entries(void *ctx, const corpus_document *d,
                                    pilcrow_error *err)
{
    tally *t = ctx;
    (void)err;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const corpus_entry *e = d->paragraphs[i].entry;
        bool right = false;
        if (e == NULL)
            continue;
        const char *a = e->term.text, *b = e->translation.text;
        for (const char *list = t->list; *list != '\0' && !right;) {
            part left = next_part(&list, '='), other = next_part(&list, ';');
            right = (is_part(a, left) && is_part(b, other)) ||
                    (is_part(b, left) && is_part(a, other));
        }
        t->right += right;
        t->wrong += !right;
        if (d->paragraphs[i].line == t->line)
            t->shared = t->line;
        t->line = d->paragraphs[i].line;
    }
    return PILCROW_OK;
}

static void pass_over(void *ctx, size_t line, const char *reason)
{
    (void)ctx;
    fail_msg("line %zu: %s", line, reason);
}

static tally read_form(const buf *text, const char *list)
{
    tally t = {.list = list};
    pilcrow_error err;
    corpus_sink sink = {count_entries, pass_over, &t};
    assert_int_equal(corpus_split("a.md", CORPUS_AUTO, buf_text(text),
                                  text->len, &sink, &err),
                     PILCROW_OK);
    return t;
}

/* ----------------------------------------------------------------- runs --- */

/* What a run over forms counts. */
typedef struct outcome {
    size_t forms, failed;
    size_t missed[sizeof exceptions / sizeof *exceptions]; /* by exception */
} outcome;

static uint64_t seed(void)
{
    const char *text = getenv("PILCROW_SEED");
    return text == NULL ? 1 : strtoull(text, NULL, 10);
}

static bool is_drawn(const form *f, const char *list)
{
    uint64_t hash = XXH3_64bits_withSeed(f, sizeof *f, seed());
    hash ^= XXH3_64bits_withSeed(list, strlen(list), seed());
    return getenv("PILCROW_LONG") != NULL || hash % SAMPLE == 0;
}

static size_t count_entries_of(const char *list)
{
    size_t count = 1;
    for (; *list != '\0'; list++)
        count += *list == ';';
    return count;
}

/* A line that holds several entries looks as if it could, from afar too. */
static void look_from_afar(const buf *text, const tally *t)
{
    const char *line = buf_text(text);
    for (size_t i = 1; i < t->shared; i++)
        line = strchr(line, '\n') + 1;
    if (t->shared > 0 && !glossary_may_be_in(line, strcspn(line, "\n")))
        fail_msg("no entry is seen from afar in: %.*s",
                 (int)strcspn(line, "\n"), line);
}

/* Write and read one form; `none`: nothing is to be found. */
static void try_form(outcome *o, const form *f, const char *list, bool none)
{
    buf text;
    if (!is_drawn(f, list))
        return;
    buf_init(&text, TEXT_MAX);
    write_form(&text, f, list);
    tally t = read_form(&text, list);
    look_from_afar(&text, &t);
    const struct exception *e = none ? NULL : exception_of(f);
    bool whole = t.right == count_entries_of(list);
    bool failed = none        ? t.right + t.wrong > 0
                  : e == NULL ? t.wrong > 0 || !whole
                              : t.wrong > 0 && !e->either;
    o->forms++;
    o->failed += failed;
    if (e != NULL)
        o->missed[e - exceptions] += !whole;
    if (failed && o->failed <= SHOWN)
        print_message("%zu found, %zu wrong in:\n%s\n", t.right, t.wrong,
                      buf_text(&text));
    buf_release(&text);
}

/* Which values of each dimension are put together: so many of the first. */
typedef struct grid {
    size_t most[DIMENSIONS];
} grid;

static size_t limit(const grid *g, dimension of)
{
    size_t count = 0, most = g->most[of] == 0 ? 1 : g->most[of];
    while (count < most && values[of][count] != NULL)
        count++;
    return count;
}

/* Every form of a grid. */
static void try_grid(outcome *o, const grid *g, const char *list)
{
    form f = {{0}};
    size_t of = 0;
    while (of < DIMENSIONS) {
        try_form(o, &f, list == NULL ? value_of(&f, LIST) : list, list != NULL);
        for (of = 0; of < DIMENSIONS; of++) {
            if (++f.at[of] < limit(g, of))
                break;
            f.at[of] = 0;
        }
    }
}

#define ALL 99

static void test_forms(void **state)
{
    static const grid grids[] = {
        {{ALL, ALL, ALL, [NUMBER] = ALL, [SEPARATOR] = ALL}},
        {{ALL, ALL, ALL, [NUMBER] = 2, [MARK] = ALL, [SEPARATOR] = ALL}},
        {{ALL, ALL, ALL, [ENDING] = ALL, [JOIN] = 2, [SEPARATOR] = ALL}},
        {{ALL, ALL, ALL, [JOIN] = ALL, [SEPARATOR] = ALL}},
        {{ALL, ALL, ALL, [NUMBER] = 10, [JOIN] = ALL, [SEPARATOR] = 7}},
        {{ALL, ALL, ALL, [TABLE] = ALL, [HEADS] = ALL, [MARK] = 4}},
        {{ALL, ALL, ALL, [RECORD] = ALL}},
        {{ALL, ALL, [NUMBER] = 3, [NOTED] = ALL, [SEPARATOR] = 7}},
    };
    outcome o = {0};
    (void)state;
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++)
        try_grid(&o, &grids[i], NULL);
    print_message("%zu forms, PILCROW_SEED=%" PRIu64 "\n", o.forms, seed());
    assert_int_equal(o.failed, 0);
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (o.missed[i] == 0 && getenv("PILCROW_LONG") != NULL)
            fail_msg("found whole, and could be promised: %s",
                     exceptions[i].reason);
}

/* What a list may be that looks like entries and holds none. */
static const char *const traps[] = {
    /* commands and what they do */
    "git commit=сохраняет изменения в репозитории;git push=отправляет их на "
    "сервер;git pull=забирает изменения с сервера;git clone=копирует "
    "репозиторий целиком;git stash=прячет незаконченную работу",
    "ls=показывает файлы в каталоге;cd=меняет текущий каталог;rm=удаляет "
    "указанные файлы;cp=копирует файл в другое место;mv=переносит файл",
    "docker run=запускает новый контейнер;docker stop=останавливает его;"
    "docker ps=показывает, что работает;docker rm=удаляет контейнер",
    /* options, settings, fields, states */
    "timeout=сколько секунд ждать ответа;retries=сколько раз повторять "
    "запрос;host=адрес, по которому отвечает сервер;port=номер порта, на "
    "котором он слушает",
    "user_id=номер пользователя;created_at=время создания;is_active=включён "
    "ли он;last_login=время последнего входа",
    "title=Главная страница;author=Иван Петров;date=5 мая;lang=русский",
    "Login page=готово;Payment form=в работе;Search box=не начато;User "
    "profile=готово;Admin panel=в работе",
    "enabled=да;visible=нет;required=да;editable=нет;cached=да",
    /* files, branches, addresses */
    "main.c=главный файл программы;Makefile=правила сборки;README.md=описание "
    "проекта;config.yml=настройки сервера",
    "src/api=запросы к серверу;src/ui=окна и кнопки;src/lib=общие функции;"
    "tests/unit=проверки",
    "GET /users=список пользователей;POST /users=новый пользователь;DELETE "
    "/users=удаление пользователя",
    /* keys and menus */
    "Ctrl+C=копировать;Ctrl+V=вставить;Ctrl+Z=отменить;Ctrl+S=сохранить",
    "F5=обновить страницу;Alt+F4=закрыть окно;Ctrl+Tab=другая вкладка",
    "Save=сохранить открытый документ;Open=выбрать файл на диске;Print="
    "отправить страницу на принтер;Close=закрыть окно без сохранения",
    /* names, and what or who they are */
    "Anna Petrova=12 мая 2021;Ivan Sidorov=3 июня 2020;Olga Smirnova=8 марта "
    "2019;Pavel Orlov=1 июля 2022",
    "Maria Ivanova=директор;John Smith=бухгалтер;Peter Brown=водитель;Anna "
    "Lee=переводчик",
    "Python=язык программирования;Docker=система контейнеров;Redis=база "
    "данных в памяти;Nginx=веб-сервер;Kafka=очередь сообщений",
    "Toyota=японская компания;Nokia=финская компания;Siemens=немецкий "
    "концерн;Samsung=корейский производитель",
    "Leo Tolstoy=русский писатель;Mark Twain=американский писатель;Jack "
    "London=американский писатель;Victor Hugo=французский писатель",
    "\"Yesterday\"=песня группы «Битлз»;\"Hamlet\"=трагедия Шекспира;"
    "\"Dracula\"=роман Брэма Стокера;\"Carmen\"=опера Бизе",
    "London=Лондон;Paris=Париж;Berlin=Берлин;Madrid=Мадрид",
    "Harry Potter=Дэниел Рэдклифф;Hermione Granger=Эмма Уотсон;Ron Weasley="
    "Руперт Гринт;Draco Malfoy=Том Фелтон",
    /* goods and prices, quantities, times */
    "Cola=75 рублей;Chips=120 рублей;Water=40 рублей;Juice=95 рублей",
    "iPhone 15=90 000 руб.;Galaxy S24=80 000 руб.;Pixel 8=60 000 руб.;Nokia "
    "3310=5 000 руб.",
    "flour=две ложки;sugar=один стакан;eggs=три штуки;salt=щепотка",
    "Monday=алгебра и физика;Tuesday=история;Wednesday=химия и биология;"
    "Thursday=география",
    "Chapter 1=Введение;Chapter 2=Основы языка;Chapter 3=Работа с файлами;"
    "Chapter 4=Заключение",
    "v1.2=исправлены ошибки;v1.3=добавлен поиск;v1.4=ускорена загрузка;v2.0="
    "новый дизайн",
    "anna@example.org=отдел продаж;info@example.org=общие вопросы;"
    "job@example.org=вакансии",
    "Windows=операционная система;Photoshop=графический редактор;Chrome="
    "браузер компании Google;Skype=программа для звонков",
    "if=условный оператор;for=цикл со счётчиком;return=возвращает значение из "
    "функции;class=определяет новый тип;import=подключает модуль",
    "#ff0000=красный;#00ff00=зелёный;#0000ff=синий;#ffffff=белый",
    "Room 12=английский язык;Room 14=немецкий язык;Room 20=физика;Room 21="
    "химия",
    /* definitions and sentences */
    "heap=область памяти, из которой программа берёт блоки;stack=это место, "
    "где лежат кадры вызовов;thread=поток, который выполняется независимо от "
    "других;mutex=объект, который впускает одного",
    "I went to the market yesterday and bought apples.=Вчера я ходил на рынок "
    "и купил яблоки.;She has lived in this town for many years.=Она живёт в "
    "этом городе много лет.;We are waiting for the bus at the stop.=Мы ждём "
    "автобус на остановке.",
    "John=Привет, как дела?;Mary=Хорошо, спасибо!;John=Пойдём в кино?;Mary="
    "Нет, я занята.",
    "click Save=нажмите, чтобы сохранить;click Open=нажмите, чтобы открыть;"
    "click Close=нажмите, чтобы закрыть",
    /* forms of words */
    "went=прошедшее время;goes=настоящее время;going=причастие;gone="
    "причастие прошедшего времени",
};

static void test_traps(void **state)
{
    static const grid lines = {{[HEADING] = 2,
                                [NUMBER] = ALL,
                                [SEPARATOR] = ALL,
                                [MARK] = 2,
                                [JOIN] = 2}};
    static const grid rows = {{[SEPARATOR] = ALL, [JOIN] = ALL}};
    static const grid records = {{[HEADING] = 2, [RECORD] = ALL}};
    outcome o = {0};
    (void)state;
    for (size_t i = 0; i < sizeof traps / sizeof *traps; i++) {
        try_grid(&o, &lines, traps[i]);
        try_grid(&o, &rows, traps[i]);
        try_grid(&o, &records, traps[i]);
    }
    print_message("%zu look-alikes, PILCROW_SEED=%" PRIu64 "\n", o.forms,
                  seed());
    assert_int_equal(o.failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_traps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
