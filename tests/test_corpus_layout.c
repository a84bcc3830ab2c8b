/* SPDX-License-Identifier: MIT
 *
 * What is made of words by where they stand on their pages: cases in
 * cases/layout, and input that was cut or overwritten anywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "corpus/layout/layout.h"
#include "corpus/layout/parts.h"
#include "no_memory.h"
#include "test_corpus_cases.h"
#include "test_corpus_kit.h"

#define OUT_MAX ((size_t)64 * 1024 * 1024)
/* Letters are half as wide as they are high. */
#define WIDTH .5
#define BLANK .3
#define UNIT 1.5 /* of a point, in what pdftohtml writes */

/* -------------------------------------------------------------- the work ---
 */

/* Called in place of layout_goes_on(): the parts ask it before they look at
 * lines. */
bool __real_layout_goes_on(page_set *s, size_t steps);
bool __wrap_layout_goes_on(page_set *s, size_t steps);

static struct {
    uint64_t asked, steps, most; /* the most steps at once */
    uint64_t at;                 /* the question where something happens */
    bool stops, fills;           /* what does: a stop, or far too many steps */
    atomic_bool stop;
} work;

bool __wrap_layout_goes_on(page_set *s, size_t steps)
{
    const bool now = work.asked++ == work.at;
    work.steps += steps;
    work.most = steps > work.most ? steps : work.most;
    if (now && work.stops)
        atomic_store(&work.stop, true);
    return __real_layout_goes_on(s, now && work.fills ? LAYOUT_STEPS_MAX + 1
                                                      : steps);
}

static void begin_work(void)
{
    work.asked = work.steps = work.most = work.at = 0;
    work.stops = work.fills = false;
    work.stop = false;
}

/* --------------------------------------------------------------- drawing ---
 */

/* What the two programs would write of a page. */
typedef struct drawing {
    buf places, fonts;
    size_t line; /* that was drawn last */
} drawing;

static void draw_escaped(buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '&')
            buf_add_text(out, "&amp;");
        else if (text[i] == '<')
            buf_add_text(out, "&lt;");
        else if (text[i] == '\'')
            buf_add_text(out, "&apos;");
        else
            buf_add_byte(out, text[i]);
    }
}

/* A word right behind the one before, small and a little higher. */
static void draw_raised(drawing *d, double left, double top, double size,
                        const char *word, size_t len)
{
    buf_add_format(&d->places,
                   "<word xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" "
                   "yMax=\"%f\">",
                   left, top - 1, left + BLANK * size, top + .6 * size);
    draw_escaped(&d->places, word, len);
    buf_add_text(&d->places, "</word>\n");
}

/* Draw the text from `left` to `right`. */
static void draw_line(drawing *d, double left, double right, double top,
                      double size, bool bold, const char *text)
{
    double blanks = 0, all = (double)utf8_length(text, strlen(text));
    for (const char *c = text; *c != '\0'; c++)
        blanks += *c == ' ';
    const double wide = (right - left - BLANK * size * blanks) / (all - blanks);
    double at = left;
    buf_add_format(&d->places,
                   "<line xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" "
                   "yMax=\"%f\">\n",
                   left, top, right, top + size);
    for (const char *word = text; *word != '\0';) {
        const size_t len = strcspn(word, " ");
        if (*word == '^') {
            draw_raised(d, at - BLANK * size, top, size, word + 1, len - 1);
            at += BLANK * size;
            word += len + (word[len] == ' ');
            continue;
        }
        const double width = wide * (double)utf8_length(word, len);
        buf_add_format(&d->places,
                       "<word xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" "
                       "yMax=\"%f\">",
                       at, top, at + width, top + size);
        draw_escaped(&d->places, word, len);
        buf_add_text(&d->places, "</word>\n");
        at += width + BLANK * size;
        word += len + (word[len] == ' ');
    }
    buf_add_text(&d->places, "</line>\n");
    buf_add_format(&d->fonts,
                   "<fontspec id=\"%zu\" size=\"%f\" "
                   "family=\"Some%s\" color=\"#000000\"/>\n"
                   "<text top=\"%f\" left=\"%f\" width=\"%f\" height=\"%f\" "
                   "font=\"%zu\">x</text>\n",
                   d->line, size * UNIT, bold ? "-Bold" : "", top * UNIT,
                   left * UNIT, (right - left) * UNIT, size * UNIT, d->line);
    d->line++;
}

/* "left top size text" or "left-right top size text"; the size of what is bold
 * has a b behind it. */
static void read_line(drawing *d, char *line)
{
    char *at = line;
    const double left = strtod(at, &at);
    double right = *at == '-' ? strtod(at + 1, &at) : 0;
    const double top = strtod(at, &at), size = strtod(at, &at);
    const bool bold = *at == 'b';
    at += bold;
    assert_true(*at == ' ');
    at++;
    if (right == 0)
        right = left + WIDTH * size * (double)utf8_length(at, strlen(at));
    draw_line(d, left, right, top, size, bold, at);
}

/* "page width height" begins one. */
static void read_drawing(drawing *d, const char *text, size_t len)
{
    char *copy = strndup(text, len), *rest = copy, *line;
    bool first = true;
    buf_init(&d->places, OUT_MAX);
    buf_init(&d->fonts, OUT_MAX);
    d->line = 0;
    buf_add_text(&d->places, "<doc>\n");
    while ((line = strsep(&rest, "\n")) != NULL) {
        double width, height;
        if (sscanf(line, "page %lf %lf", &width, &height) == 2) {
            buf_add_format(&d->places, "%s<page width=\"%f\" height=\"%f\">\n",
                           first ? "" : "</page>\n", width, height);
            buf_add_format(&d->fonts, "<page height=\"%f\" width=\"%f\">\n",
                           height * UNIT, width * UNIT);
            first = false;
        } else if (*line != '\0') {
            read_line(d, line);
        }
    }
    free(copy);
}

/* Read the places up to `places`, and the fonts up to `fonts`, each from a copy
 * that ends there. */
static pilcrow_status read_cut(buf *out, const drawing *d, size_t places,
                               size_t fonts, pilcrow_error *err)
{
    char *copies[] = {malloc(places + 1), malloc(fonts + 1)};
    memcpy(copies[0], buf_text(&d->places), places);
    memcpy(copies[1], buf_text(&d->fonts), fonts);
    copies[0] = realloc(copies[0], places > 0 ? places : 1);
    copies[1] = realloc(copies[1], fonts > 0 ? fonts : 1);
    const buf cut[] = {{.data = copies[0], .len = places},
                       {.data = copies[1], .len = fonts}};
    const pilcrow_status status =
        layout_text(out, &cut[0], &cut[1], &work.stop, err);
    free(copies[0]);
    free(copies[1]);
    return status;
}

static pilcrow_status read_all(buf *out, const drawing *d, pilcrow_error *err)
{
    return layout_text(out, &d->places, &d->fonts, &work.stop, err);
}

static void release_drawing(drawing *d)
{
    buf_release(&d->places);
    buf_release(&d->fonts);
}

/* What a piece is in brackets, bars between cells, and dashes where a page
 * ends. */
static void show(buf *out, const buf *text)
{
    for (size_t i = 0; i < text->len; i++) {
        const char byte = text->data[i];
        const bool empty =
            byte == '\n' &&
            (i == 0 || text->data[i - 1] == '\n' || text->data[i - 1] == '\f');
        if (byte == LAYOUT_MARK)
            buf_add_format(out, "[%c] ", text->data[++i]);
        else if (byte == LAYOUT_CELL)
            buf_add_text(out, " | ");
        else if (byte == '\f')
            buf_add_text(out, "----\n");
        else if (!empty)
            buf_add_byte(out, byte);
    }
}

static void read_case(buf *out, const char *name, const char *text, size_t len)
{
    drawing d;
    buf made;
    const bool fonts = strcmp(name, "heights") != 0;
    read_drawing(&d, text, len);
    buf_init(&made, OUT_MAX);
    assert_int_equal(
        read_cut(&made, &d, d.places.len, fonts ? d.fonts.len : 0, NULL),
        PILCROW_OK);
    show(out, &made);
    /* It can be split, with all that must hold of that. */
    kit_split(NULL, "case.pdf", CORPUS_PDF, made.data, made.len);
    buf_release(&made);
    release_drawing(&d);
}

static void test_cases(void **state)
{
    (void)state;
    assert_true(kit_run_cases("layout", read_case) > 10);
}

static const char page[] =
    "page 400 600\n"
    "40-360 40 10 A line & another <b> of words that goes on\n"
    "40-200 52 10 and then it ends here.\n"
    "40 80 12b 2 A heading\n"
    "52-360 100 10 Text with a mark and a number 12 in it\n"
    "40 112 10 and more.\n"
    "50-90 150 10 Year\n200-260 150 10 Letters\n"
    "50-90 162 10 1951\n200-260 162 10 three\n"
    "40 190 10 1)\n60-300 190 10 An item of a list\n"
    "50 580 10 7\n";

static void test_broken(void **state)
{
    drawing d;
    buf out;
    (void)state;
    buf_init(&out, OUT_MAX);
    read_drawing(&d, page, strlen(page));
    for (size_t len = 0; len < d.places.len; len++)
        read_cut(&out, &d, len, d.fonts.len, NULL);
    for (size_t len = 0; len < d.fonts.len; len++)
        assert_int_equal(read_cut(&out, &d, d.places.len, len, NULL),
                         PILCROW_OK);
    static const char bytes[] = {'<', '>', '"', '-', '9', '.', '\xD0', '\0'};
    buf *const both[] = {&d.places, &d.fonts};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->len; i++) {
            const char was = both[k]->data[i];
            both[k]->data[i] = bytes[i % sizeof bytes];
            read_all(&out, &d, NULL);
            both[k]->data[i] = was;
        }
    buf_release(&out);
    release_drawing(&d);
}

/* Where words run from right to left, or there are none, their places tell
 * nothing. */
static void test_refused(void **state)
{
    static const char *const pages[][2] = {
        {"page 400 600\n40 40 10 שלום עולם שלום עולם\n", "from right to left"},
        {"page 400 600\n", "no words"},
        {"", "no words"},
        {"page 400 600\n40 40 10 ^1 ^2\n", "no lines of text"}};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        drawing d;
        buf out;
        pilcrow_error err = {0};
        buf_init(&out, OUT_MAX);
        read_drawing(&d, pages[i][0], strlen(pages[i][0]));
        assert_int_equal(read_all(&out, &d, &err), PILCROW_UNSUPPORTED);
        assert_non_null(strstr(err.message, pages[i][1]));
        assert_int_equal(out.len, 0);
        buf_release(&out);
        release_drawing(&d);
    }
}

/* Wherever memory runs out it is told. */
static void test_no_memory(void **state)
{
    drawing d;
    buf out;
    (void)state;
    read_drawing(&d, page, strlen(page));
    for (long failing = 0, all = 1; failing < all; failing++) {
        pilcrow_error err = {0};
        buf_init(&out, OUT_MAX);
        no_memory_begin(-1);
        assert_int_equal(read_all(&out, &d, NULL), PILCROW_OK);
        all = no_memory_end();
        buf_release(&out);
        no_memory_begin(failing);
        const pilcrow_status status = read_all(&out, &d, &err);
        no_memory_end();
        if (status != PILCROW_NO_MEMORY || err.status != status)
            fail_msg("allocation %ld of %ld: %d", failing, all, (int)status);
        buf_release(&out);
    }
    release_drawing(&d);
}

/* ------------------------------------------------------------ much to do ---
 */

/* Once it is stopped, wherever that is, no more is asked, and no work begun. */
static void test_stopped(void **state)
{
    drawing d;
    buf out;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&out, OUT_MAX);
    read_drawing(&d, page, strlen(page));
    begin_work();
    assert_int_equal(read_all(&out, &d, NULL), PILCROW_OK);
    const uint64_t all = work.asked;
    assert_true(all > 30);
    for (uint64_t at = 0; at < all; at++)
        for (int full = 0; full < 2; full++) {
            begin_work();
            work.at = at;
            work.stops = full == 0;
            work.fills = full == 1;
            const pilcrow_status status = read_all(&out, &d, &err);
            const bool right =
                full == 0 ? status == PILCROW_CANCELLED
                          : status == PILCROW_UNSUPPORTED &&
                                strstr(err.message, "too full") != NULL;
            if (!right || work.asked != at + 1 || out.len > 0)
                fail_msg("%d at %d of %d: %d, asked %d times", full, (int)at,
                         (int)all, (int)status, (int)work.asked);
        }
    begin_work();
    buf_release(&out);
    release_drawing(&d);
}

/* Read the pages drawn in `text`, which goes. Each of their `lines` is looked
 * at so many times at most, and between two looks at the stop no more than all
 * of them; what comes out does not have `absent`, unless that is NULL. */
static void check_drawn(buf *text, size_t lines, size_t times,
                        const char *absent)
{
    drawing d;
    buf out;
    buf_init(&out, OUT_MAX);
    read_drawing(&d, text->data, text->len);
    begin_work();
    assert_int_equal(read_all(&out, &d, NULL), PILCROW_OK);
    if (work.steps > lines * times || work.most > lines)
        fail_msg("%zu lines took %zu steps, %zu at once", lines,
                 (size_t)work.steps, (size_t)work.most);
    if (absent != NULL)
        assert_null(strstr(buf_text(&out), absent));
    buf_release(&out);
    buf_release(text);
    release_drawing(&d);
}

/* Pages of very many lines take no work out of proportion. */
static void check_many_lines(size_t pages, size_t lines, size_t times)
{
    buf text;
    buf_init(&text, OUT_MAX);
    for (size_t k = 0; k < pages; k++) {
        buf_add_text(&text, "page 400 600\n");
        for (size_t i = 0; i < lines; i++)
            buf_add_format(&text, "%zu %zu 10 word %zu of it\n",
                           i * 37 % 300 + i % 3, i * 101 % 590, i);
    }
    check_drawn(&text, pages * lines, times, NULL);
}

/* Nor do those whose lines are each a column of its own. */
static void check_many_columns(size_t lines, size_t times)
{
    buf text;
    buf_init(&text, OUT_MAX);
    buf_add_text(&text, "page 400 600\n");
    for (size_t i = 0; i < lines; i++)
        buf_add_format(&text, "%zu-%zu.%zu %.3f 10 A word of it\n",
                       10 + i * 7 % 90, 300 + i * 11 % 90, i % 10,
                       (double)i * 590 / (double)lines);
    check_drawn(&text, lines, times, NULL);
}

/* Nor do very many pages with one foot. */
static void check_many_pages(size_t pages, size_t times)
{
    buf text;
    buf_init(&text, OUT_MAX);
    for (size_t k = 0; k < pages; k++) {
        buf_add_text(&text, "page 400 600\n40 200 10 ");
        for (size_t left = k; left > 0; left /= 26)
            buf_add_byte(&text, (char)('a' + left % 26));
        buf_add_text(&text, " of it\n50 580 10 foot\n");
    }
    check_drawn(&text, 2 * pages, times, "foot");
}

/* One line of very many parts takes room for its text, not for each part of
 * it. */
static void check_many_parts(size_t pages, size_t parts, size_t times)
{
    buf text;
    buf_init(&text, OUT_MAX);
    for (size_t k = 0; k < pages; k++) {
        buf_add_text(&text, "page 10000 600\n");
        for (size_t i = 0; i < parts; i++)
            buf_add_format(&text, "%zu-%zu 100 3 partofaverylongline\n",
                           10 + 2 * i, 11 + 2 * i);
    }
    check_drawn(&text, pages * parts, times, NULL);
}

static void test_much(void **state)
{
    (void)state;
    check_many_lines(1, 20000, 10);
    check_many_lines(2, 4900, 400);
    check_many_lines(3, 1400, 5000);
    check_many_columns(1400, 8000);
    check_many_pages(100000, 25);
    check_many_parts(5, 4900, 1200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),   cmocka_unit_test(test_broken),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_stopped), cmocka_unit_test(test_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
