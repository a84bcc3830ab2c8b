/* SPDX-License-Identifier: MIT
 *
 * bench_analysis FILE...     how fast analysis alone is, in MB/s and tokens/s
 * bench_analysis --terms     the first term of each line of standard input
 *
 * In: files, read whole before the clock starts. Out: a line of figures for the
 * best of ROUNDS rounds over all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/analysis.h"
#include "base/buf.h"

#define ROUNDS 5
#define BYTES_MAX ((size_t)1 << 31)
#define LANGUAGES "en,ru"

static bool read_file(buf *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    char block[65536];
    size_t size;
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        buf_add(out, block, size);
    bool well = !ferror(file) && buf_add_byte(out, '\n');
    fclose(file);
    return well;
}

/* Of this process on its one core, so that others do not count. */
static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Analyse the text a line at a time, as paragraphs come. */
static size_t count_tokens(analyser *a, const buf *text)
{
    size_t count = 0;
    for (size_t at = 0; at < text->len;) {
        const char *line = text->data + at;
        const char *end = memchr(line, '\n', text->len - at);
        size_t len = end != NULL ? (size_t)(end - line) : text->len - at;
        analysis_token t;
        analyser_start(a, line, len, NULL);
        while (analyser_next(a, &t))
            count++;
        at += len + 1;
    }
    return count;
}

static void measure(analyser *a, const buf *text)
{
    double best = 0;
    size_t tokens = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double start = seconds_now();
        tokens = count_tokens(a, text);
        double taken = seconds_now() - start;
        best = i == 0 || taken < best ? taken : best;
    }
    printf("%.1f MB, %.1f M tokens: %.1f MB/s, %.2f M tokens/s\n",
           (double)text->len / 1e6, (double)tokens / 1e6,
           (double)text->len / 1e6 / best, (double)tokens / 1e6 / best);
}

static void print_terms(analyser *a)
{
    char line[1024];
    while (fgets(line, sizeof line, stdin) != NULL) {
        analysis_token t;
        analyser_start(a, line, strcspn(line, "\n"), NULL);
        if (analyser_next(a, &t))
            printf("%.*s", (int)t.term_len, t.term);
        putchar('\n');
    }
}

int main(int argc, char **argv)
{
    analyser *a;
    pilcrow_error err;
    buf text;
    buf_init(&text, BYTES_MAX);
    int status = EXIT_FAILURE;
    if (analyser_new(&a, LANGUAGES, &err) != PILCROW_OK) {
        fprintf(stderr, "bench_analysis: %s\n", err.message);
        return EXIT_FAILURE;
    }
    if (argc == 2 && strcmp(argv[1], "--terms") == 0) {
        print_terms(a);
        status = EXIT_SUCCESS;
        goto done;
    }
    for (int i = 1; i < argc; i++)
        if (!read_file(&text, argv[i])) {
            fprintf(stderr, "bench_analysis: cannot read '%s'\n", argv[i]);
            goto done;
        }
    if (text.len == 0) {
        fprintf(stderr, "usage: bench_analysis FILE... | --terms\n");
        goto done;
    }
    measure(a, &text);
    status = EXIT_SUCCESS;
done:
    buf_release(&text);
    analyser_free(a);
    return status;
}
