/* SPDX-License-Identifier: MIT
 *
 * In: a text. Out: its tokens, one at a call. Between calls the analyser stands
 * somewhere in three nested things: the run being read (word.h), in it the part
 * whose characters are decoded (glyph.h), in that the segment or pair to come.
 *
 * Invariant: a token depends on the text before it for its position only; what
 * stands around it can cut it shorter or withhold it, never change its term. */
#include "analysis/analysis.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/fast.h"
#include "analysis/lookalike.h"
#include "analysis/switches.h"
#include "analysis/token.h"
#include "analysis/vote.h"

#define FOLDED_MAX ((size_t)1 << 30)

/* ---------------------------------------------------------- the object --- */

static bool sign(analyser *a)
{
    buf text;
    buf_init(&text, 1024);
    buf_add_format(&text, "%d ", ANALYSIS_VERSION);
    for (size_t i = 0; i < a->stems.asked; i++)
        buf_add_format(&text, "%s%s", i > 0 ? "," : "",
                       a->stems.items[i].language->code);
    a->signature = buf_take(&text);
    buf_release(&text);
    return a->signature != NULL;
}

pilcrow_status analyser_new(analyser **out, const char *languages,
                            pilcrow_error *err)
{
    *out = NULL;
    analyser *a = calloc(1, sizeof *a);
    if (a == NULL)
        return error_no_memory(err);
    glyph_list_init(&a->glyphs);
    folder_init(&a->folder);
    buf_init(&a->folded, FOLDED_MAX);
    pilcrow_status status = stems_init(&a->stems, languages, err);
    if (status == PILCROW_OK && !sign(a))
        status = error_no_memory(err);
    if (status != PILCROW_OK) {
        analyser_free(a);
        return status;
    }
    analyser_start(a, "", 0, NULL);
    *out = a;
    return PILCROW_OK;
}

void analyser_free(analyser *a)
{
    if (a == NULL)
        return;
    stems_release(&a->stems);
    glyph_list_release(&a->glyphs);
    folder_release(&a->folder);
    buf_release(&a->folded);
    free(a->signature);
    free(a);
}

const char *analyser_signature(const analyser *a)
{
    return a->signature;
}

const char *analyser_language(analyser *a, const char *text, size_t len)
{
    return vote_language(&a->stems, text, len);
}

const char *analyser_latin(const analyser *a, size_t n)
{
    for (size_t i = 0; i < a->stems.count; i++) {
        const language *l = a->stems.items[i].language;
        if (l->script == SCRIPT_LATIN && n-- == 0)
            return l->code;
    }
    return NULL;
}

/* Stem by script, Latin words as language `latin` has it. */
static void set_languages(analyser *a, int latin)
{
    memcpy(a->languages, a->stems.by_script, sizeof a->languages);
    a->languages[SCRIPT_LATIN] = latin;
    bool turkish = a->stems.items[latin].language->style == FOLD_TURKISH;
    a->fast = !turkish && !a->slow;
}

static void set_one_language(analyser *a, const char *code)
{
    const int index = stems_index(&a->stems, code);
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        a->languages[i] = index;
}

void analyser_start(analyser *a, const char *text, size_t len, const char *lang)
{
    int index = lang != NULL ? stems_index(&a->stems, lang) : -1;
    if (index < 0 || a->stems.items[index].language->script != SCRIPT_LATIN)
        index = a->stems.by_script[SCRIPT_LATIN];
    set_languages(a, index);
    if (!ANALYSIS_STEM_BY_SCRIPT)
        set_one_language(a, analyser_language(a, text, len));
    a->text = text;
    a->len = len;
    a->at = 0;
    a->position = 0;
    a->run.count = 0;
    a->run.open = false;
    a->part = 0;
    a->whole = false;
    glyph_list_clear(&a->glyphs);
    a->glyph = 0;
    a->pairs_end = 0;
    a->failed = false;
}

bool analyser_failed(const analyser *a)
{
    return a->failed;
}

/* ----------------------------------------------------------- fast words --- */

/* The token of a fast word in a->term. */
static inline token_outcome fast_token(analyser *a, const fast_word *word,
                                       analysis_token *token)
{
    const int index = word->stemmed ? a->languages[word->script] : -1;
    stems_found found;
    token->start = word->start;
    token->end = word->end;
    token->position = a->position;
    if (index >= 0 && word->len <= CACHE_BYTES &&
        stems_known(&a->stems, index, a->term, word->len, &found)) {
        token_put_term(a, token, &found, word->script, index);
        return TOKEN_MADE;
    }
    return token_set_term(a, token, a->term, word->len, word->script,
                          word->stemmed)
               ? TOKEN_MADE
               : TOKEN_FAILED;
}

/* The same, its position used up. */
static inline token_outcome next_token(analyser *a, const fast_word *word,
                                       analysis_token *token)
{
    token_outcome made = fast_token(a, word, token);
    a->position++;
    return made;
}

/* ------------------------------------------------------- parts of runs --- */

/* Add the characters of a part to a->glyphs: of a number only its digits. */
static void load_part(analyser *a, const word_part *part)
{
    for (size_t at = part->start; at < part->end;) {
        char_read c = char_at(a->text, part->end, at);
        glyph g = {c.code, c.class, SCRIPT_NONE, at, at + c.size};
        if (c.class == CHAR_LETTER)
            g.script = char_script_of(c.code);
        bool wanted =
            part->is_number ? c.class == CHAR_DIGIT : c.class != CHAR_IGNORED;
        if (wanted)
            glyph_list_add(&a->glyphs, &g);
        at += c.size;
    }
}

/* The token of a plain part; any other is loaded for cutting into segments. */
static token_outcome begin_part(analyser *a, const word_part *part,
                                analysis_token *token)
{
    fast_word word;
    if (a->fast && fast_part(&word, a->term, a->text, part))
        return next_token(a, &word, token);
    glyph_list_clear(&a->glyphs);
    load_part(a, part);
    lookalike_repair(&a->glyphs);
    a->glyph = 0;
    a->pairs_end = 0;
    if (!a->glyphs.failed)
        return TOKEN_NONE;
    token_fail(a);
    return TOKEN_FAILED;
}

/* Add the joint before a part of a symbol; a decimal comma reads as a dot. */
static void load_joint(analyser *a, char joint)
{
    char sign = joint == ',' ? '.' : joint;
    glyph g = {(unsigned char)sign, CHAR_BREAK, SCRIPT_NONE, 0, 0};
    glyph_list_add(&a->glyphs, &g);
}

/* The token of the whole run. */
static token_outcome whole_token(analyser *a, analysis_token *token)
{
    const word_run *run = &a->run;
    fast_word word;
    if (a->fast && fast_run(&word, a->term, a->text, run)) {
        token_outcome made = fast_token(a, &word, token);
        token->role = ANALYSIS_WHOLE;
        return made;
    }
    glyph_list_clear(&a->glyphs);
    for (size_t i = 0; i < run->count; i++) {
        if (i > 0 && run->kind == RUN_SYMBOL)
            load_joint(a, run->parts[i].joint);
        load_part(a, &run->parts[i]);
    }
    if (a->glyphs.failed) {
        token_fail(a);
        return TOKEN_FAILED;
    }
    lookalike_repair(&a->glyphs);
    segment s = {0,
                 a->glyphs.count,
                 run->parts[0].start,
                 run->parts[run->count - 1].end,
                 SCRIPT_NONE,
                 true};
    for (size_t i = 0; i < s.last && s.script == SCRIPT_NONE; i++)
        s.script = a->glyphs.items[i].script;
    token_outcome result = token_of_segment(a, &s, false, token);
    token->role = ANALYSIS_WHOLE;
    glyph_list_clear(&a->glyphs);
    a->glyph = 0;
    return result;
}

/* True if the segment is a word that a stemmer may see: not .NET or C++. */
static bool is_stemmable(const analyser *a, const segment *s)
{
    char_class first = a->glyphs.items[s->first].class;
    char_class last = a->glyphs.items[s->last - 1].class;
    return !s->has_digits && s->script != SCRIPT_NONE && first != CHAR_DOT &&
           last != CHAR_BREAK;
}

/* The next token of a text in pairs: of each character the pair it begins, if
 * it does, then itself, which uses up their position. */
static token_outcome pairs_token(analyser *a, analysis_token *token)
{
    segment s = glyph_single(&a->glyphs, a->glyph, a->pairs_end);
    bool is_last = s.last == a->pairs_end;
    a->paired = !is_last && !a->paired;
    if (a->paired) {
        s = glyph_pair(&a->glyphs, a->glyph, a->pairs_end);
        return token_of_segment(a, &s, false, token);
    }
    bool is_alone = is_last && s.first == a->pairs_start;
    a->glyph = is_last ? a->after_pairs : s.last;
    a->pairs_end = is_last ? 0 : a->pairs_end;
    token_outcome result = token_of_segment(a, &s, false, token);
    token->role = is_alone ? ANALYSIS_WORD : ANALYSIS_SINGLE;
    a->position += result == TOKEN_MADE;
    return result;
}

static void begin_pairs(analyser *a, const segment *s, size_t after)
{
    a->glyph = a->pairs_start = s->first;
    a->pairs_end = s->last;
    a->after_pairs = after;
    a->paired = false;
}

/* The next token of the part in hand; its position is used up. */
static token_outcome segment_token(analyser *a, analysis_token *token)
{
    segment s;
    if (a->pairs_end > 0)
        return pairs_token(a, token);
    size_t next = glyph_segment(&a->glyphs, a->glyph, &s);
    a->glyph = next;
    if (s.first == s.last)
        return TOKEN_NONE;
    if (s.script == SCRIPT_PAIRS) {
        begin_pairs(a, &s, next);
        return pairs_token(a, token);
    }
    token_outcome result = token_of_segment(a, &s, is_stemmable(a, &s), token);
    a->position += result == TOKEN_MADE;
    return result;
}

/* --------------------------------------------------------------- tokens --- */

/* Begin the next run; false if there is none. */
static bool begin_run(analyser *a)
{
    bool more = a->at < a->len && word_run_read(&a->run, a->text, a->len, a->at,
                                                a->run.open, &a->at);
    if (more)
        a->part = 0;
    a->whole = more && a->run.kind != RUN_PLAIN;
    return more;
}

/* The next token by the general rules. */
static bool next_by_rules(analyser *a, analysis_token *out)
{
    bool more = !a->failed;
    token_outcome result = TOKEN_NONE;
    while (more && result == TOKEN_NONE) {
        if (a->glyph < a->glyphs.count)
            result = segment_token(a, out);
        else if (a->whole) {
            a->whole = false;
            result = whole_token(a, out);
        } else if (a->part < a->run.count) {
            result = begin_part(a, &a->run.parts[a->part++], out);
        } else {
            more = begin_run(a);
        }
    }
    return result == TOKEN_MADE;
}

/* True if no run is in hand. */
static bool is_between(const analyser *a)
{
    return a->part >= a->run.count && a->glyph >= a->glyphs.count &&
           !a->whole && !a->run.open && !a->failed;
}

bool analyser_next(analyser *a, analysis_token *out)
{
    fast_word word;
    if (a->fast && is_between(a)) {
        bool is_simple = fast_read(&word, a->term, a->text, a->len, a->at);
        a->at = is_simple ? word.end : word.start;
        if (is_simple)
            return next_token(a, &word, out) == TOKEN_MADE;
    }
    return next_by_rules(a, out);
}

/* -------------------------------------------------------------- folding --- */

/* Add the characters of a text to a->glyphs. False for a text in pairs. */
static bool load_text(analyser *a, char_script *script)
{
    *script = SCRIPT_NONE;
    for (size_t at = 0; at < a->len;) {
        char_read c = char_at(a->text, a->len, at);
        glyph g = {c.code, c.class, SCRIPT_NONE, at, at + c.size};
        if (c.class == CHAR_LETTER)
            g.script = char_script_of(c.code);
        if (g.script == SCRIPT_PAIRS)
            return false;
        if (c.class != CHAR_IGNORED)
            glyph_list_add(&a->glyphs, &g);
        at += c.size;
    }
    lookalike_repair(&a->glyphs);
    for (size_t i = 0; i < a->glyphs.count && *script == SCRIPT_NONE; i++)
        *script = a->glyphs.items[i].script;
    return true;
}

bool analyser_fold(analyser *a, buf *out, const char *text, size_t len)
{
    char_script script;
    buf_clear(out);
    analyser_start(a, text, len, NULL);
    bool whole = load_text(a, &script);
    bool ok = !a->glyphs.failed &&
              (!whole || (token_fold(a, 0, a->glyphs.count, script, false) &&
                          buf_add(out, a->folded.data, a->folded.len)));
    analyser_start(a, "", 0, NULL);
    return ok;
}
