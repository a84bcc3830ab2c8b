/* SPDX-License-Identifier: MIT
 *
 * In: pieces. Out: what each of them is. Invariant: only pieces that are taken
 * for paragraphs become something else. */
#include "corpus/layout/parts.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/heading.h"
#include "corpus/layout/layout.h"
#include "corpus/running.h"
#include "corpus/text.h"

#define HEADING_LINES 4
#define HEADING_WORDS 22
#define NUMBERED_WORDS 14
#define PLAIN_WORDS 10
#define LEVELS 6
/* On pages of more lines it is not looked what stands at the foot. */
#define FOOT_LINES 4000u

typedef struct judge {
    page_set *set;
    buf text;                /* of the piece in hand */
    bool failed;             /* there was no memory for that of one */
    float sizes[LEVELS + 1]; /* the greatest of headings of that level that are
                               numbered; 0: there are none */
    bool bold_tells;         /* most text is not bold */
    bool references;         /* the piece stands under such a heading */
    bool begun;              /* a heading or long paragraph came before */
} judge;

static void read_piece(judge *j, const page_piece *p)
{
    buf_clear(&j->text);
    for (size_t i = 0; i < p->lines && i < 8; i++) {
        const page_line *l = piece_line(j->set, p, i);
        if (i > 0)
            buf_add_byte(&j->text, ' ');
        buf_add(&j->text, line_words(j->set, l), l->len);
    }
    j->failed = j->failed || j->text.failed;
}

/* ---------------------------------------------------------- known names --- */

/* But those of lists of references. */
static const char *const names[] = {
    "abstract",        "acknowledgments", "acknowledgements",  "acknowledgment",
    "acknowledgement", "introduction",    "conclusion",        "conclusions",
    "summary",         "contents",        "table of contents", "appendix",
    "discussion",      "results",         "methods",           "keywords",
    "аннотация",       "реферат",         "введение",          "заключение",
    "выводы",          "благодарности",   "содержание",        "оглавление",
    "приложение",      "результаты",      "обсуждение"};

static bool is_name(const char *text, size_t len)
{
    char plain[100];
    if (len >= sizeof plain - 4)
        return false;
    const size_t size = heading_plain(plain, sizeof plain, text, len);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == size && memcmp(names[i], plain, size) == 0)
            return true;
    return heading_names_references(plain, size);
}

/* ------------------------------------------------------------ headings --- */

static bool is_roman(char c)
{
    return c == 'I' || c == 'V' || c == 'X';
}

/* How deep the number that begins a heading is: 1 for "2", 2 for "2.1", 0
 * where none does. A capital letter begins the heading itself. */
static unsigned number_depth(const char *text, size_t len)
{
    size_t at = 0, end;
    unsigned depth = 0;
    while (at < len && text[at] != ' ') {
        for (end = at; end < len && text[end] >= '0' && text[end] <= '9';)
            end++;
        if (end == at && depth == 0)
            while (end < len && is_roman(text[end]))
                end++;
        const bool letter = end == at && depth == 0 && text[at] >= 'A' &&
                            text[at] <= 'H' && at + 1 < len &&
                            (text[at + 1] == '.' || text[at + 1] == ' ');
        end += letter;
        if (end == at || end - at > 4)
            return 0;
        depth +=
            letter && text[end] == '.' && end + 1 < len && text[end + 1] == ' '
                ? 2
                : 1;
        if (end < len && text[end] == '.')
            end++;
        at = end;
    }
    if (depth == 0 || at + 1 >= len)
        return 0;
    const uint32_t code = text_at(text, len, at + 1);
    return text_is_upper(code) ? depth : 0;
}

static bool is_capitals(const char *text, size_t len)
{
    size_t upper = 0, all = 0;
    for (size_t at = 0, step; at < len; at += step) {
        uint32_t code;
        step = utf8_read(text + at, len - at, &code);
        upper += text_is_upper(code);
        all += text_is_letter(code);
    }
    return all > 5 && upper == all;
}

/* The space above the piece and below it, in lines of its size; large where it
 * is the first or last of its column. */
static float space(const judge *j, size_t piece, bool above)
{
    const page_set *s = j->set;
    const page_piece *p = piece_at(s, piece);
    if (above ? piece == 0 : piece + 1 >= piece_count(s))
        return 9;
    const page_piece *o = piece_at(s, above ? piece - 1 : piece + 1);
    const page_line *line =
        above ? piece_line(s, o, o->lines - 1) : piece_line(s, p, p->lines - 1);
    const page_line *next = above ? piece_line(s, p, 0) : piece_line(s, o, 0);
    if (line->page != next->page || next->base <= line->base)
        return 9;
    return (next->base - line->base) / s->pitch;
}

static bool is_ended(const char *text, size_t len)
{
    const uint32_t last = text_before(text, len);
    return last == '.' || last == ',' || last == ';' || last == ':' ||
           last == '!';
}

static size_t count_letters(const char *text, size_t len)
{
    size_t letters = 0;
    for (size_t at = 0, step; at < len; at += step) {
        uint32_t code;
        step = utf8_read(text + at, len - at, &code);
        letters += text_is_letter(code);
    }
    return letters;
}

/* A line that stands by itself with more space above than below, and the text
 * that it is over begins there. */
static bool stands_over(const judge *j, size_t piece)
{
    const page_set *s = j->set;
    const page_piece *p = piece_at(s, piece);
    const page_line *l = piece_line(s, p, 0);
    const float above = space(j, piece, true), below = space(j, piece, false);
    if (p->lines > 1 || piece + 1 >= piece_count(s) || above < 1.28f ||
        below > above + .05f || below > 4)
        return false;
    const page_piece *o = piece_at(s, piece + 1);
    const page_line *next = piece_line(s, o, 0);
    return o->kind == LAYOUT_PARAGRAPH && o->lines > 1 &&
           l->at.right - l->at.left < .8f * (l->right - l->left) &&
           next->size < 1.02f * l->size &&
           text_is_upper(text_at(line_words(s, next), next->len, 0));
}

/* What tells a heading from the text around it. */
typedef struct looks {
    const char *text;
    size_t len, words;
    const page_line *line;
    unsigned depth;
    bool large, upper, capitals, named;
} looks;

static looks look_at(judge *j, const page_piece *p)
{
    read_piece(j, p);
    looks k = {.text = buf_text(&j->text),
               .len = j->text.len,
               .line = piece_line(j->set, p, 0)};
    k.words = text_words(k.text, k.len);
    k.depth = number_depth(k.text, k.len);
    k.large = k.line->size > 1.08f * j->set->size;
    k.upper = text_is_upper(text_at(k.text, k.len, 0));
    k.capitals = is_capitals(k.text, k.len);
    k.named = p->lines == 1 && is_name(k.text, k.len);
    return k;
}

/* All lines of the piece are bold. */
static bool is_bold_whole(const page_set *s, const page_piece *p)
{
    for (size_t i = 0; i < p->lines; i++)
        if (!piece_line(s, p, i)->bold)
            return false;
    return true;
}

static bool is_heading(judge *j, size_t piece)
{
    const page_set *s = j->set;
    const page_piece *p = piece_at(s, piece);
    const looks k = look_at(j, p);
    if (p->lines > HEADING_LINES || k.words == 0 || k.words > HEADING_WORDS ||
        k.line->size < (k.capitals ? .74f : .85f) * s->size ||
        count_letters(k.text, k.len) < 3 || running_is_caption(k.text, k.len) ||
        k.line->leader)
        return false;
    if (k.named)
        return true;
    if (k.large)
        return !is_ended(k.text, k.len) || k.depth > 0;
    const float above = space(j, piece, true), below = space(j, piece, false);
    if (k.line->bold && j->bold_tells && (k.upper || k.depth > 0) &&
        is_bold_whole(s, p) && above > 1.1f && p->lines <= 3 &&
        k.words <= NUMBERED_WORDS && !is_ended(k.text, k.len))
        return true;
    if (k.depth > 0 && p->lines <= 3 && k.words <= NUMBERED_WORDS &&
        !is_ended(k.text, k.len) && above > 1.2f)
        return below > 1.05f || k.depth > 1;
    if (!j->begun || is_ended(k.text, k.len) || k.words > PLAIN_WORDS)
        return false;
    if (k.capitals && above > 1.2f && p->lines <= 3)
        return true;
    return k.upper && stands_over(j, piece);
}

/* ------------------------------------------------------ notes and items --- */

/* Small text below which there is no other in the column. */
static bool is_at_foot(const judge *j, const page_line *l)
{
    const page_set *s = j->set;
    const printed_page *p = page_at(s, l->page);
    if (l->at.top < .3f * p->height || p->lines > FOOT_LINES)
        return false;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *o = line_at(s, i);
        if (line_is_body(o) && o->base > l->base + l->size &&
            o->size > .94f * s->size && layout_is_below(l, o))
            return false;
    }
    return true;
}

static bool begins_with_digit(const page_set *s, const page_line *l)
{
    const char *text = line_words(s, l);
    size_t at = 0;
    while (at < l->len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at > 0 && at < 4 && at < l->len;
}

static bool is_note(const judge *j, const page_piece *p)
{
    const page_set *s = j->set;
    const page_line *l = piece_line(s, p, 0);
    const printed_page *page = page_at(s, l->page);
    if (l->mark && l->at.top > .3f * page->height)
        return true;
    return l->size < .94f * s->size && (l->mark || begins_with_digit(s, l)) &&
           is_at_foot(j, l);
}

/* The title below a line that says "Table 1" and no more. */
static bool names_table(judge *j, size_t piece)
{
    const page_set *s = j->set;
    const page_piece *p = piece_at(s, piece);
    if (piece == 0 || p->lines > 4)
        return false;
    const page_piece *label = piece_at(s, piece - 1);
    const page_line *l = piece_line(s, label, 0);
    const bool over = piece + 1 < piece_count(s) &&
                      piece_at(s, piece + 1)->kind == LAYOUT_ROW;
    return label->kind == LAYOUT_ASIDE && label->lines == 1 &&
           label->page == p->page &&
           running_is_caption(line_words(s, l), l->len) &&
           text_words(line_words(s, l), l->len) <= 2 &&
           (over || piece_line(s, p, 0)->size < .94f * s->size);
}

static char kind_of(judge *j, size_t piece)
{
    const page_set *s = j->set;
    const page_piece *p = piece_at(s, piece);
    const page_line *l = piece_line(s, p, 0);
    if (p->kind != LAYOUT_PARAGRAPH)
        return p->kind;
    if (is_note(j, p))
        return LAYOUT_NOTE;
    if (names_table(j, piece))
        return LAYOUT_ASIDE;
    if (is_heading(j, piece))
        return '1';
    read_piece(j, p);
    if (running_is_caption(line_words(s, l), l->len))
        return LAYOUT_ASIDE;
    if (l->leader)
        return LAYOUT_ITEM;
    /* "[7]" counts works that are referred to. */
    return layout_marker(line_words(s, l), l->len) > 0 &&
                   line_words(s, l)[0] != '['
               ? LAYOUT_ITEM
               : LAYOUT_PARAGRAPH;
}

/* -------------------------------------------------------------- levels --- */

/* The level that a heading's number tells, else its size beside that of those
 * with numbers. The largest text of the first page is the title. */
static char level_of(judge *j, size_t piece, bool title)
{
    const looks k = look_at(j, piece_at(j->set, piece));
    unsigned level = 2;
    if (title)
        return '1';
    if (k.depth > 0)
        level = k.depth + 1;
    else if (k.large || !k.named)
        for (level = LEVELS; level > 2; level--)
            if (j->sizes[level] > 0 && k.line->size < j->sizes[level] * 1.03f)
                break;
    return (char)('0' + (level > LEVELS ? LEVELS : level));
}

static void note_size(judge *j, size_t piece)
{
    const looks k = look_at(j, piece_at(j->set, piece));
    const unsigned level = k.depth + 1 > LEVELS ? LEVELS : k.depth + 1;
    if (k.depth > 0 && k.line->size > j->sizes[level])
        j->sizes[level] = k.line->size;
}

static bool is_named(const page_set *s, const page_piece *p)
{
    const page_line *l = piece_line(s, p, 0);
    return p->lines == 1 && is_name(line_words(s, l), l->len);
}

static size_t find_title(const page_set *s)
{
    size_t best = PIECE_NONE;
    for (size_t i = 0; i < piece_count(s) && piece_at(s, i)->page == 0; i++) {
        const page_piece *p = piece_at(s, i);
        if (p->kind != '1' || is_named(s, p))
            continue;
        if (best == PIECE_NONE || piece_line(s, p, 0)->size >
                                      piece_line(s, piece_at(s, best), 0)->size)
            best = i;
    }
    if (best != PIECE_NONE &&
        piece_line(s, piece_at(s, best), 0)->size < 1.15f * s->size)
        best = PIECE_NONE;
    return best;
}

static void set_levels(judge *j)
{
    page_set *s = j->set;
    const size_t title = find_title(s);
    for (size_t i = 0; i < piece_count(s); i++)
        if (piece_at(s, i)->kind == '1' && i != title)
            note_size(j, i);
    for (size_t i = 0; i < piece_count(s); i++) {
        page_piece *p = piece_at(s, i);
        if (p->kind == '1')
            p->kind = level_of(j, i, i == title);
    }
}

/* Each entry of a list of references is a paragraph of its own. */
static void free_references(judge *j, page_piece *p)
{
    if (p->kind == '1') {
        read_piece(j, p);
        j->references = heading_is_references(buf_text(&j->text), j->text.len);
    } else if (p->kind == LAYOUT_ITEM && j->references) {
        p->kind = LAYOUT_PARAGRAPH;
    }
}

static bool is_bold_rare(const page_set *s)
{
    size_t bold = 0;
    for (size_t i = 0; i < line_count(s); i++)
        bold += line_at(s, i)->bold;
    return 3 * bold < line_count(s);
}

static bool find_kinds(judge *j)
{
    page_set *s = j->set;
    for (size_t i = 0; i < piece_count(s); i++) {
        page_piece *p = piece_at(s, i);
        const size_t lines = page_at(s, p->page)->lines;
        if (!layout_goes_on(s, lines > FOOT_LINES ? 1 : lines))
            return false;
        p->kind = kind_of(j, i);
        j->begun |= p->kind == '1' ? piece_line(s, p, 0)->size < 1.3f * s->size
                                   : p->lines > 4;
        free_references(j, p);
    }
    return true;
}

bool layout_kinds(page_set *s)
{
    judge j = {.set = s, .bold_tells = is_bold_rare(s)};
    buf_init(&j.text, s->text.max);
    const bool ok = find_kinds(&j);
    if (ok)
        set_levels(&j);
    buf_release(&j.text);
    return ok && !j.failed;
}
