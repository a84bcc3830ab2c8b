/* SPDX-License-Identifier: MIT
 *
 * In: the tables of verbs and options. Out: man pages in the man macros of
 * troff, in plain ASCII: the words that help prints, in the sections that man
 * pages have. No word is hyphenated, and signs that troff would make prettier
 * stay what a shell reads. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "character.h"
#include "pages.h"
#include "pilcrow.h"
#include "verbs.h"

#define PAGE_DATE "2026-11-22" /* when the pages' form was last changed */
#define LINE_BYTES 60u         /* of a line of source, signs not spelt out */

/* What troff would not print as it stands. */
static const struct {
    char plain;
    const char *troff;
} signs[] = {
    {'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"}, {'`', "\\(ga"},
    {'^', "\\(ha"}, {'~', "\\(ti"}, {'"', "\\(dq"},
};

static const char *sign_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (c == (uint32_t)(unsigned char)signs[i].plain)
            return signs[i].troff;
    return NULL;
}

static void put(const char *text, size_t len)
{
    size_t used;
    for (size_t i = 0; i < len; i += used) {
        uint32_t c = character_decode(text + i, len - i, &used);
        const char *sign = sign_of(c);
        if (sign != NULL)
            fputs(sign, stdout);
        else if (c < 0x80)
            putchar((int)c);
        else
            printf("\\[u%04X]", (unsigned)c);
    }
}

/* Print `len` bytes on a line, which no sign at its start makes an order. */
static void put_part(const char *text, size_t len)
{
    if (text[0] == '.')
        fputs("\\&", stdout);
    put(text, len);
    putchar('\n');
}

/* A line that stays one. */
static void put_line(const char *text)
{
    put_part(text, strlen(text));
}

/* A text that troff fills, in lines that people can read. */
static void put_text(const char *text)
{
    while (*text != '\0') {
        size_t len = strlen(text), part = len;
        while (part > LINE_BYTES ||
               (part < len && text[part] != ' ' && part > 0))
            part--;
        part = part > 0 ? part : strcspn(text, " ");
        put_part(text, part);
        text += part + strspn(text + part, " ");
    }
}

static void put_upper(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(toupper((unsigned char)*text));
}

static void section(const char *title)
{
    fputs(".SH ", stdout);
    if (strchr(title, ' ') != NULL)
        putchar('"');
    put_upper(title);
    if (strchr(title, ' ') != NULL)
        putchar('"');
    putchar('\n');
}

/* A name in bold and, set in below it, what it means. */
static void row(const char *name, const char *text)
{
    fputs(".TP\n\\fB", stdout);
    put(name, strlen(name));
    fputs("\\fR\n", stdout);
    put_text(text);
}

static void examples(const verb *v)
{
    fputs(".nf\n", stdout);
    for (size_t i = 0; v->examples[i] != NULL; i++)
        put_line(v->examples[i]);
    fputs(".fi\n", stdout);
}

static void head(const char *page, const char *summary)
{
    fputs(".\\\" Made by 'pilcrow help --generate man'.\n.TH ", stdout);
    put_upper(page);
    printf(" 1 " PAGE_DATE " \"pilcrow %s\" \"Pilcrow\"\n", pilcrow_version());
    fputs(".nh\n.ad l\n", stdout); /* words stay whole */
    section("name");
    put(page, strlen(page));
    fputs(" \\- ", stdout);
    put_line(summary);
    section("synopsis");
}

static void about(const char *text)
{
    page_piece piece;
    bool first = true;
    section("description");
    while (page_next(&piece, &text)) {
        if (piece.name[0] != '\0') {
            row(piece.name, piece.text);
            continue;
        }
        if (!first)
            fputs(".PP\n", stdout);
        put_text(piece.text);
        first = false;
    }
}

static void options_of(const verb *v)
{
    section("options");
    for (const option *o = option_table; o->help != NULL; o++) {
        char name[PAGE_OPTION_MAX];
        page_option_name(name, o);
        if (option_is_of(o, v))
            row(name, o->help);
    }
}

static void facts(void)
{
    const char *now = "";
    for (const page_fact *fact = page_facts; fact->section != NULL; fact++) {
        if (strcmp(now, fact->section) != 0)
            section(fact->section);
        now = fact->section;
        row(fact->name, fact->text);
    }
}

static void print_verb(const verb *v)
{
    char page[PAGE_NAME_MAX];
    snprintf(page, sizeof page, "pilcrow-%s", v->name);
    head(page, v->summary);
    fputs("pilcrow ", stdout);
    printf("%s [OPTION...]%s", v->name, v->arguments[0] != '\0' ? " " : "");
    put_line(v->arguments);
    if (v->about != NULL)
        about(v->about);
    options_of(v);
    section("examples");
    examples(v);
    section("see also");
    fputs(".BR pilcrow (1)\n", stdout);
}

static void print_command(void)
{
    head("pilcrow", "full-text search whose unit is the paragraph");
    fputs("pilcrow VERB [OPTION...] [ARGUMENT...]\n.br\n"
          "pilcrow help VERB\n.br\npilcrow \\-\\-version\n",
          stdout);
    section("verbs");
    for (const verb *v = verb_table; v->name != NULL; v++)
        row(v->name, v->summary);
    section("examples");
    for (const verb *v = verb_table; v->name != NULL; v++)
        examples(v);
    facts();
    section("notes");
    for (size_t i = 0; page_closing[i] != NULL; i++) {
        if (i > 0)
            fputs(".PP\n", stdout);
        put_text(page_closing[i]);
    }
    section("see also");
    for (const verb *v = verb_table; v->name != NULL; v++)
        printf(".BR pilcrow\\-%s (1)%s\n", v->name,
               v[1].name == NULL ? "" : " ,");
}

void page_print_man(const verb *v)
{
    if (v != NULL)
        print_verb(v);
    else
        print_command();
}
