/* SPDX-License-Identifier: MIT
 *
 * In: an index in which a bit, a byte, a block, two blocks, the end of a file or
 * a whole file is not as it was written. Out: a search that says so or finds
 * what it always found, and a check that finds all that changes content; no
 * crash, no hang.
 *
 * Of xapian, which has no checksums, a search may be silently wrong; what is
 * asked of it is that `pilcrow check` finds it. */
#include "index_script.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine_choice.h"

/* The life up to here: some segments, some of them with deletions. */
#define STEP 12

static script_life life;
static uint64_t found;

static int set_up(void **state)
{
    (void)state;
    script_live(&life);
    script_restore(&life, STEP);
    return script_search(&found, life.now, NULL) != PILCROW_OK;
}

static int tear_down(void **state)
{
    (void)state;
    script_end(&life);
    return 0;
}

/* ------------------------------------------------------------- one file --- */

#define FILES_MAX 64

typedef struct rotting {
    char path[512];
    unsigned char *bytes;
    size_t len;
} rotting;

static void load(rotting *f)
{
    FILE *file = fopen(f->path, "rb");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0)
        abort();
    f->len = (size_t)info.st_size;
    f->bytes = malloc(f->len + 1);
    if (f->bytes == NULL || fread(f->bytes, 1, f->len, file) != f->len)
        abort();
    fclose(file);
}

static void store(const rotting *f)
{
    FILE *file = fopen(f->path, "wb");
    if (file == NULL || fwrite(f->bytes, 1, f->len, file) != f->len ||
        fclose(file) != 0)
        abort();
}

/* Add the files below `dir` that hold something, but the lock. */
static void list(const char *dir, rotting *files, size_t *count)
{
    struct dirent **entries;
    int n = scandir(dir, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        struct stat info;
        const char *name = entries[i]->d_name;
        char *path = files[*count].path;
        snprintf(path, sizeof files->path, "%s/%s", dir, name);
        bool wanted = name[0] != '.' && strcmp(name, "lock") != 0 &&
                      strcmp(name, "flintlock") != 0 && *count + 1 < FILES_MAX;
        if (wanted && stat(path, &info) == 0) {
            if (S_ISDIR(info.st_mode))
                list(strcpy((char[512]){0}, path), files, count);
            else if (info.st_size > 0)
                ++*count;
        }
        free(entries[i]);
    }
    free(entries);
}

/* ----------------------------------------------------------- corruptions --- */

static size_t place(const rotting *f, uint64_t *seed)
{
    return script_random(seed) % f->len;
}

/* From where, and how long, at most `most`. */
static size_t stretch(const rotting *f, size_t at, size_t most, uint64_t *seed)
{
    size_t left = f->len - at;
    return 1 + script_random(seed) % (left < most ? left : most);
}

static void turn_bit(rotting *f, uint64_t *seed)
{
    f->bytes[place(f, seed)] ^= (unsigned char)(1u << script_random(seed) % 8);
}

static void change_byte(rotting *f, uint64_t *seed)
{
    f->bytes[place(f, seed)] = (unsigned char)script_random(seed);
}

static void fill_block(rotting *f, uint64_t *seed)
{
    size_t at = place(f, seed), len = stretch(f, at, 4096, seed);
    bool noise = script_random(seed) % 2 != 0;
    for (size_t i = at; i < at + len; i++)
        f->bytes[i] = noise ? (unsigned char)script_random(seed) : 0;
}

static void swap_blocks(rotting *f, uint64_t *seed)
{
    size_t half = f->len / 2;
    if (half == 0)
        return;
    size_t len = 1 + script_random(seed) % (half < 4096 ? half : 4096);
    size_t a = script_random(seed) % (half - len + 1);
    size_t b = half + script_random(seed) % (f->len - half - len + 1);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = f->bytes[a + i];
        f->bytes[a + i] = f->bytes[b + i];
        f->bytes[b + i] = byte;
    }
}

static void cut_end(rotting *f, uint64_t *seed)
{
    f->len = place(f, seed);
}

static void add_end(rotting *f, uint64_t *seed)
{
    size_t more = 1 + script_random(seed) % 5000;
    f->bytes = realloc(f->bytes, f->len + more);
    if (f->bytes == NULL)
        abort();
    memset(f->bytes + f->len, (int)(script_random(seed) % 256), more);
    f->len += more;
}

static const struct {
    const char *name;
    void (*change)(rotting *f, uint64_t *seed);
} kinds[] = {
    {"bit", turn_bit},         {"byte", change_byte}, {"block", fill_block},
    {"swap", swap_blocks},     {"truncation", cut_end},
    {"longer end", add_end},   {"deletion", NULL},    {"exchange", NULL},
};
#define KINDS (sizeof kinds / sizeof *kinds)
#define DELETION 6

/* Two files change places. */
static void exchange(const rotting *a, const rotting *b)
{
    char aside[600];
    snprintf(aside, sizeof aside, "%s/aside", life.folder);
    if (rename(a->path, aside) != 0 || rename(b->path, a->path) != 0 ||
        rename(aside, b->path) != 0)
        abort();
}

/* Corrupt one file. False if all is as it was after all. */
static bool corrupt(size_t kind, char what[600], uint64_t *seed)
{
    static rotting files[FILES_MAX];
    size_t count = 0;
    list(life.now, files, &count);
    rotting *f = &files[script_random(seed) % count];
    rotting *other = &files[script_random(seed) % count];
    snprintf(what, 600, "%s of %s", kinds[kind].name,
             strrchr(f->path, '/') + 1);
    if (kind == DELETION)
        return unlink(f->path) == 0;
    if (kind > DELETION && f == other)
        return false;
    if (kind > DELETION) {
        exchange(f, other);
        return true;
    }
    load(f);
    rotting before = {.len = f->len, .bytes = malloc(f->len + 1)};
    memcpy(before.bytes, f->bytes, f->len);
    kinds[kind].change(f, seed);
    bool changed = f->len != before.len ||
                   memcmp(before.bytes, f->bytes, f->len) != 0;
    store(f);
    free(before.bytes);
    free(f->bytes);
    f->bytes = NULL;
    return changed;
}

/* --------------------------------------------------------------- outcomes --- */

/* Bits of what came of one; an exit status. */
#define TOLD 1u    /* a search said that something is wrong */
#define WRONG 2u   /* a search gave something else and said nothing */
#define CHECKED 4u /* `check` found it */
#define CONTENT 8u /* what the index holds is not what it held, or unreadable */
#define SAME 16u   /* no byte is other than before */

static unsigned look(void)
{
    uint64_t now = 0;
    unsigned result = 0;
    script_content content;
    pilcrow_status status = script_search(&now, life.now, NULL);
    if (status != PILCROW_OK)
        result |= TOLD;
    else if (now != found)
        result |= WRONG;
    if (pilcrow_check(life.now, NULL, NULL, NULL) != PILCROW_OK)
        result |= CHECKED;
    status = script_read(&content, life.now, NULL);
    if (status != PILCROW_OK || content.sum != life.before[STEP].sum)
        result |= CONTENT;
    return result;
}

static int rot(uint64_t seed, size_t kind)
{
    int status = 0;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        char what[600];
        alarm(60);
        script_restore(&life, STEP);
        unsigned result = corrupt(kind, what, &seed) ? look() : SAME;
        if ((result & CONTENT) != 0 && (result & CHECKED) == 0)
            printf("check has not found: %s\n", what);
        fflush(NULL);
        _exit((int)result);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) && WEXITSTATUS(status) <= 31
               ? WEXITSTATUS(status)
               : -1 - (WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

typedef struct tally {
    long corruptions, told, wrong, harmless, checked, content, missed, crashed;
    long sound; /* bytes that the check minds and nothing reads */
} tally;

static void count_one(tally *t, unsigned result)
{
    t->corruptions++;
    t->told += (result & TOLD) != 0;
    t->wrong += (result & WRONG) != 0;
    t->harmless += (result & (TOLD | WRONG)) == 0;
    t->checked += (result & CHECKED) != 0;
    t->content += (result & CONTENT) != 0;
    t->missed += (result & CONTENT) != 0 && (result & CHECKED) == 0;
    t->sound += (result & (CONTENT | CHECKED)) == 0;
}

static void test_rot(void **state)
{
    (void)state;
    tally t = {0};
    uint64_t seed = script_seed(20261128);
    const long wanted = getenv("PILCROW_LONG") != NULL ? 5000 : 80;
    for (size_t i = 0; t.corruptions + t.crashed < wanted; i++) {
        script_random(&seed);
        const uint64_t own = seed;
        int result = rot(own, i % KINDS);
        if (result >= 0 && ((unsigned)result & SAME) != 0)
            continue;
        if (result < 0) {
            print_message("%s %zu (seed %llu): crash or hang, %d\n",
                          kinds[i % KINDS].name, i, (unsigned long long)own,
                          -result - 1);
            t.crashed++;
        } else {
            count_one(&t, (unsigned)result);
        }
    }
    print_message(
        "%s: %ld corruptions: a search told %ld, was harmed by %ld without a "
        "word, %ld did it no harm; %ld changed content, of which check missed "
        "%ld; check told %ld in all; %ld changed nothing that anyone reads; "
        "%ld crashes\n",
        engine_choice(), t.corruptions, t.told, t.wrong, t.harmless, t.content,
        t.missed, t.checked, t.sound, t.crashed);
    assert_int_equal(t.missed, 0);
    assert_int_equal(t.crashed, 0);
    if (!engine_choice_is("xapian"))
        assert_int_equal(t.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rot)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
