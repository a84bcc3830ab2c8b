/* SPDX-License-Identifier: MIT
 *
 * A growing run of bytes with a cap.
 *
 * Invariants: `data` is NULL or holds `len` bytes and a NUL after them;
 * len < capacity; len <= max. After the first failure (out of memory, or past
 * `max`) the buffer is `failed`: it changes no more, and one look at the end
 * tells. Reading `data` of an empty buffer: use buf_text(), never NULL.
 *
 * init gives an empty buffer and allocates nothing; clear empties it, keeps
 * the memory and forgets a failure; release frees and leaves it as init. */
#ifndef PILCROW_BASE_BUF_H
#define PILCROW_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct buf {
    char *data;
    size_t len;
    size_t capacity;
    size_t max;
    bool failed;
} buf;

void buf_init(buf *b, size_t max);
void buf_clear(buf *b);
void buf_release(buf *b);

/* Each returns false once the buffer has failed. */
bool buf_reserve(buf *b, size_t extra);
bool buf_add(buf *b, const void *bytes, size_t len);
bool buf_add_text(buf *b, const char *text);
bool buf_add_byte(buf *b, char byte);
bool buf_add_format(buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Take in `len` bytes that were written behind the others, into room that
 * buf_reserve() has made. */
void buf_extend(buf *b, size_t len);

/* Shorten to `len` bytes, at most the present length. */
void buf_truncate(buf *b, size_t len);

/* The bytes, NUL-terminated, never NULL. Borrowed. */
const char *buf_text(const buf *b);

/* Give each the other's bytes and memory; each keeps its `max`, past which the
 * caller gives it nothing that it goes on to fill. */
void buf_swap(buf *a, buf *b);

/* Hand the bytes over: NUL-terminated, owned by the caller, NULL if the buffer
 * has failed or memory runs out. The buffer is as after init. */
char *buf_take(buf *b);

#ifdef __cplusplus
}
#endif

#endif
