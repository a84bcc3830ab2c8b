/* SPDX-License-Identifier: MIT
 *
 * A libFuzzer target: what must hold of any split (test_corpus_kit), over any
 * bytes. $FUZZ_READER says how they are read: "markdown", "html", "jsonl", or
 * "files" of any kind, packed or not, whose first byte chooses their name. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/convert.h"
#include "test_corpus_kit.h"

#define ROOM ((size_t)512 * 1024 * 1024)

static const char *const names[] = {"a.md",       "a.txt",   "a.html.gz", "a",
                                    "a.jsonl.gz", "a.md.gz", "a.htm"};

#define NAMES (sizeof names / sizeof *names)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static corpus_format format_to_read(void)
{
    const char *reader = getenv("FUZZ_READER");
    corpus_format format = CORPUS_AUTO;
    if (reader == NULL || (strcmp(reader, "files") != 0 &&
                           !corpus_format_parse(reader, &format))) {
        fputs("FUZZ_READER is none that is known\n", stderr);
        exit(EXIT_FAILURE);
    }
    return format;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    buf text;
    const char *name = "a";
    const char *bytes = (const char *)data;
    corpus_format format = format_to_read();
    if (size < 2)
        return 0;
    if (format == CORPUS_AUTO) {
        name = names[data[0] % NAMES];
        bytes++;
        size--;
    }
    if (convert_of_content(bytes, size) != NULL)
        return 0; /* no other program is to be started */
    buf_init(&text, ROOM);
    if (corpus_decode(&text, name, format, bytes, size, NULL) == PILCROW_OK)
        kit_split(NULL, name, format, buf_text(&text), text.len);
    buf_release(&text);
    return 0;
}
