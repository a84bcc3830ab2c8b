/* SPDX-License-Identifier: MIT
 *
 * In: the tables of verbs and options. Out: for each shell a script that
 * completes verbs, their options, the words that an option or a verb takes,
 * and the names of files where these are wanted. */
#include "complete.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "pages.h"
#include "verbs.h"

/* What stands where a value or an argument is wanted. */
typedef enum wanted {
    WANTED_NOTHING,
    WANTED_WORDS,
    WANTED_FILES,
    WANTED_FOLDERS
} wanted;

static wanted wanted_by(const option *row)
{
    if (row->kind == OPTION_CHOICE)
        return WANTED_WORDS;
    if (row->value == NULL)
        return WANTED_NOTHING;
    if (strcmp(row->value, "DIR") == 0)
        return WANTED_FOLDERS;
    return strcmp(row->value, "FILE") == 0 || strcmp(row->value, "PATH") == 0
               ? WANTED_FILES
               : WANTED_NOTHING;
}

static bool takes_files(const verb *v)
{
    return strstr(v->arguments, "PATH") != NULL ||
           strstr(v->arguments, "FILE") != NULL;
}

/* Text within single quotes, as shells read it; a backslash goes before each of
 * the `special` signs. */
static void put_quoted(const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (strchr(special, *text) != NULL)
            putchar('\\');
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
    }
}

/* The words of `text` in small letters: choices, and the words that a verb's
 * arguments begin with. All verbs for the one that takes a VERB. */
static void put_words(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";
    const char *gap = "";
    if (strstr(text, "VERB") != NULL) {
        for (const verb *v = verb_table; v->name != NULL; v++, gap = " ")
            printf("%s%s", gap, v->name);
        return;
    }
    for (size_t len; *text != '\0'; text += len > 0 ? len : 1) {
        len = strspn(text, letters);
        if (len > 0)
            printf("%s%.*s", gap, (int)len, text);
        gap = len > 0 ? " " : gap;
    }
}

static const option *next_option(const option *row, const verb *v)
{
    while (row->help != NULL && !option_is_of(row, v))
        row++;
    return row->help == NULL ? NULL : row;
}

#define EACH_OPTION(row, v)                                                    \
    (const option *row = next_option(option_table, v); row != NULL;            \
     row = next_option(row + 1, v))

/* ---------------------------------------------------------------- bash --- */

static const char bash_start[] =
    "# bash completion for pilcrow. Made by 'pilcrow help --generate bash'.\n"
    "_pilcrow() {\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}\n"
    "    local before=${COMP_WORDS[COMP_CWORD - 1]} options= wanted= words=\n"
    "    COMPREPLY=()\n"
    "    if [ \"$word\" = = ]; then\n"
    "        word=\n"
    "    elif [ \"$before\" = = ]; then\n"
    "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    if [ \"$COMP_CWORD\" -le 1 ]; then\n"
    "        verb= wanted=words words='";

static const char bash_end[] =
    "    esac\n"
    "    if [[ $word == -* ]]; then\n"
    "        wanted=words words=$options\n"
    "    fi\n"
    "    case $wanted in\n"
    "    words) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\") "
    ";;\n"
    "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$word\") ;;\n"
    "    files) mapfile -t COMPREPLY < <(compgen -W \"$words\" -f -- "
    "\"$word\") ;;\n"
    "    esac\n"
    "    if [ \"$wanted\" != words ]; then\n"
    "        compopt -o filenames 2>/dev/null\n"
    "    fi\n"
    "}\n"
    "complete -F _pilcrow pilcrow\n";

static void bash_names(const option *row, const char *between)
{
    if (row->letter != 0)
        printf("-%c%s", row->letter, row->name != NULL ? between : "");
    if (row->name != NULL)
        printf("--%s", row->name);
}

/* What is wanted, and the words of `words` that may stand there. */
static void bash_wanted(wanted what, const char *words)
{
    static const char *const names[] = {"", "words", "files", "folders"};
    printf("wanted=%s words='", names[what]);
    put_words(words);
    fputs("'", stdout);
}

static void bash_verb(const verb *v)
{
    printf("    %s)\n        options='", v->name);
    for
        EACH_OPTION(row, v)
    bash_names(row, " "), putchar(' ');
    fputs("'\n        case $before in\n", stdout);
    for
        EACH_OPTION(row, v)
        {
            if (row->kind == OPTION_FLAG)
                continue;
            fputs("        ", stdout);
            bash_names(row, "|");
            fputs(") ", stdout);
            bash_wanted(wanted_by(row), row->value);
            fputs(" ;;\n", stdout);
        }
    fputs("        *) ", stdout);
    bash_wanted(takes_files(v) ? WANTED_FILES : WANTED_WORDS, v->arguments);
    fputs(" ;;\n        esac\n        ;;\n", stdout);
}

static void print_bash(void)
{
    fputs(bash_start, stdout);
    put_words("VERB");
    fputs(" --help --version'\n        options=$words\n    fi\n"
          "    case $verb in\n",
          stdout);
    for (const verb *v = verb_table; v->name != NULL; v++)
        bash_verb(v);
    fputs(bash_end, stdout);
}

/* ----------------------------------------------------------------- zsh --- */

/* Signs that part the fields of a description. */
static const char zsh_special[] = "]:\\";

static bool has_words(const char *text)
{
    return strpbrk(text, "abcdefghijklmnopqrstuvwxyz") != NULL ||
           strstr(text, "VERB") != NULL;
}

static void zsh_action(wanted what, const char *words)
{
    static const char *const actions[] = {"_nothing", "", "_files",
                                          "_files -/"};
    if (!has_words(words)) {
        fputs(actions[what == WANTED_WORDS ? WANTED_NOTHING : what], stdout);
        return;
    }
    fputs("{compadd -- ", stdout);
    put_words(words);
    printf("; %s}", actions[what]);
}

static void zsh_name(const option *row, const char *name)
{
    bool again = row->kind == OPTION_LIST;
    printf(" \\\n            '%s%s", again ? "*" : "", name);
    fputs("[", stdout);
    put_quoted(row->help, zsh_special);
    fputs("]", stdout);
    if (row->kind != OPTION_FLAG) {
        putchar(':');
        fputs(row->kind == OPTION_CHOICE ? "word" : row->value, stdout);
        putchar(':');
        zsh_action(wanted_by(row), row->value);
    }
    putchar('\'');
}

static void zsh_verb(const verb *v)
{
    printf("    %s)\n        _arguments -s -S", v->name);
    for
        EACH_OPTION(row, v)
        {
            char name[PAGE_NAME_MAX];
            snprintf(name, sizeof name, "-%c", row->letter);
            if (row->letter != 0)
                zsh_name(row, name);
            snprintf(name, sizeof name, "--%s%s",
                     row->name == NULL ? "" : row->name,
                     row->kind == OPTION_FLAG ? "" : "=");
            if (row->name != NULL)
                zsh_name(row, name);
        }
    if (v->arguments[0] != '\0') {
        fputs(" \\\n            '*:", stdout);
        put_quoted(v->arguments, ":\\");
        putchar(':');
        zsh_action(takes_files(v) ? WANTED_FILES : WANTED_WORDS, v->arguments);
        putchar('\'');
    }
    fputs("\n        ;;\n", stdout);
}

static void print_zsh(void)
{
    fputs("#compdef pilcrow\n"
          "# zsh completion for pilcrow. Made by 'pilcrow help --generate "
          "zsh'.\n"
          "local -a verbs\n"
          "verbs=(\n",
          stdout);
    for (const verb *v = verb_table; v->name != NULL; v++) {
        printf("    '%s:", v->name);
        put_quoted(v->summary, ":\\");
        fputs("'\n", stdout);
    }
    fputs(")\n"
          "if (( CURRENT == 2 )); then\n"
          "    _describe verb verbs\n"
          "    return\n"
          "fi\n"
          "local verb=$words[2]\n"
          "shift words\n"
          "(( CURRENT-- ))\n"
          "case $verb in\n",
          stdout);
    for (const verb *v = verb_table; v->name != NULL; v++)
        zsh_verb(v);
    fputs("esac\n", stdout);
}

/* ---------------------------------------------------------------- fish --- */

static void fish_option(const option *row, const char *verb_name)
{
    wanted what = wanted_by(row);
    printf("complete -c pilcrow -n '__pilcrow_verb %s'", verb_name);
    if (row->letter != 0)
        printf(" -s %c", row->letter);
    if (row->name != NULL)
        printf(" -l %s", row->name);
    if (what == WANTED_FILES)
        fputs(" -r -F", stdout);
    else if (row->kind != OPTION_FLAG)
        fputs(" -x", stdout);
    if (what == WANTED_FOLDERS)
        fputs(" -a '(__fish_complete_directories)'", stdout);
    if (what == WANTED_WORDS) {
        fputs(" -a '", stdout);
        put_words(row->value);
        putchar('\'');
    }
    fputs(" -d '", stdout);
    put_quoted(row->help, "");
    fputs("'\n", stdout);
}

static void fish_verb(const verb *v)
{
    printf("complete -c pilcrow -n __pilcrow_no_verb -a %s -d '", v->name);
    put_quoted(v->summary, "");
    fputs("'\n", stdout);
    for
        EACH_OPTION(row, v)
    fish_option(row, v->name);
    if (v->arguments[0] == '\0')
        return;
    printf("complete -c pilcrow -n '__pilcrow_verb %s' %s-a '", v->name,
           takes_files(v) ? "-F " : "");
    put_words(v->arguments);
    fputs("'\n", stdout);
}

static void print_fish(void)
{
    fputs("# fish completion for pilcrow. Made by 'pilcrow help --generate "
          "fish'.\n"
          "function __pilcrow_verb\n"
          "    set -l words (commandline -opc)\n"
          "    test (count $words) -ge 2; and test $words[2] = $argv[1]\n"
          "end\n"
          "function __pilcrow_no_verb\n"
          "    test (count (commandline -opc)) -eq 1\n"
          "end\n"
          "complete -c pilcrow -f\n"
          "complete -c pilcrow -n __pilcrow_no_verb -l help -l version\n",
          stdout);
    for (const verb *v = verb_table; v->name != NULL; v++)
        fish_verb(v);
}

/* ----------------------------------------------------------------- all --- */

static const struct {
    const char *shell;
    void (*print)(void);
} shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

void complete_print(const char *shell)
{
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].shell, shell) == 0)
            shells[i].print();
}
