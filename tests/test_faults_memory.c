/* SPDX-License-Identifier: MIT
 *
 * In: each call of pilcrow.h that reads or changes an index, in which one
 * allocation fails, or that one and all after it. Out: NO_MEMORY or OK; after
 * NO_MEMORY the index is as it was before the call or as it is after it; what a
 * search gives with OK is what it always gives. No crash, no leak.
 *
 * The linker sends here what Pilcrow's own objects allocate, and those calls of
 * its libraries that say so when they had no memory. */
#include "index_script.h"

#include <dirent.h>
#include <errno.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <zlib.h>
#ifdef WITH_LIBDEFLATE
#include <libdeflate.h>
#endif

#include "engine_choice.h"

/* ----------------------------------------------------------- allocations --- */

static bool counting;
static long count; /* of allocations */
static long at;    /* which one fails; -1: none */
static bool sticks;

/* With $PILCROW_TRACE set each failure says where it was. */
void __sanitizer_print_stack_trace(void) __attribute__((weak));

static bool fails(void)
{
    if (!counting)
        return false;
    long now = count++;
    if (at < 0 || now < at || (now > at && !sticks))
        return false;
    errno = ENOMEM;
    if (getenv("PILCROW_TRACE") != NULL && __sanitizer_print_stack_trace)
        __sanitizer_print_stack_trace();
    return true;
}

struct sb_stemmer;

/* Visible, since the GNU linker turns to them the calls of shared libraries
 * too. */
#define ALLOCATES(type, name, params, args, failure)                           \
    type __real_##name params;                                                 \
    __attribute__((visibility("default"))) type __wrap_##name params;          \
    type __wrap_##name params                                                  \
    {                                                                          \
        return fails() ? (failure) : __real_##name args;                       \
    }

ALLOCATES(void *, malloc, (size_t size), (size), NULL)
ALLOCATES(void *, calloc, (size_t n, size_t size), (n, size), NULL)
ALLOCATES(void *, realloc, (void *p, size_t size), (p, size), NULL)
ALLOCATES(void *, aligned_alloc, (size_t to, size_t size), (to, size), NULL)
ALLOCATES(char *, strdup, (const char *s), (s), NULL)
ALLOCATES(int, vasprintf, (char **out, const char *format, va_list args),
          (out, format, args), -1)
ALLOCATES(char *, realpath, (const char *path, char *out), (path, out), NULL)
ALLOCATES(DIR *, fdopendir, (int fd), (fd), NULL)
ALLOCATES(void *, mmap,
          (void *to, size_t len, int prot, int flags, int fd, off_t offset),
          (to, len, prot, flags, fd, offset), MAP_FAILED)
ALLOCATES(iconv_t, iconv_open, (const char *to, const char *from), (to, from),
          (iconv_t)-1)
ALLOCATES(struct sb_stemmer *, sb_stemmer_new,
          (const char *algorithm, const char *encoding), (algorithm, encoding),
          NULL)
ALLOCATES(htmlParserCtxtPtr, htmlCreateMemoryParserCtxt,
          (const char *bytes, int len), (bytes, len), NULL)
ALLOCATES(int, deflateInit2_,
          (z_streamp s, int level, int method, int bits, int memory, int how,
           const char *version, int size),
          (s, level, method, bits, memory, how, version, size), Z_MEM_ERROR)
ALLOCATES(int, inflateInit2_,
          (z_streamp s, int bits, const char *version, int size),
          (s, bits, version, size), Z_MEM_ERROR)
ALLOCATES(int, deflateCopy, (z_streamp to, z_streamp from), (to, from),
          Z_MEM_ERROR)
#ifdef WITH_LIBDEFLATE
ALLOCATES(struct libdeflate_compressor *, libdeflate_alloc_compressor,
          (int level), (level), NULL)
ALLOCATES(struct libdeflate_decompressor *, libdeflate_alloc_decompressor,
          (void), (), NULL)
#endif

/* ------------------------------------------------------------- the calls --- */

#define STEP 9

static const char html[] =
    "<html><head><title>Letters</title></head><body><h1>Winter</h1><p>The "
    "council wrote a letter &mdash; to the harbour.</p><ul><li>one<li>two</ul>"
    "<table><tr><th>a<th>b<tr><td>1<td>2</table></body></html>";
static const char records[] =
    "{\"id\": \"r1\", \"title\": \"A record\", \"text\": \"The treaty of the "
    "border.\\n\\nSecond paragraph.\", \"year\": 1951}\n"
    "{\"id\": \"r2\", \"text\": \"Беженцы и договор\"}\n";
static const char marked[] =
    "# Papers\n\nThe **harbour** council[1] met in win-\nter, mid-winter: mid-\n"
    "winter.\n\n* one\n* two\n"
    "\n| a | b |\n|---|---|\n| 1 | 2 |\n\nNew words: harbour - гавань; treaty - "
    "договор; glacier - ледник.\n\n[1] A note.\n";

static pilcrow_status call_index(const char *dir, uint64_t *sum,
                                 pilcrow_error *err)
{
    pilcrow_report *report = NULL;
    const pilcrow_source sources[] = {{"a.html", html, sizeof html - 1},
                                      {"b.jsonl", records, sizeof records - 1},
                                      {"c.md", marked, sizeof marked - 1},
                                      {"d1.md", marked, sizeof marked - 1}};
    (void)sum;
    pilcrow_status status = pilcrow_update(&report, dir, sources, 4, NULL, err);
    pilcrow_report_free(report);
    return status;
}

static pilcrow_status call_rebuild(const char *dir, uint64_t *sum,
                                   pilcrow_error *err)
{
    pilcrow_report *report = NULL;
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.full = true;
    (void)sum;
    const pilcrow_source source = {"c.md", marked, sizeof marked - 1};
    pilcrow_status status =
        pilcrow_update(&report, dir, &source, 1, &options, err);
    pilcrow_report_free(report);
    return status;
}

static pilcrow_status call_forget(const char *dir, uint64_t *sum,
                                  pilcrow_error *err)
{
    pilcrow_report *report = NULL;
    const char *path = "d5.md";
    (void)sum;
    pilcrow_status status = pilcrow_forget(&report, dir, &path, 1, err);
    pilcrow_report_free(report);
    return status == PILCROW_NOT_FOUND ? PILCROW_OK : status;
}

static pilcrow_status call_compact(const char *dir, uint64_t *sum,
                                   pilcrow_error *err)
{
    (void)sum;
    return pilcrow_compact(NULL, NULL, dir, err);
}

static pilcrow_status call_search(const char *dir, uint64_t *sum,
                                  pilcrow_error *err)
{
    return script_search(sum, dir, err);
}

static pilcrow_status call_check(const char *dir, uint64_t *sum,
                                 pilcrow_error *err)
{
    (void)sum;
    return pilcrow_check(dir, NULL, NULL, err);
}

/* A search explained, and all its hits as JSON, one like the first of them. */
static pilcrow_status write_hits(const pilcrow_hits *hits, uint64_t *sum,
                                 pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < pilcrow_hits_count(hits) && status == PILCROW_OK;
         i++) {
        char *text = NULL;
        status = pilcrow_hit_json(&text, pilcrow_hits_get(hits, i), err);
        for (const char *c = text; c != NULL && *c != '\0'; c++)
            *sum = *sum * 31 + (unsigned char)*c;
        pilcrow_free(text);
    }
    return status;
}

static pilcrow_status call_explain(const char *dir, uint64_t *sum,
                                   pilcrow_error *err)
{
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL, *like = NULL;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.explain = options.by_document = true;
    const char *query = "harbour \"совет доклад\" lettre* refugees";
    pilcrow_status status = pilcrow_open(&index, dir, err);
    if (status == PILCROW_OK)
        status = pilcrow_search(&hits, index, query, strlen(query), &options,
                                err);
    if (status == PILCROW_OK)
        status = write_hits(hits, sum, err);
    if (status == PILCROW_OK)
        status = pilcrow_similar(&like, index,
                                 pilcrow_hits_get(hits, 0)->paragraph.id, NULL,
                                 err);
    if (status == PILCROW_OK)
        status = write_hits(like, sum, err);
    pilcrow_hits_free(like);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return status;
}

typedef pilcrow_status (*calling)(const char *dir, uint64_t *sum,
                                  pilcrow_error *err);
static const struct {
    const char *name;
    calling call;
    bool writes;
} all_calls[] = {
    {"index", call_index, true},     {"rebuild", call_rebuild, true},
    {"forget", call_forget, true},   {"compact", call_compact, true},
    {"search", call_search, false},  {"explain, similar", call_explain, false},
    {"check", call_check, false},
};
#define CALLS (sizeof all_calls / sizeof *all_calls)

/* ------------------------------------------------------------- the tests --- */

static script_life life;

static int set_up(void **state)
{
    (void)state;
    script_live(&life);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    script_end(&life);
    return 0;
}

/* With allocation `n` failing; -1: none. */
static pilcrow_status call_with(size_t which, long n, bool for_good,
                                uint64_t *sum, pilcrow_error *err)
{
    *sum = 0;
    at = n;
    sticks = for_good;
    count = 0;
    counting = true;
    pilcrow_status status = all_calls[which].call(life.now, sum, err);
    counting = false;
    return status;
}

/* What is wrong after it; NULL if nothing is. */
static const char *find_fault(size_t which, long n, bool for_good,
                              const uint64_t sums[2], uint64_t right)
{
    script_content now;
    uint64_t sum;
    pilcrow_error err = {0};
    pilcrow_status status = call_with(which, n, for_good, &sum, &err);
    if (status != PILCROW_OK && status != PILCROW_NO_MEMORY) {
        print_message("%d: %s\n", status, err.message);
        return "neither OK nor NO_MEMORY";
    }
    if (status == PILCROW_NO_MEMORY && err.status != status)
        return "no sentence";
    if (status == PILCROW_OK && sum != right)
        return "something else was found";
    if (!all_calls[which].writes)
        return NULL;
    if (script_read(&now, life.now, &err) != PILCROW_OK) {
        print_message("%s\n", err.message);
        return "the index cannot be read";
    }
    if (now.sum != sums[1] && (status == PILCROW_OK || now.sum != sums[0]))
        return "the index is neither as before nor as after";
    if (call_with(which, -1, false, &sum, &err) != PILCROW_OK ||
        script_read(&now, life.now, &err) != PILCROW_OK ||
        now.sum != sums[1]) {
        print_message("%s\n", err.message);
        return "the index takes no writes when there is memory again";
    }
    return NULL;
}

static unsigned stride_of(long allocations)
{
    return getenv("PILCROW_LONG") != NULL ? 1
                                          : (unsigned)(allocations / 60 + 1);
}

static void test_call(void **state)
{
    size_t which = (size_t)(uintptr_t)*state;
    uint64_t seed = script_seed(20261128) + which, right, sums[2];
    script_content content;
    long tries = 0, bad = 0;
    script_restore(&life, STEP);
    sums[0] = life.before[STEP].sum;
    assert_int_equal(call_with(which, -1, false, &right, NULL), PILCROW_OK);
    const long all = count;
    assert_int_equal(script_read(&content, life.now, NULL), PILCROW_OK);
    sums[1] = content.sum;
    unsigned stride = stride_of(all);
    const char *only = getenv("PILCROW_ALLOCATION");
    long first = only != NULL ? atol(only) : script_random(&seed) % stride;
    for (long n = first; n < all && (only == NULL || n == first); n += stride)
        for (int for_good = 0; for_good < 2; for_good++, tries++) {
            if (all_calls[which].writes)
                script_restore(&life, STEP);
            const char *fault =
                find_fault(which, n, for_good != 0, sums, right);
            if (fault == NULL)
                continue;
            print_message("%s, allocation %ld of %ld%s: %s\n",
                          all_calls[which].name, n, all,
                          for_good != 0 ? " and all after it" : "", fault);
            bad++;
        }
    print_message("%s, %s: %ld allocations, %ld failures tried\n",
                  engine_choice(), all_calls[which].name, all, tries);
    assert_true(tries > 0);
    assert_int_equal(bad, 0);
}

int main(void)
{
    struct CMUnitTest tests[CALLS];
    for (size_t i = 0; i < CALLS; i++)
        tests[i] = (struct CMUnitTest){all_calls[i].name, test_call, NULL,
                                       NULL, (void *)(uintptr_t)i};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
