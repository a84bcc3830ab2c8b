/* SPDX-License-Identifier: MIT
 *
 * In: blocks. Out: the same blocks, the pieces of one paragraph linked.
 *
 * Invariant: `first` to `last` is one paragraph so far; the blocks after
 * `last` and before the present one are such as may stand between pieces. */
#include "corpus/mend.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/running.h"
#include "corpus/text.h"

#define RUNNING_WORDS 8
#define BRIEF_WORDS 3
#define CLEAR_WORDS 20
#define WIDE_GAP 3
#define ASIDE_WORDS 10
#define ASIDES_MAX 60

/* Words that no sentence ends with. */
static const char *const leading_words[] = {
    "a",         "an",      "the",     "and",     "or",      "but",   "nor",
    "of",        "in",      "on",      "at",      "to",      "for",   "from",
    "with",      "by",      "as",      "into",    "between", "among", "within",
    "through",   "under",   "than",    "that",    "which",   "who",   "whose",
    "their",     "its",     "his",     "her",     "our",     "this",  "these",
    "those",
    "including", "via",     "against", "towards", "toward",  "upon",  "per",
    "и",         "или",     "а",       "но",      "в",       "во",    "на",
    "с",         "со",      "к",       "ко",      "по",      "для",   "от",
    "из",        "у",       "о",       "об",      "при",     "за",    "до",
    "между",     "под",     "над",     "что",     "как",     "чтобы", "который",
    "которая",   "которые", "которых", "также",   "через",   "без",   "не"};

/* What is known of the paragraph in hand. */
typedef struct mending {
    block_list *list;
    block_texts *texts; /* of it */
    const line_table *lines;
    size_t first, last;   /* its blocks; BLOCK_NONE if nothing can go on */
    bool judged, running; /* whether it reads as running text, once judged */
    bool parted;          /* something stands between it and what follows */
    unsigned asides;      /* of that, blocks that are text themselves */
    running_set running_lines;
    draft head, tail; /* text of a piece before, and of the one in hand */
    bool ok;
} mending;

static const char *raw_text(const mending *m, const block *b, size_t *len)
{
    slice range = block_range(m->list, b);
    *len = range.end - range.start;
    return m->texts->cleaner->text + range.start;
}

static void clean_block(mending *m, draft *out, size_t index)
{
    m->ok = block_texts_read_alone(m->texts, out, index) && m->ok;
}

/* A picture or an empty tag: a paragraph without text. */
static bool is_empty(mending *m, size_t index)
{
    size_t len;
    const char *text = raw_text(m, block_at(m->list, index), &len);
    if (len > 0 && text[0] != '!' && text[0] != '<' && text[0] != '&')
        return false;
    clean_block(m, &m->tail, index);
    return m->tail.text.len == 0;
}

/* True for a paragraph of the page's edge, which says nothing. */
static bool is_furniture(mending *m, size_t index)
{
    size_t len;
    const block *b = block_at(m->list, index);
    const char *text = raw_text(m, b, &len);
    return b->type == BLOCK_PARAGRAPH && !b->quoted &&
           (running_is_number(text, len) ||
            running_has(&m->running_lines, text, len) || is_empty(m, index));
}

/* True if the block may stand between the pieces of a paragraph. */
static bool is_between(mending *m, size_t index)
{
    const block *b = block_at(m->list, index);
    return b->type == BLOCK_GAP || b->type == BLOCK_FOOTNOTE ||
           is_furniture(m, index);
}

static bool is_edge(mending *m, size_t index)
{
    if (index >= block_count(m->list))
        return false;
    return block_at(m->list, index)->type == BLOCK_GAP ||
           is_furniture(m, index);
}

/* True if the text begins with a plain word in small letters: not with
 * "e-mail:", "www.", "a)" or "iPhone". */
static bool begins_small(const char *text, size_t len)
{
    size_t at = 0, letters = 0;
    while (at < len && at < 64) {
        uint32_t code = text_at(text, len, at);
        if (!text_is_lower(code) &&
            !(letters > 0 && (code == '-' || code == '\'' || code == 0x2019)))
            break;
        letters++;
        at += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    }
    if (letters == 0 || at >= len)
        return letters > 1;
    if (text[at] == '.')
        return letters > 3 && (at + 1 == len || text[at + 1] == ' ');
    return strchr(" ,;", text[at]) != NULL || (letters > 1 && text[at] == ')');
}

static bool ends_on_leading_word(const char *text, size_t len)
{
    size_t size, start = text_last_word(text, len, &size);
    if (start + size != len)
        return false;
    for (size_t i = 0; i < sizeof leading_words / sizeof *leading_words; i++)
        if (strlen(leading_words[i]) == size &&
            memcmp(leading_words[i], text + start, size) == 0)
            return true;
    return false;
}

/* True if a hyphen behind a small letter comes last: the rest of the word is
 * yet to come. */
static bool ends_in_word(const char *text, size_t len)
{
    const uint32_t code = text_before(text, len);
    return (code == '-' || code == 0x2010) &&
           text_is_lower(text_before(text, utf8_before(text, len)));
}

/* True if the last piece breaks off in the middle of a sentence. `wide` if all
 * that stands between is blank lines. */
static bool breaks_off(const draft *last, bool wide)
{
    const char *text = buf_text(&last->text);
    size_t len = last->text.len;
    if (text_ending(text, len) == TEXT_END_COMMA ||
        ends_on_leading_word(text, len))
        return true;
    return !wide && !text_is_closer(text_before(text, len)) &&
           text_words(text, len) >= CLEAR_WORDS && text_has_sentence(text, len);
}

static bool is_open_ended(const draft *last)
{
    text_end end = text_ending(buf_text(&last->text), last->text.len);
    return end == TEXT_END_OPEN || end == TEXT_END_COMMA;
}

static uint32_t page_of(const mending *m, const block *b)
{
    return m->lines->lines[lines_at(m->lines, b->marker)].page;
}

/* True if the paragraph in hand is running text so far. Small letters begin a
 * continuation or a name, but an item too where the text comes from print. */
static bool is_running(mending *m)
{
    if (m->judged)
        return m->running;
    const block *b = block_at(m->list, m->first);
    clean_block(m, &m->head, m->first);
    const char *text = buf_text(&m->head.text);
    size_t len = m->head.text.len;
    bool printed = m->texts->mode == CLEAN_TEXT && page_of(m, b) > 0;
    m->judged = true;
    m->running = text_words(text, len) >= RUNNING_WORDS &&
                 (!text_is_lower(text_at(text, len, 0)) ||
                  (printed && b->type == BLOCK_ITEM));
    return m->running;
}

/* True if the block is text of its own but may stand between the pieces of a
 * sentence that is clearly cut: a table, a caption, or the few words at the
 * edge of a page. */
static bool is_aside(mending *m, size_t index)
{
    const block *b = block_at(m->list, index);
    size_t len;
    const char *text = raw_text(m, b, &len);
    if (m->asides == ASIDES_MAX)
        return false;
    if (b->quoted || (b->type != BLOCK_ROW && b->type != BLOCK_PARAGRAPH))
        return false;
    bool known = b->type == BLOCK_ROW || running_is_caption(text, len);
    if (!known && (text_words(text, len) > ASIDE_WORDS ||
                   text_is_lower(text_at(text, len, 0)) ||
                   (!is_edge(m, index + 1) && !is_edge(m, index - 1))))
        return false;
    if (m->asides > 0)
        return true;
    if (!is_running(m))
        return false;
    clean_block(m, &m->head, m->last);
    return is_open_ended(&m->head);
}

/* True if a piece is clearly cut, be it of few words or an item in small
 * letters, where what follows begins small behind what parts them. */
static bool is_plainly_cut(const mending *m)
{
    const block *b = block_at(m->list, m->first);
    const char *head = buf_text(&m->head.text);
    const size_t head_len = m->head.text.len;
    return m->asides == 0 && m->first == m->last &&
           text_words(head, head_len) >= BRIEF_WORDS &&
           ((b->type == BLOCK_ITEM && !b->goes_on) ||
            !text_is_lower(text_at(head, head_len, 0))) &&
           (text_ending(head, head_len) == TEXT_END_COMMA ||
            ends_on_leading_word(head, head_len) ||
            ends_in_word(head, head_len));
}

static bool continues(mending *m, const block *b)
{
    size_t len;
    const char *text = raw_text(m, b, &len);
    while (len > 0 && strchr("*_", text[0]) != NULL) {
        text++;
        len--;
    }
    const block *last = block_at(m->list, m->last);
    bool small = begins_small(text, len);
    bool turned = m->parted || page_of(m, last) != page_of(m, b);
    const bool running = is_running(m);
    if (!small && (m->asides > 0 || !running))
        return false;
    clean_block(m, &m->head, m->last);
    if (!is_open_ended(&m->head))
        return false;
    if (small)
        return running || (turned && is_plainly_cut(m));
    if (text_words(text, len) < RUNNING_WORDS)
        return false;
    return turned || b->blanks >= WIDE_GAP
               ? breaks_off(&m->head, !turned)
               : ends_on_leading_word(buf_text(&m->head.text),
                                      m->head.text.len);
}

static void join(mending *m, size_t index)
{
    block_at(m->list, m->last)->next = index;
    block_texts_continued(m->texts, m->last);
    block_at(m->list, index)->taken = true;
    for (size_t i = m->last + 1; i < index; i++)
        if (is_furniture(m, i))
            block_at(m->list, i)->taken = true;
    m->last = index;
}

static bool may_go_on(const block *b)
{
    return !b->quoted && !b->whole &&
           (b->type == BLOCK_PARAGRAPH || b->type == BLOCK_ITEM);
}

static bool may_continue(const block *b)
{
    return !b->quoted && !b->whole &&
           (b->type == BLOCK_PARAGRAPH ||
            (b->type == BLOCK_ITEM && b->goes_on));
}

static void look_at(mending *m, size_t index)
{
    const block *b = block_at(m->list, index);
    bool held = m->first != BLOCK_NONE;
    if (held && is_between(m, index)) {
        m->parted = true;
        return;
    }
    bool more = held && may_continue(b) && continues(m, b);
    if (held && !more && is_aside(m, index)) {
        m->parted = true;
        m->asides++;
        return;
    }
    if (more) {
        join(m, index);
    } else {
        m->first = may_go_on(b) ? index : BLOCK_NONE;
        m->last = m->first;
        m->judged = false;
    }
    m->parted = false;
    m->asides = 0;
}

bool mend_blocks(block_list *list, block_texts *texts, const line_table *lines)
{
    mending m = {.list = list,
                 .texts = texts,
                 .lines = lines,
                 .first = BLOCK_NONE,
                 .last = BLOCK_NONE};
    draft_init(&m.head);
    draft_init(&m.tail);
    running_init(&m.running_lines);
    m.ok = running_find(&m.running_lines, list, texts->cleaner->text);
    for (size_t i = 0; m.ok && i < block_count(list); i++)
        look_at(&m, i);
    running_release(&m.running_lines);
    draft_release(&m.head);
    draft_release(&m.tail);
    return m.ok;
}
