/* SPDX-License-Identifier: MIT
 *
 * In: bytes, a run at a time. Out: one contiguous, NUL-terminated run. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

#define FIRST_CAPACITY 256u

void buf_init(buf *b, size_t max)
{
    *b = (buf){.max = max};
}

void buf_clear(buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data != NULL)
        b->data[0] = '\0';
}

void buf_release(buf *b)
{
    free(b->data);
    buf_init(b, b->max);
}

bool buf_reserve(buf *b, size_t extra)
{
    if (b->failed)
        return false;
    if (extra > b->max || b->len > b->max - extra) {
        b->failed = true;
        return false;
    }
    size_t need = b->len + extra + 1;
    if (need <= b->capacity)
        return true;
    size_t capacity =
        b->capacity == 0 ? FIRST_CAPACITY : b->capacity + b->capacity / 2;
    if (capacity < need)
        capacity = need;
    char *data =
        huge_resize(b->data, b->data != NULL ? b->len + 1 : 0, capacity);
    if (data == NULL) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->capacity = capacity;
    return true;
}

/* Is there room for `len` bytes as it is, or can it be made? */
static inline bool make_room(buf *b, size_t len)
{
    const bool fits =
        !b->failed && len < b->capacity - b->len && len <= b->max - b->len;
    return fits || buf_reserve(b, len);
}

void buf_extend(buf *b, size_t len)
{
    b->len += len;
    b->data[b->len] = '\0';
}

bool buf_add(buf *b, const void *bytes, size_t len)
{
    if (!make_room(b, len))
        return false;
    if (len > 0)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
    return true;
}

bool buf_add_text(buf *b, const char *text)
{
    return buf_add(b, text, strlen(text));
}

bool buf_add_byte(buf *b, char byte)
{
    if (!make_room(b, 1))
        return false;
    b->data[b->len++] = byte;
    b->data[b->len] = '\0';
    return true;
}

bool buf_add_format(buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !buf_reserve(b, (size_t)len)) {
        b->failed = true;
        return false;
    }
    va_start(args, format);
    vsnprintf(b->data + b->len, (size_t)len + 1, format, args);
    va_end(args);
    b->len += (size_t)len;
    return true;
}

void buf_truncate(buf *b, size_t len)
{
    if (len >= b->len)
        return;
    b->len = len;
    b->data[len] = '\0';
}

const char *buf_text(const buf *b)
{
    return b->data == NULL ? "" : b->data;
}

void buf_swap(buf *a, buf *b)
{
    const buf kept = *a;
    const size_t max = b->max;
    *a = *b;
    a->max = kept.max;
    *b = kept;
    b->max = max;
}

char *buf_take(buf *b)
{
    if (!buf_reserve(b, 0)) {
        buf_release(b);
        return NULL;
    }
    b->data[b->len] = '\0';
    char *data = b->data;
    buf_init(b, b->max);
    return data;
}
