/* SPDX-License-Identifier: MIT
 *
 * In: a query that found nothing, or that has a word the index does not hold.
 * Out: the query put right, in the other keyboard layout or word by word.
 * Invariant: only bytes of words change. */
#include "searcher/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/utf8.h"
#include "searcher/expand/respell.h"
#include "searcher/keyboard.h"
#include "searcher/query/pattern.h"

#define WORDS_MAX 4u       /* unknown ones; a query of more is no slip */
#define LITTLE_FOUND 2u    /* paragraphs: then rare words are looked at too */
#define RARE 2u            /* paragraphs */
#define TIMES_AS_MANY 20u  /* as a rare word has, one like it must have */
#define LETTERS_MIN 4u     /* of a word beside others that are found */
#define SPLIT_MIN 3u       /* letters of each half of a word run together */
#define VISITS_MAX 200000u /* terms looked at */
#define MEMORY_MAX ((size_t)256 << 20)

/* A word of the query to be put right. */
typedef struct slip {
    size_t start, end; /* bytes of the query */
    engine_field field;
    uint64_t paragraphs; /* that have it */
    respellings words;
} slip;

typedef struct suggesting {
    const suggest_query *query;
    arena *arena;
    expander expander;
    slip slips[WORDS_MAX];
    size_t count;
    bool too_many;
    const char **found; /* SUGGEST_MAX of them */
    size_t found_count;
    pilcrow_error *err;
    pilcrow_status status;
} suggesting;

static bool fail(suggesting *s, pilcrow_status status)
{
    if (s->status == PILCROW_OK)
        s->status = status;
    return false;
}

/* --------------------------------------------------------------- finding - */

/* Does the query find anything? */
static bool finds(suggesting *s, const char *text)
{
    arena a;
    query_node *root;
    compiled_query query = {0};
    engine_result result = {0};
    engine_search_options options = {.limit = 1, .k1 = 1.2, .b = 0.75};
    const compile_options how = {.strict = false, .translation = 0.0};
    pilcrow_index *index = s->query->index;
    options.deadline_ms = index_time_left(index);
    arena_init(&a, MEMORY_MAX);
    query_notices notices = {.arena = &a};
    pilcrow_status status =
        query_parse(&root, &a, text, strlen(text), false, &notices, s->err);
    if (status == PILCROW_OK)
        status = compile_query(&query, &a, index, text, root, &how, &notices,
                               s->err);
    if (status == PILCROW_OK && query.query != NULL)
        status = engine_search(index->snapshot, query.query, &options, &result,
                               s->err);
    bool found = result.count > 0;
    engine_result_release(&result);
    arena_release(&a);
    if (status == PILCROW_LIMIT) /* it has grown over it */
        return false;
    return status == PILCROW_OK ? found : fail(s, status);
}

/* Take it, if it is something else and finds something. */
static void consider(suggesting *s, const buf *text)
{
    const char *bytes = buf_text(text);
    if (text->len == s->query->len &&
        memcmp(bytes, s->query->text, text->len) == 0)
        return;
    for (size_t i = 0; i < s->found_count; i++)
        if (strcmp(s->found[i], bytes) == 0)
            return;
    if (!finds(s, bytes))
        return;
    const char *copy = arena_copy(s->arena, bytes, text->len);
    if (copy == NULL)
        fail(s, error_no_memory(s->err));
    else
        s->found[s->found_count++] = copy;
}

/* The same, of bytes that may be broken as the query's are. */
static void suggest(suggesting *s, const buf *bytes)
{
    buf text;
    buf_init(&text, 16 * QUERY_BYTES_MAX);
    bool clean = !bytes->failed && utf8_clean(&text, bytes->data, bytes->len);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\0')
            text.data[i] = ' ';
    if (clean && s->status == PILCROW_OK && s->found_count < SUGGEST_MAX)
        consider(s, &text);
    buf_release(&text);
}

/* ----------------------------------------------------------------- slips - */

static bool has_digit(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] >= '0' && text[i] <= '9')
            return true;
    return false;
}

/* Is it looked for in another language? Then it is a word. */
static bool is_translated(const suggesting *s, const char *text, size_t len)
{
    const compiled_query *q = s->query->compiled;
    for (size_t i = 0; i < q->origin_count; i++) {
        const match_origin *origin = &q->origins[i];
        if (origin->entry != NULL && origin->text <= text &&
            text + len <= origin->text + origin->len)
            return true;
    }
    return false;
}

/* Note a word if the index does not hold it. */
static void look_at_word(suggesting *s, engine_field field, const char *text,
                         size_t len)
{
    uint64_t paragraphs = 0;
    bool little = s->query->total <= LITTLE_FOUND;
    size_t letters = utf8_length(text, len);
    if (s->status != PILCROW_OK || has_digit(text, len) ||
        (s->query->total > 0 && letters < LETTERS_MIN) ||
        is_translated(s, text, len))
        return;
    pilcrow_status status =
        respell_known(&paragraphs, &s->expander, field, text, len, s->err);
    if (status != PILCROW_OK)
        fail(s, status);
    if (status != PILCROW_OK || paragraphs > (little ? RARE : 0))
        return;
    size_t start = (size_t)(text - s->query->text);
    for (size_t i = 0; i < s->count; i++)
        if (s->slips[i].start == start)
            return;
    if (s->count == WORDS_MAX)
        s->too_many = true;
    else
        s->slips[s->count++] = (slip){.start = start,
                                      .end = start + len,
                                      .field = field,
                                      .paragraphs = paragraphs};
}

static bool blank_pattern(void *ctx, const pattern *p)
{
    char *text = ctx;
    memset(text + p->start, ' ', p->after - p->start);
    return true;
}

/* The words of a leaf, but for patterns. */
static void look_at_leaf(suggesting *s, const query_node *leaf)
{
    analysis_token token;
    analyser *tokens = s->query->index->tokens;
    pilcrow_span *spans = NULL;
    size_t count = 0;
    size_t capacity = 0;
    char *text = arena_copy(s->arena, leaf->text, leaf->len);
    pattern_visitor visitor = {.ctx = text, .pattern = blank_pattern};
    if (text == NULL) {
        fail(s, error_no_memory(s->err));
        return;
    }
    pattern_scan(leaf->text, leaf->len, &visitor);
    analyser_start(tokens, text, leaf->len, NULL);
    while (analyser_next(tokens, &token)) {
        spans = list_room_in(s->arena, spans, count, &capacity, sizeof *spans);
        if (spans == NULL) {
            fail(s, error_no_memory(s->err));
            return;
        }
        spans[count] = (pilcrow_span){token.start, token.end};
        count += token.role == ANALYSIS_WORD;
    }
    for (size_t i = 0; i < count; i++)
        look_at_word(s, leaf->field, leaf->text + spans[i].start,
                     spans[i].end - spans[i].start);
}

/* What must not be there needs no correction. */
static void look_at(suggesting *s, const query_node *node)
{
    if (node->occur == QUERY_MUST_NOT)
        return;
    if (node->first == NULL &&
        (node->field == ENGINE_BODY || node->field == ENGINE_HEADING))
        look_at_leaf(s, node);
    for (const query_node *child = node->first; child != NULL;
         child = child->next)
        look_at(s, child);
}

/* -------------------------------------------------------------- spelling - */

/* The paragraphs that the rarer of two words run together has; 0 where they are
 * none, or stand side by side nowhere. */
static uint64_t weigh_split(suggesting *s, const slip *now, size_t at,
                            uint64_t most)
{
    const char *text = s->query->text + now->start;
    size_t len = now->end - now->start;
    uint64_t left = 0;
    uint64_t right = 0;
    if (utf8_length(text, at) < SPLIT_MIN ||
        utf8_length(text + at, len - at) < SPLIT_MIN)
        return 0;
    pilcrow_status status =
        respell_known(&left, &s->expander, now->field, text, at, s->err);
    if (status == PILCROW_OK && left > most)
        status = respell_known(&right, &s->expander, now->field, text + at,
                               len - at, s->err);
    if (status != PILCROW_OK)
        fail(s, status);
    uint64_t weight = left < right ? left : right;
    if (status != PILCROW_OK || weight <= most)
        return 0;
    buf phrase;
    buf_init(&phrase, QUERY_BYTES_MAX);
    buf_add_format(&phrase, "\"%.*s %.*s\"", (int)at, text, (int)(len - at),
                   text + at);
    bool found = !phrase.failed && finds(s, phrase.data);
    buf_release(&phrase);
    return found ? weight : 0;
}

/* Two words run together, as migrationpolicy. */
static void split_word(suggesting *s, slip *now)
{
    const char *text = s->query->text + now->start;
    size_t len = now->end - now->start;
    uint64_t most = 0;
    size_t best = 0;
    for (size_t at = 0; at < len && s->status == PILCROW_OK;) {
        uint32_t code;
        at += utf8_read(text + at, len - at, &code);
        uint64_t weight = weigh_split(s, now, at, most);
        if (weight > most) {
            most = weight;
            best = at;
        }
    }
    if (best == 0 || s->status != PILCROW_OK)
        return;
    char *words = arena_alloc(s->arena, len + 2);
    if (words == NULL) {
        fail(s, error_no_memory(s->err));
        return;
    }
    memcpy(words, text, best);
    words[best] = ' ';
    memcpy(words + best + 1, text + best, len - best);
    now->words.words[0] = (respelling){words, most, 1};
    now->words.count = 1;
}

static void respell_slip(suggesting *s, slip *now)
{
    uint64_t least = now->paragraphs * TIMES_AS_MANY;
    pilcrow_status status = respell(&now->words, &s->expander, now->field,
                                    s->query->text + now->start,
                                    now->end - now->start, least, s->err);
    if (status != PILCROW_OK)
        fail(s, status);
    else if (now->words.count == 0 && now->paragraphs == 0)
        split_word(s, now);
}

static int by_place(const void *left, const void *right)
{
    const slip *a = left;
    const slip *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* The query with its slips put right: of the one at `other` by its `nth` word,
 * of the rest by their first. */
static void write_respelled(suggesting *s, size_t other, size_t nth)
{
    buf text;
    size_t at = 0;
    const suggest_query *q = s->query;
    buf_init(&text, 4 * QUERY_BYTES_MAX);
    for (size_t i = 0; i < s->count; i++) {
        const slip *now = &s->slips[i];
        size_t k = i == other ? nth : 0;
        if (k >= now->words.count)
            continue;
        const char *word =
            respell_case(s->arena, now->words.words[k].text,
                         q->text + now->start, now->end - now->start);
        if (word == NULL)
            fail(s, error_no_memory(s->err));
        buf_add(&text, q->text + at, now->start - at);
        buf_add_text(&text, word == NULL ? "" : word);
        at = now->end;
    }
    buf_add(&text, q->text + at, q->len - at);
    suggest(s, &text);
    buf_release(&text);
}

/* Is the `nth` word about as likely as the first? */
static bool is_as_likely(const respellings *words, size_t nth)
{
    return nth < words->count &&
           words->words[nth].edits == words->words[0].edits &&
           words->words[nth].paragraphs * 10 >= words->words[0].paragraphs;
}

static void suggest_spelling(suggesting *s)
{
    size_t right = 0;
    size_t last = 0;
    if (s->too_many || s->count == 0)
        return;
    qsort(s->slips, s->count, sizeof *s->slips, by_place);
    for (size_t i = 0; i < s->count && s->status == PILCROW_OK; i++) {
        respell_slip(s, &s->slips[i]);
        if (s->slips[i].words.count > 0) {
            right++;
            last = i;
        }
    }
    if (right > 0)
        write_respelled(s, last, 0);
    for (size_t k = 1; right == 1 && is_as_likely(&s->slips[last].words, k);
         k++)
        write_respelled(s, last, k);
}

/* -------------------------------------------------------------- keyboard - */

/* A run of the query without blanks, and what its keys give in the other
 * layout. */
typedef struct chunk {
    size_t start, end; /* of the word, without what may stand around it */
    const char *other; /* NULL where the keys give no word of the index */
    bool latin;        /* `other` is */
    bool sure;         /* nobody has the one, somebody the other */
} chunk;

/* The words of a piece of text: the paragraphs of the rarest, 0 where the index
 * lacks one or there is none. */
static uint64_t weigh_words(suggesting *s, const char *text, size_t len)
{
    uint64_t least = UINT64_MAX;
    analyser *tokens = s->query->index->tokens;
    analysis_token token;
    pilcrow_span spans[8];
    size_t count = 0;
    analyser_start(tokens, text, len, NULL);
    while (count < 8 && analyser_next(tokens, &token)) {
        spans[count] = (pilcrow_span){token.start, token.end};
        count += token.role == ANALYSIS_WORD;
    }
    for (size_t i = 0; i < count && s->status == PILCROW_OK; i++) {
        uint64_t paragraphs = 0;
        pilcrow_status status = respell_known(
            &paragraphs, &s->expander, ENGINE_BODY, text + spans[i].start,
            spans[i].end - spans[i].start, s->err);
        if (status != PILCROW_OK)
            fail(s, status);
        least = paragraphs < least ? paragraphs : least;
    }
    return count == 0 ? 0 : least;
}

static bool is_one_of(char c, const char *list)
{
    return c != '\0' && strchr(list, c) != NULL;
}

/* Switch the keys of [start, end) if that gives a word of the index. */
static bool switch_keys(suggesting *s, chunk *c, size_t start, size_t end)
{
    buf other;
    const char *text = s->query->text + start;
    buf_init(&other, QUERY_BYTES_MAX);
    bool word = keyboard_switch(&other, text, end - start);
    uint64_t found = word ? weigh_words(s, other.data, other.len) : 0;
    uint64_t typed = found > 0 ? weigh_words(s, text, end - start) : 0;
    if (found > typed) {
        *c = (chunk){.start = start,
                     .end = end,
                     .other = arena_copy(s->arena, other.data, other.len),
                     .latin = (unsigned char)other.data[0] < 0x80,
                     .sure = typed == 0 &&
                             utf8_length(other.data, other.len) >= SPLIT_MIN};
        if (c->other == NULL)
            fail(s, error_no_memory(s->err));
    }
    buf_release(&other);
    return c->other != NULL;
}

/* Read the chunk at [start, end): what stands around the word may be marks of
 * the query, or letters of the other layout. */
static void read_chunk(suggesting *s, chunk *c, size_t start, size_t end)
{
    const char *text = s->query->text;
    *c = (chunk){0};
    while (start < end && is_one_of(text[start], "(+-"))
        start++;
    if (end - start > strlen("heading:") &&
        strncmp(text + start, "heading:", strlen("heading:")) == 0)
        start += strlen("heading:");
    while (end > start && text[end - 1] == ')')
        end--;
    while (start < end && s->status == PILCROW_OK &&
           !switch_keys(s, c, start, end)) {
        if (is_one_of(text[end - 1], "?!.,;:'\"*~"))
            end--;
        else if (text[start] == '"')
            start++;
        else
            break;
    }
}

static bool is_operator(const char *text, size_t len)
{
    static const char *const words[] = {"AND", "OR",  "NOT", "NEAR",
                                        "И",   "ИЛИ", "НЕ"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
            return true;
    return len > 5 && memcmp(text, "NEAR/", 5) == 0;
}

/* The chunks of the query; `*sure` is one that is typed in the wrong layout,
 * NULL for none. False without memory. */
static bool read_chunks(suggesting *s, chunk **out, size_t *count,
                        const chunk **sure)
{
    const char *text = s->query->text;
    size_t len = s->query->len;
    chunk *list = NULL;
    size_t capacity = 0;
    *count = 0;
    *sure = NULL;
    for (size_t at = 0; at < len && s->status == PILCROW_OK;) {
        size_t end = at;
        while (end < len && (unsigned char)text[end] > ' ')
            end++;
        if (end > at && !is_operator(text + at, end - at)) {
            list =
                list_room_in(s->arena, list, *count, &capacity, sizeof *list);
            if (list == NULL)
                return fail(s, error_no_memory(s->err));
            read_chunk(s, &list[*count], at, end);
            *count += list[*count].other != NULL;
        }
        at = end + 1;
    }
    for (size_t i = *count; i-- > 0;)
        if (list[i].sure)
            *sure = &list[i];
    *out = list;
    return s->status == PILCROW_OK;
}

/* One word in the wrong layout: so are the others that would be words too. */
static void suggest_layout(suggesting *s)
{
    chunk *chunks;
    const chunk *sure;
    size_t count;
    size_t at = 0;
    buf text;
    const suggest_query *q = s->query;
    if (!read_chunks(s, &chunks, &count, &sure) || sure == NULL)
        return;
    buf_init(&text, 4 * QUERY_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (chunks[i].latin != sure->latin)
            continue;
        buf_add(&text, q->text + at, chunks[i].start - at);
        buf_add_text(&text, chunks[i].other);
        at = chunks[i].end;
    }
    buf_add(&text, q->text + at, q->len - at);
    suggest(s, &text);
    buf_release(&text);
}

/* ------------------------------------------------------------- the whole - */

pilcrow_status suggest_find(const char *const **out, size_t *count,
                            const suggest_query *query, pilcrow_error *err)
{
    suggesting s = {.query = query, .arena = query->arena, .err = err};
    const char **languages = index_latin_languages(query->index, s.arena);
    *out = NULL;
    *count = 0;
    if (query->root == NULL || query->index->tokens == NULL)
        return PILCROW_OK;
    s.found = arena_array(s.arena, SUGGEST_MAX, sizeof *s.found);
    if (languages == NULL || s.found == NULL)
        return error_no_memory(err);
    expander_begin(&s.expander, s.arena, query->index, languages, 1);
    s.expander.visits = EXPAND_VISITS_MAX - VISITS_MAX;
    look_at(&s, query->root);
    if (s.status == PILCROW_OK && s.count > 0)
        suggest_layout(&s);
    if (s.status == PILCROW_OK && s.found_count == 0)
        suggest_spelling(&s);
    *out = s.found;
    *count = s.found_count;
    return s.status;
}
