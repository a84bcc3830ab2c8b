/* SPDX-License-Identifier: MIT
 *
 * In: text of any origin. Out: bytes that are safe where they go: escapes for
 * people, JSON strings and blank-free names for programs. Every byte that came
 * in is visible in what goes out. */
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "character.h"
#include "exit.h"
#include "printer.h"

#define COMPLAINT_INDENT 2u /* of the lines after the first on a terminal */

/* Why the first write to standard output that failed did so; 0: none has. */
static int write_error;

void output_no_memory(void)
{
    fputs("pilcrow: out of memory\n", stderr);
    exit(STATUS_ERROR);
}

void output_complain(const char *format, ...)
{
    char *message = NULL;
    va_list args;
    va_start(args, format);
    int len = vasprintf(&message, format, args);
    va_end(args);
    if (len < 0)
        output_no_memory();
    fflush(stdout); /* both may be the same terminal: keep their order */
    printer p = printer_for_errors();
    printer_put(&p, STYLE_PLAIN, "pilcrow:");
    printer_space(&p, 1);
    printer_wrap(&p, &(wrapped){.text = message,
                                .len = (size_t)len,
                                .indent = COMPLAINT_INDENT,
                                .keep_words = true});
    printer_line(&p);
    free(message);
}

void output_text(FILE *out, const char *text, size_t len)
{
    size_t used;
    for (size_t i = 0; i < len; i += used) {
        uint32_t c = character_decode(text + i, len - i, &used);
        char escape[CHARACTER_ESCAPE_MAX];
        if (!character_is_hazard(c)) {
            fwrite(text + i, 1, used, out);
            continue;
        }
        character_escape(escape, c, (unsigned char)text[i]);
        fputs(escape, out);
    }
}

void output_json_string(FILE *out, const char *text)
{
    size_t len = strlen(text), used;
    fputc('"', out);
    for (size_t i = 0; i < len; i += used) {
        uint32_t c = character_decode(text + i, len - i, &used);
        if (c == CHARACTER_BROKEN)
            fputs("\xEF\xBF\xBD", out);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (int)c);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", (unsigned)c);
        else
            fwrite(text + i, 1, used, out);
    }
    fputc('"', out);
}

bool output_json(pilcrow_status status, char *json, const pilcrow_error *err)
{
    if (status != PILCROW_OK)
        output_complain("%s", err->message);
    else if (puts(json) == EOF && write_error == 0)
        write_error = errno;
    pilcrow_free(json);
    return status == PILCROW_OK;
}

void output_token(FILE *out, const char *text, size_t len)
{
    size_t used;
    for (size_t i = 0; i < len; i += used) {
        uint32_t c = character_decode(text + i, len - i, &used);
        if (c != CHARACTER_BROKEN && !character_is_blank(c)) {
            fwrite(text + i, 1, used, out);
            continue;
        }
        for (size_t byte = i; byte < i + used; byte++)
            fprintf(out, "%%%02X", (unsigned)(unsigned char)text[byte]);
    }
}

output_number output_count(uint64_t number)
{
    output_number out = {{0}};
    char digits[OUTPUT_NUMBER_MAX];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t used = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out.text[used++] = ',';
        out.text[used++] = digits[i];
    }
    return out;
}

output_number output_size(uint64_t bytes)
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB"};
    output_number out = {{0}};
    size_t unit = 0;
    double size = (double)bytes;
    while (size >= 1000 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1000;
        unit++;
    }
    snprintf(out.text, sizeof out.text, unit == 0 ? "%.0f %s" : "%.1f %s",
             size, units[unit]);
    return out;
}

const char *output_plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}

bool output_failed(void)
{
    return ferror(stdout) != 0;
}

/* A pipe that nobody reads from any more. */
static bool reader_is_gone(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO};
    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

bool output_finish(void)
{
    errno = 0;
    bool gone = reader_is_gone();
    bool failed = ferror(stdout) != 0;
    failed = fclose(stdout) != 0 || failed;
    int why = write_error != 0 ? write_error : errno;
    if (failed && !gone)
        fprintf(stderr, "pilcrow: cannot write to standard output%s%s\n",
                why == 0 ? "" : ": ", why == 0 ? "" : strerror(why));
    return !failed;
}
