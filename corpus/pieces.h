/* SPDX-License-Identifier: MIT
 *
 * A long file of JSON Lines, read a piece at a time: it takes no more memory
 * than its longest line. It is read twice, first when it is opened, to see
 * whether all of it is clean UTF-8. */
#ifndef PILCROW_CORPUS_PIECES_H
#define PILCROW_CORPUS_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include <xxhash.h>

#include "corpus/corpus.h"

/* So much is read at once; a shorter file is loaded whole. */
#define PIECE_BYTES ((size_t)256 << 10)
#define PIECES_MAX 257u

typedef struct pieces {
    int fd;
    size_t len;         /* of the file when it was opened */
    XXH128_hash_t hash; /* of all its bytes, as if they were had whole */
    buf bytes;          /* those read last, from the file's byte `start` on */
    size_t start;
    size_t given; /* the bytes of the piece in hand, which stands first in it */
    /* The hashes of all pieces; `number` is that of the next. */
    XXH64_hash_t sums[PIECES_MAX];
    size_t count, number;
    bool changed; /* since it was opened, or it cannot be read on */
    size_t lines; /* that pieces_split() has read */
} pieces;

/* True if the file is one that can be read so: close it then. Else it is to be
 * loaded whole, which tells what is wrong with it, if anything, and there is
 * nothing to close. `path`, `format` and `follow` are as in corpus_load(). */
bool pieces_open(pieces *out, const char *path, corpus_format format,
                 bool follow);
void pieces_close(pieces *p);

/* Begin with the first again. */
void pieces_rewind(pieces *p);

/* The next whole lines, without gap to those before: valid UTF-8, borrowed
 * until the next call. False behind the last, or where the file has changed. */
bool pieces_next(pieces *p, const char **text, size_t *len, size_t *offset);

/* As corpus_split(), from the first piece on; a file that has changed ends
 * there. NO_MEMORY. */
pilcrow_status pieces_split(pieces *p, const char *name,
                            const corpus_sink *sink, pilcrow_error *err);

#endif
