/* SPDX-License-Identifier: MIT
 *
 * Splitting what no one would write: random bytes, Markdown cut up and put
 * together again, Russian among what is none, and one mark over and over.
 * Nothing may crash and every invariant must hold (test_corpus_kit). The seeds
 * are fixed, so a failure comes again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "corpus/text.h"
#include "chance.h"
#include "shapes.h"
#include "test_corpus_kit.h"

#define TEXT_MAX ((size_t)8 * 1024 * 1024)
#define SHORT ((size_t)16 * 1024)
#define ROUNDS 1000

/* Pieces of Markdown that have something to go wrong. */
static const char *const pieces[] = {
    "# ",
    "## ",
    "#### \n",
    "**",
    "*",
    "_",
    "__",
    "`",
    "``",
    "```\n",
    "~~~",
    "[",
    "](",
    ")",
    "]",
    "![",
    "[^1]",
    "[^1]: ",
    "[a]: http://b\n",
    "<sup>",
    "</sup>",
    "<sup>1</sup>",
    "$<sup>^{1}</sup>$",
    "<sup>[1](#a)</sup>",
    "<sup><a>**1",
    "</a>",
    "^{1, [2]",
    "$",
    "^{1}",
    "<!--",
    "-->",
    "<a href=\"",
    "\">",
    "<https://a.b>",
    "&amp;",
    "&#x41;",
    "&#0;",
    "&",
    ";",
    "\\",
    "\n",
    "\n\n",
    "\n\n\n\n",
    "\n---\n",
    "\n===\n",
    "- ",
    "  - ",
    "    ",
    "\t",
    "1. ",
    "(a) ",
    "> ",
    ">> ",
    "| a | b |\n",
    "|---|---|\n",
    "|",
    "\f",
    "\r\n",
    "\r",
    "word ",
    "Word. ",
    "слово ",
    "Слово. ",
    "-",
    "-\n",
    "\xC2\xAD",
    "\xC2\xA0",
    "\xE2\x80\x94",
    "65",
    "{3}------\n",
    "Page 3 of 9\n",
    "<!-- page 4 -->\n",
    "title: x\n",
    "---\n",
    "{\"text\": \"a\\n\\nb\"}\n",
    "{\"id\"",
    "\x01",
    "\xEF\xBF\xBD",
    "and of",
    "\n**Bold line**\n",
    "lower case words that run on and on for a while ",
    "A sentence that ends in the middle of a thing with ",
    " - слово; ",
    "word — слово\n",
    "word-слово ",
    "слово (word) ",
    "\n## Glossary\n",
    "New words: ",
    " – ",
    "; ",
    ", ",
    "| word | слово |\n",
    "word\nслово\n",
    "word,слово\n",
    "a/b ",
    "е́ж "};

#define PIECE_COUNT (sizeof pieces / sizeof *pieces)

static const corpus_format formats[] = {CORPUS_MARKDOWN, CORPUS_TEXT,
                                        CORPUS_AUTO, CORPUS_JSONL};

static void split_as_all(const buf *text)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        kit_split(NULL, "random", formats[i], buf_text(text), text->len);
}

static void test_mutated_markdown(void **state)
{
    uint64_t seed = 88172645463325252u;
    buf text;
    (void)state;
    buf_init(&text, TEXT_MAX);
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t count = below(&seed, 60);
        buf_clear(&text);
        for (size_t i = 0; i < count; i++)
            buf_add_text(&text, pieces[below(&seed, PIECE_COUNT)]);
        if (below(&seed, 8) == 0)
            buf_add_byte(&text, '\0');
        split_as_all(&text);
    }
    buf_release(&text);
}

/* What loops over eight bytes at once may get wrong: Russian letters at any
 * place among others, cut in two, beside other characters of two bytes. */
static const char *const letters[] = {
    "a",    "word", " ",    "  ",   "\n", "-", "ы", "слово",
    "«",    "—",    "Ѿ",    "ӣ",    "é",  "€", "😀", "\xC2\xA0",
    "\xD0", "\xB0", "\xE2", "\x7F", "1",  "\t"};

#define LETTER_COUNT (sizeof letters / sizeof *letters)

/* Words as they are defined: begun by a letter or digit, ended by a space. */
static size_t count_words(const char *text, size_t len)
{
    size_t words = 0;
    bool inside = false;
    for (size_t at = 0; at < len;) {
        uint32_t code;
        at += utf8_read(text + at, len - at, &code);
        if (text_is_space(code)) {
            inside = false;
        } else if (!inside && (text_is_letter(code) || text_is_digit(code))) {
            inside = true;
            words++;
        }
    }
    return words;
}

static void check_eights(const buf *text)
{
    buf clean, loaded;
    pilcrow_error err;
    buf_init(&clean, TEXT_MAX);
    buf_init(&loaded, TEXT_MAX);
    assert_true(utf8_clean(&clean, buf_text(text), text->len));
    const bool same = clean.len == text->len &&
                      memcmp(buf_text(&clean), buf_text(text), text->len) == 0;
    assert_int_equal(utf8_valid(buf_text(text), text->len), same);
    assert_int_equal(text_words(buf_text(&clean), clean.len),
                     count_words(buf_text(&clean), clean.len));
    if (same && text->len > 0 &&
        corpus_decode(&loaded, "a.md", CORPUS_AUTO, buf_text(text), text->len,
                      &err) == PILCROW_OK)
        assert_string_equal(buf_text(&loaded), buf_text(text));
    split_as_all(&clean);
    buf_release(&clean);
    buf_release(&loaded);
}

static void test_eight_at_once(void **state)
{
    uint64_t seed = 2463534242u;
    buf text;
    (void)state;
    buf_init(&text, TEXT_MAX);
    for (size_t round = 0; round < ROUNDS; round++) {
        /* Every other text is valid, and mostly Russian. */
        const size_t count = below(&seed, 40);
        buf_clear(&text);
        for (size_t i = 0; i < count; i++) {
            const char *piece = letters[below(&seed, LETTER_COUNT)];
            const bool wanted =
                round % 2 == 0 || utf8_valid(piece, strlen(piece));
            buf_add_text(&text,
                         wanted && below(&seed, 3) == 0 ? piece : "ящик");
        }
        check_eights(&text);
    }
    buf_release(&text);
}

/* Random bytes go the way files go: refused, or made UTF-8 and split. */
static void test_random_bytes(void **state)
{
    uint64_t seed = 362436069u;
    buf bytes, text;
    pilcrow_error err;
    (void)state;
    buf_init(&bytes, TEXT_MAX);
    buf_init(&text, TEXT_MAX);
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t len = below(&seed, 400), mask = below(&seed, 3);
        buf_clear(&bytes);
        for (size_t i = 0; i < len; i++) {
            unsigned char byte = (unsigned char)chance_next(&seed);
            byte = mask == 0 ? byte : mask == 1 ? byte | 0xC0 : byte & 0x7F;
            buf_add_byte(&bytes, (char)byte);
        }
        pilcrow_status status = corpus_decode(
            &text, "bytes", CORPUS_AUTO, buf_text(&bytes), bytes.len, &err);
        if (status == PILCROW_OK)
            split_as_all(&text);
        else
            assert_true(status == PILCROW_UNSUPPORTED || status == PILCROW_IO);
    }
    buf_release(&bytes);
    buf_release(&text);
}

static void test_one_mark(void **state)
{
    buf text;
    (void)state;
    buf_init(&text, TEXT_MAX);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        buf_clear(&text);
        while (text.len < SHORT)
            buf_add_text(&text, shapes[i].unit);
        split_as_all(&text);
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mutated_markdown),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_eight_at_once),
        cmocka_unit_test(test_one_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
