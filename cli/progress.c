/* SPDX-License-Identifier: MIT
 *
 * In: how far a run has come. Out: a line that is written over, at most ten
 * times a second. Nothing is written to what is no terminal. */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

#define FIRST_AFTER 0.5 /* seconds */
#define NEXT_AFTER 0.1
#define BAR_COLUMNS 24
#define BAR_FITS 64 /* terminals narrower than this get no bar */
#define MEGABYTE 1e6
#define LINE_MAX_BYTES 160

progress progress_begin(void)
{
    const char *term = getenv("TERM");
    progress p = {.width = terminal_width(stderr)};
    if (term == NULL || strcmp(term, "dumb") == 0)
        p.width = 0;
    clock_gettime(CLOCK_MONOTONIC, &p.start);
    return p;
}

progress progress_say(const char *what)
{
    progress p = progress_begin();
    if (p.width == 0)
        return p;
    fprintf(stderr, "%.*s", (int)(p.width - 1), what);
    fflush(stderr);
    p.drawn = FIRST_AFTER;
    return p;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* By bytes, which files of any size share; by files where none has any. */
static double share_done(const pilcrow_progress *now)
{
    double done = (double)now->bytes_done, total = (double)now->bytes_total;
    if (total <= 0) {
        done = (double)now->files_done;
        total = (double)now->files_total;
    }
    if (total <= 0)
        return 0;
    return done < total ? done / total : 1;
}

static void write_bar(char out[BAR_COLUMNS + 4], double share)
{
    size_t full = (size_t)(share * BAR_COLUMNS);
    out[0] = '[';
    memset(out + 1, '=', full);
    memset(out + 1 + full, ' ', BAR_COLUMNS - full);
    memcpy(out + 1 + BAR_COLUMNS, "] ", sizeof "] ");
}

/* "12/47 files, 3.4 MB/s, 0:12 left" */
static void write_line(char *out, size_t size, const pilcrow_progress *now,
                       double seconds)
{
    char left[32] = "";
    double share = share_done(now);
    if (now->path == NULL && now->files_done >= now->files_total) {
        snprintf(out, size, "%" PRIu64 " files, writing the index",
                 now->files_total);
        return;
    }
    if (share > 0) {
        double rest = seconds / share - seconds;
        unsigned whole = rest < 359999 ? (unsigned)rest : 359999;
        snprintf(left, sizeof left, ", %u:%02u left", whole / 60, whole % 60);
    }
    snprintf(out, size, "%" PRIu64 "/%" PRIu64 " files, %.1f MB/s%s",
             now->files_done, now->files_total,
             (double)now->bytes_done / MEGABYTE / seconds, left);
}

static void draw(const progress *p, const pilcrow_progress *now, double seconds)
{
    char bar[BAR_COLUMNS + 4] = "";
    char line[LINE_MAX_BYTES];
    if (p->width >= BAR_FITS)
        write_bar(bar, share_done(now));
    write_line(line, sizeof line, now, seconds);
    fprintf(stderr, "\r%s%.*s\x1b[K", bar, (int)(p->width - strlen(bar) - 1),
            line);
    fflush(stderr);
}

bool progress_step(void *ctx, const pilcrow_progress *now)
{
    progress *p = ctx;
    double seconds = p->width == 0 ? 0 : seconds_since(&p->start);
    double due = p->drawn > 0 ? p->drawn + NEXT_AFTER : FIRST_AFTER;
    if (p->width > 0 && seconds >= due) {
        draw(p, now, seconds);
        p->drawn = seconds;
    }
    return terminal_was_interrupted();
}

void progress_end(progress *p)
{
    if (p->drawn > 0)
        fputs("\r\x1b[K", stderr);
    p->drawn = 0;
}
