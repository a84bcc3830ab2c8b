/* SPDX-License-Identifier: MIT
 *
 * In: a query as typed or pasted. Out: well-formed tokens. Two passes: cut,
 * then mend, so that the parser meets no surprise. */
#include "searcher/query/lexer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#include <utf8proc.h>

/* Bytes of what is said to be wrong with a piece of a query. */
#define WHAT_MAX 200

void lexer_complain(lexer *l, size_t offset, const char *quoted, size_t len,
                    const char *what, const char *reading)
{
    query_quoted name;
    char sentence[sizeof name.text + WHAT_MAX];
    if (l->status != PILCROW_OK)
        return;
    if (quoted != NULL)
        snprintf(sentence, sizeof sentence, "'%s' %s",
                 query_quote(&name, quoted, len), what);
    else
        snprintf(sentence, sizeof sentence, "%s", what);
    l->status = query_complain(l->notices, l->strict, l->err, offset, sentence,
                               reading);
}

static void complain(lexer *l, size_t offset, const char *what,
                     const char *reading)
{
    lexer_complain(l, offset, NULL, 0, what, reading);
}

/* --------------------------------------------------------------- cutting - */

static void push(lexer *l, lexer_token token)
{
    if (l->count < l->capacity)
        l->tokens[l->count++] = token;
}

static size_t read_code(const lexer *l, size_t at, uint32_t *code)
{
    return utf8_read(l->text + at, l->len - at, code);
}

static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0x7F || code == 0xA0 || code == 0x3000 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029;
}

/* The marks that close what `code` opens; false if it opens nothing. */
static bool opens_phrase(uint32_t code, const uint32_t **closers)
{
    static const uint32_t straight[] = {'"', 0};
    static const uint32_t angle[] = {0xBB, 0};
    static const uint32_t low[] = {0x201C, 0x201D, 0};
    static const uint32_t high[] = {0x201D, 0};
    switch (code) {
    case '"':
        *closers = straight;
        return true;
    case 0xAB:
        *closers = angle;
        return true;
    case 0x201E:
        *closers = low;
        return true;
    case 0x201C:
        *closers = high;
        return true;
    default:
        return false;
    }
}

static bool is_one_of(uint32_t code, const uint32_t *list)
{
    for (; *list != 0; list++)
        if (*list == code)
            return true;
    return false;
}

/* Where the phrase that begins at `at` ends; false if it is never closed.
 * `*after` is the byte behind the closing mark. */
static bool find_closer(const lexer *l, size_t at, const uint32_t *closers,
                        size_t *end, size_t *after)
{
    while (at < l->len) {
        uint32_t code;
        size_t size = read_code(l, at, &code);
        if (is_one_of(code, closers)) {
            *end = at;
            *after = at + size;
            return true;
        }
        at += size;
    }
    return false;
}

/* Quotation marks and brackets end a word; an apostrophe or dash does not. */
static bool ends_word(uint32_t code)
{
    const uint32_t *closers;
    return is_blank(code) || code == '(' || code == ')' || code == 0xBB ||
           code == 0x201D || opens_phrase(code, &closers);
}

static size_t word_end(const lexer *l, size_t at)
{
    while (at < l->len) {
        uint32_t code;
        size_t size = read_code(l, at, &code);
        if (ends_word(code))
            break;
        at += size;
    }
    return at;
}

static const struct {
    const char *name;
    engine_field field;
} fields[] = {
    {"heading:", ENGINE_HEADING}, {"doc:", ENGINE_DOC}, {"lang:", ENGINE_LANG},
    {"kind:", ENGINE_KIND},       {"id:", ENGINE_ID},
};

/* What people write for a field in other places. */
static const struct {
    const char *name;
    const char *meant;
} no_fields[] = {
    {"title:", "heading:"},     {"section:", "heading:"},
    {"path:", "doc:"},          {"file:", "doc:"},
    {"filename:", "doc:"},      {"document:", "doc:"},
    {"language:", "lang:"},     {"type:", "kind:"},
    {"заголовок:", "heading:"}, {"документ:", "doc:"},
    {"файл:", "doc:"},          {"язык:", "lang:"},
};

/* The longest of these names. */
#define NAME_BYTES_MAX strlen("заголовок:")

/* Does the word at `at` begin with `name`, in small letters or ASCII capitals?
 */
static bool begins_with(const lexer *l, size_t at, const char *name)
{
    size_t len = strlen(name);
    return l->len - at >= len && strncasecmp(l->text + at, name, len) == 0;
}

/* Can what is at `at` belong to a field before it? */
static bool is_value(const lexer *l, size_t at)
{
    uint32_t code;
    const uint32_t *closers;
    if (at >= l->len)
        return false;
    read_code(l, at, &code);
    return !ends_word(code) || code == '(' || opens_phrase(code, &closers);
}

static void hint_at_field(lexer *l, size_t at)
{
    char what[64];
    for (size_t i = 0; i < sizeof no_fields / sizeof *no_fields; i++) {
        const char *name = no_fields[i].name;
        size_t len = strlen(name);
        if (!begins_with(l, at, name) || !is_value(l, at + len) ||
            l->text[at + len] == '/')
            continue;
        snprintf(what, sizeof what, "is no field, '%s' may be meant",
                 no_fields[i].meant);
        lexer_complain(l, at, name, len, what, "it is read as a word");
    }
}

/* True if a field's name and something for it stand at `at`. */
static bool read_field(lexer *l, size_t *at)
{
    const size_t left = l->len - *at;
    if (memchr(l->text + *at, ':',
               left < NAME_BYTES_MAX ? left : NAME_BYTES_MAX) == NULL)
        return false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t len = strlen(fields[i].name);
        if (!begins_with(l, *at, fields[i].name))
            continue;
        if (!is_value(l, *at + len)) {
            lexer_complain(l, *at, fields[i].name, len,
                           "has nothing right after it to look for",
                           "it is read as a word");
            return false;
        }
        push(l, (lexer_token){.kind = LEXER_FIELD,
                              .start = *at,
                              .end = *at + len,
                              .field = fields[i].field});
        *at += len;
        return true;
    }
    hint_at_field(l, *at);
    return false;
}

/* +x and -x, where x follows at once. */
static bool read_sign(lexer *l, size_t *at)
{
    char sign = l->text[*at];
    uint32_t code;
    const uint32_t *closers;
    const lexer_token *before = l->count > 0 ? &l->tokens[l->count - 1] : NULL;
    if ((sign != '+' && sign != '-') || *at + 1 >= l->len)
        return false;
    if (before != NULL && before->kind == LEXER_FIELD && before->end == *at)
        return false; /* doc:-drafts/a.md */
    read_code(l, *at + 1, &code);
    if (code == '+' || code == '-' ||
        (ends_word(code) && code != '(' && !opens_phrase(code, &closers)))
        return false;
    push(l, (lexer_token){.kind = sign == '+' ? LEXER_PLUS : LEXER_MINUS,
                          .start = *at,
                          .end = *at + 1});
    *at += 1;
    return true;
}

/* "a b"~3, as others write what is NEAR/3 here. */
static size_t pass_slop(lexer *l, size_t at)
{
    size_t end = at + 1;
    if (at >= l->len || l->text[at] != '~')
        return at;
    while (end < l->len && l->text[end] >= '0' && l->text[end] <= '9')
        end++;
    lexer_complain(l, at, l->text + at, end - at,
                   "means nothing after a phrase, write a NEAR/3 b",
                   "it is passed over");
    return end;
}

static bool read_phrase(lexer *l, size_t *at)
{
    uint32_t code;
    const uint32_t *closers;
    size_t end;
    size_t after;
    size_t size = read_code(l, *at, &code);
    if (!opens_phrase(code, &closers))
        return false;
    if (find_closer(l, *at + size, closers, &end, &after)) {
        push(l, (lexer_token){
                    .kind = LEXER_PHRASE, .start = *at + size, .end = end});
        *at = pass_slop(l, after);
    } else {
        complain(l, *at, "a quotation mark is not closed",
                 "what follows it is read as words");
        *at += size;
    }
    return true;
}

static const struct {
    const char *word;
    lexer_kind kind;
} operators[] = {
    {"AND", LEXER_AND}, {"И", LEXER_AND},     {"OR", LEXER_OR},
    {"ИЛИ", LEXER_OR},  {"NOT", LEXER_MINUS}, {"НЕ", LEXER_MINUS},
};

/* NEAR and NEAR/5. Something like it that asks for no distance is a word. */
static bool read_near(lexer *l, size_t start, size_t end, uint32_t *distance)
{
    const char *word = l->text + start;
    size_t len = end - start;
    uint32_t number = 0;
    *distance = QUERY_NEAR_USUAL;
    if (len == 4 && strncmp(word, "NEAR", 4) == 0)
        return true;
    if (len < 5 || strncmp(word, "NEAR/", 5) != 0)
        return false;
    for (size_t i = 5; i < len; i++) {
        if (word[i] < '0' || word[i] > '9')
            return false;
        if (number <= QUERY_NEAR_MAX)
            number = number * 10 + (uint32_t)(word[i] - '0');
    }
    if (number == 0)
        lexer_complain(l, start, word, len, "has no distance from 1 to 1000",
                       "it is read as a word");
    else if (number > QUERY_NEAR_MAX)
        lexer_complain(l, start, word, len, "is farther than 1000 words",
                       "1000 is taken");
    *distance = number > QUERY_NEAR_MAX ? QUERY_NEAR_MAX : number;
    return number > 0;
}

static bool find_operator(const char *word, size_t len, lexer_kind *kind)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strlen(operators[i].word) == len &&
            memcmp(operators[i].word, word, len) == 0) {
            *kind = operators[i].kind;
            return true;
        }
    return false;
}

static void push_word(lexer *l, size_t start, size_t end, bool capitals)
{
    lexer_token token = {.kind = LEXER_WORD, .start = start, .end = end};
    if (!capitals &&
        !find_operator(l->text + start, end - start, &token.kind) &&
        read_near(l, start, end, &token.distance))
        token.kind = LEXER_NEAR;
    push(l, token);
}

static bool is_operator(const lexer *l, size_t start, size_t end)
{
    lexer_kind kind;
    return find_operator(l->text + start, end - start, &kind) ||
           (end - start >= 4 && strncmp(l->text + start, "NEAR", 4) == 0);
}

static bool has_capital(const lexer *l, size_t start, size_t end)
{
    for (size_t at = start; at < end;) {
        uint32_t code;
        at += read_code(l, at, &code);
        if (utf8proc_isupper((utf8proc_int32_t)code))
            return true;
    }
    return false;
}

/* A query all in capitals: its AND is a word. So it is where nothing but
 * operators is there; between words of a script without capitals it is none. */
static bool all_capitals(const lexer *l)
{
    bool shouted = false, others = false;
    size_t size;
    for (size_t at = 0; at < l->len; at += size) {
        uint32_t code;
        size = read_code(l, at, &code);
        if (utf8proc_islower((utf8proc_int32_t)code))
            return false;
    }
    for (size_t at = 0; at < l->len && !shouted; at += size) {
        uint32_t code;
        size_t end = word_end(l, at);
        size = end > at ? end - at : read_code(l, at, &code);
        if (end == at || is_operator(l, at, end))
            continue;
        others = true;
        shouted = has_capital(l, at, end);
    }
    return shouted || !others;
}

static void cut(lexer *l)
{
    bool capitals = all_capitals(l);
    for (size_t at = 0; at < l->len;) {
        uint32_t code;
        size_t size = read_code(l, at, &code);
        if (code == '(' || code == ')') {
            push(l,
                 (lexer_token){.kind = code == '(' ? LEXER_OPEN : LEXER_CLOSE,
                               .start = at,
                               .end = at + 1});
            at++;
        } else if (read_phrase(l, &at) || read_sign(l, &at) ||
                   (!capitals && read_field(l, &at))) {
            continue;
        } else if (ends_word(code)) {
            at += size;
        } else {
            size_t end = word_end(l, at);
            push_word(l, at, end, capitals);
            at = end;
        }
    }
}

/* --------------------------------------------------------------- mending - */

static void remove_token(lexer *l, size_t i)
{
    memmove(&l->tokens[i], &l->tokens[i + 1],
            (l->count - i - 1) * sizeof *l->tokens);
    l->count--;
}

/* Brackets without a partner, or too deep, go. */
static void match_brackets(lexer *l)
{
    size_t open[QUERY_DEPTH_MAX];
    size_t depth = 0;
    for (size_t i = 0; i < l->count;) {
        lexer_kind kind = l->tokens[i].kind;
        size_t offset = l->tokens[i].start;
        if (kind == LEXER_OPEN && depth < QUERY_DEPTH_MAX) {
            open[depth++] = i++;
        } else if (kind == LEXER_CLOSE && depth > 0) {
            depth--;
            i++;
        } else if (kind == LEXER_OPEN || kind == LEXER_CLOSE) {
            complain(l, offset,
                     kind == LEXER_OPEN ? "the brackets are nested too deep"
                                        : "a bracket was never opened",
                     "it is passed over");
            remove_token(l, i);
        } else {
            i++;
        }
    }
    while (depth > 0) {
        size_t i = open[--depth];
        complain(l, l->tokens[i].start, "a bracket is not closed",
                 "it is passed over");
        remove_token(l, i);
    }
}

static bool begins_operand(const lexer *l, size_t i)
{
    if (i >= l->count)
        return false;
    lexer_kind kind = l->tokens[i].kind;
    return kind <= LEXER_OPEN || kind == LEXER_PLUS || kind == LEXER_MINUS;
}

static bool ends_operand(const lexer *l, size_t i)
{
    lexer_kind kind = l->tokens[i].kind;
    return kind == LEXER_WORD || kind == LEXER_PHRASE || kind == LEXER_CLOSE;
}

static bool is_plain(const lexer *l, size_t i)
{
    return i < l->count && (l->tokens[i].kind == LEXER_WORD ||
                            l->tokens[i].kind == LEXER_PHRASE);
}

/* A word or phrase, with its field or without. */
static bool is_text(const lexer *l, size_t i)
{
    if (i < l->count && l->tokens[i].kind == LEXER_FIELD)
        i++;
    return is_plain(l, i);
}

/* Of two words or phrases; a NEAR b NEAR c has no reading. */
static bool is_between_texts(const lexer *l, size_t i)
{
    if (i == 0 || !is_plain(l, i - 1) || !is_text(l, i + 1))
        return false;
    size_t left = i - 1;
    if (left > 0 && l->tokens[left - 1].kind == LEXER_FIELD)
        left--;
    return left == 0 || l->tokens[left - 1].kind != LEXER_NEAR;
}

/* Has the operator at `i` what it needs? */
static bool has_operands(const lexer *l, size_t i)
{
    switch (l->tokens[i].kind) {
    case LEXER_AND:
    case LEXER_OR:
        return i > 0 && ends_operand(l, i - 1) && begins_operand(l, i + 1);
    case LEXER_FIELD:
        return is_plain(l, i + 1) ||
               (i + 1 < l->count && l->tokens[i + 1].kind == LEXER_OPEN);
    case LEXER_NEAR:
        return is_between_texts(l, i);
    case LEXER_PLUS:
    case LEXER_MINUS:
        return begins_operand(l, i + 1) &&
               l->tokens[i + 1].kind != LEXER_PLUS &&
               l->tokens[i + 1].kind != LEXER_MINUS;
    default:
        return true;
    }
}

static bool is_letters(const lexer *l, const lexer_token *token)
{
    return l->text[token->start] != '+' && l->text[token->start] != '-';
}

/* What is wrong with the operator at `i`, which has not what it needs? */
static const char *what_lacks(const lexer *l, size_t i)
{
    if (l->tokens[i].kind == LEXER_NEAR && i > 0 && ends_operand(l, i - 1) &&
        begins_operand(l, i + 1))
        return "takes one word or phrase on each side, and no other NEAR";
    return "stands where it has no operand";
}

/* Operators without operands become words; a lone sign goes. */
static void mend_operators(lexer *l)
{
    for (size_t i = 0; i < l->count; i++) {
        lexer_token *token = &l->tokens[i];
        if (has_operands(l, i))
            continue;
        lexer_complain(l, token->start, l->text + token->start,
                       token->end - token->start, what_lacks(l, i),
                       is_letters(l, token) ? "it is read as a word"
                                            : "it is passed over");
        if (is_letters(l, token))
            token->kind = LEXER_WORD;
        else
            remove_token(l, i--);
    }
}

/* True if an empty pair of brackets was removed. */
static bool remove_empty(lexer *l)
{
    bool removed = false;
    for (size_t i = 0; i + 1 < l->count; i++) {
        if (l->tokens[i].kind != LEXER_OPEN ||
            l->tokens[i + 1].kind != LEXER_CLOSE)
            continue;
        complain(l, l->tokens[i].start, "a pair of brackets is empty",
                 "it is passed over");
        remove_token(l, i + 1);
        remove_token(l, i);
        removed = true;
        i = i > 1 ? i - 2 : 0;
    }
    return removed;
}

pilcrow_status lexer_run(lexer *l, arena *a)
{
    l->capacity = l->len + 1;
    l->tokens = arena_array(a, l->capacity, sizeof *l->tokens);
    if (l->tokens == NULL)
        return error_no_memory(l->err);
    cut(l);
    match_brackets(l);
    size_t before;
    do {
        before = l->count;
        while (remove_empty(l)) {
        }
        mend_operators(l);
    } while (l->count != before);
    return l->status;
}
