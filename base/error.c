/* SPDX-License-Identifier: MIT
 *
 * In: a status and a sentence. Out: the caller's pilcrow_error, filled. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Drop a character that the cut at the end of `text` has broken. */
static void trim_partial_character(char *text)
{
    size_t len = strlen(text);
    size_t start = len;
    while (start > 0 && len - start < 4 &&
           ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < need)
        text[start - 1] = '\0';
}

pilcrow_status error_set(pilcrow_error *err, pilcrow_status status,
                         const char *format, ...)
{
    if (err == NULL)
        return status;
    err->status = status;
    err->offset = 0;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (len >= (int)sizeof err->message)
        trim_partial_character(err->message);
    return status;
}

pilcrow_status error_missing(pilcrow_error *err, const char *what)
{
    return error_set(err, PILCROW_INVALID, "%s is missing: it is NULL", what);
}

pilcrow_status error_no_memory(pilcrow_error *err)
{
    return error_set(err, PILCROW_NO_MEMORY, "out of memory");
}

/* What a user can do about an errno; "" where the name of it says enough. */
static const char *advice_for(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return "; free some space and run it again";
    case EROFS:
        return "; choose a folder on a writable disk with -i";
    case EMFILE:
    case ENFILE:
        return "; raise the limit on open files (ulimit -n)";
    default:
        return "";
    }
}

pilcrow_status error_system(pilcrow_error *err, int code, const char *doing,
                            const char *path)
{
    pilcrow_status status = PILCROW_IO;
    if (code == ENOENT || code == ENOTDIR)
        status = PILCROW_NOT_FOUND;
    else if (code == ENOMEM)
        status = PILCROW_NO_MEMORY;
    char words[128];
    const char *text = strerror_r(code, words, sizeof words);
    const char *advice = advice_for(code);
    if (path == NULL)
        return error_set(err, status, "cannot %s: %s%s", doing, text, advice);
    return error_set(err, status, "cannot %s '%s': %s%s", doing, path, text,
                     advice);
}
