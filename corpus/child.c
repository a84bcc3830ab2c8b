/* SPDX-License-Identifier: MIT
 *
 * In: a command and the bytes it is to read. Out: what it wrote.
 *
 * Invariant: once fork has succeeded there is one way out, and it kills what
 * may still run and reaps it. */
#include "corpus/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

#define READ_CHUNK ((size_t)64 * 1024)
#define COMPLAINT_MAX ((size_t)4096)
#define COMPLAINT_SHOWN ((size_t)200)
#define NOT_STARTED 127
#define FILES_MAX 64
#define STOP_MS 50

/* Why a child is stopped before its end. */
typedef enum child_cut {
    CUT_NOT,
    CUT_TIME,
    CUT_ASKED, /* to stop */
    CUT_OUTPUT,
    CUT_MEMORY, /* ours */
    CUT_SYSTEM
} child_cut;

typedef struct child {
    const child_command *command;
    pid_t process;
    struct timespec deadline;
    int output[2]; /* reading and writing end, -1 once closed */
    int complaint[2];
    buf *text;
    buf said; /* on its standard error */
} child;

/* ----------------------------------------------------------- the child --- */

static void set_limit(__rlimit_resource_t what, rlim_t value)
{
    const struct rlimit limit = {value, value};
    setrlimit(what, &limit);
}

/* Turn the forked process into the program. Only calls that are safe between
 * fork and exec. */
static _Noreturn void become(const child *c, int input)
{
    static char *const environment[] = {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin",
                                        "HOME=/nonexistent", NULL};
    const child_command *command = c->command;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nothing = open("/dev/null", O_RDONLY);
    int wanted[4] = {nothing, c->output[1], c->complaint[1], input};
    for (int i = 0; i < 4; i++)
        wanted[i] = fcntl(wanted[i], F_DUPFD, 4);
    for (int i = 0; i < 4; i++)
        if (wanted[i] < 0 || dup2(wanted[i], i) < 0)
            _exit(NOT_STARTED);
    if (close_range(4, ~0U, 0) != 0 || chdir("/") != 0)
        _exit(NOT_STARTED);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_NOFILE, FILES_MAX);
    set_limit(RLIMIT_CPU, command->seconds);
    set_limit(RLIMIT_AS, command->memory);
    execve(command->path, (char *const *)(uintptr_t)command->args, environment);
    _exit(NOT_STARTED);
}

/* -------------------------------------------------------------- before --- */

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A file that holds the bytes and has no name; -1 on failure. */
static int make_input(const char *bytes, size_t len)
{
    int fd = memfd_create("pilcrow", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < len;) {
        ssize_t put = write(fd, bytes + at, len - at);
        if (put > 0)
            at += (size_t)put;
        else if (put == 0 || errno != EINTR)
            close_end(&fd);
    }
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0)
        close_end(&fd);
    return fd;
}

static int milliseconds_left(const child *c)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long left = (c->deadline.tv_sec - now.tv_sec) * 1000 +
                (c->deadline.tv_nsec - now.tv_nsec) / 1000000;
    return left < 0 ? 0 : (int)left;
}

/* A program may have to share its processor. */
static unsigned wall_seconds(const child *c)
{
    return 2 * c->command->seconds;
}

static void set_deadline(child *c)
{
    if (c->command->begun != NULL)
        c->deadline = *c->command->begun;
    else
        clock_gettime(CLOCK_MONOTONIC, &c->deadline);
    c->deadline.tv_sec += (time_t)wall_seconds(c);
}

static bool start(child *c, int input)
{
    if (input < 0 || pipe2(c->output, O_CLOEXEC) != 0 ||
        pipe2(c->complaint, O_CLOEXEC) != 0)
        return false;
    set_deadline(c);
    c->process = fork();
    if (c->process == 0)
        become(c, input);
    if (c->process > 0)
        setpgid(c->process, c->process);
    close_end(&c->output[1]);
    close_end(&c->complaint[1]);
    return c->process > 0;
}

/* ------------------------------------------------------------- reading --- */

/* Read what is there into `out`; closes `*fd` at its end. */
static child_cut read_some(int *fd, buf *out, size_t max)
{
    if (!buf_reserve(out, READ_CHUNK))
        return CUT_MEMORY;
    ssize_t got = read(*fd, out->data + out->len, READ_CHUNK);
    if (got < 0 && errno == EINTR)
        return CUT_NOT;
    if (got <= 0)
        close_end(fd);
    if (got < 0)
        return CUT_SYSTEM;
    out->len += (size_t)got;
    out->data[out->len] = '\0';
    return out->len > max ? CUT_OUTPUT : CUT_NOT;
}

/* The beginning of what it says is kept, the rest read and let go. */
static child_cut read_complaint(child *c)
{
    child_cut cut = read_some(&c->complaint[0], &c->said, SIZE_MAX);
    if (c->said.len > COMPLAINT_MAX)
        buf_truncate(&c->said, COMPLAINT_MAX);
    return cut;
}

/* How long to wait for the program before `stop` is looked at again. */
static int patience(const child *c)
{
    const int left = milliseconds_left(c);
    return c->command->stop != NULL && left > STOP_MS ? STOP_MS : left;
}

static bool is_stopped(const child *c)
{
    return c->command->stop != NULL && atomic_load(c->command->stop);
}

/* Read until both ends are closed. */
static child_cut read_output(child *c)
{
    child_cut cut = CUT_NOT;
    while (cut == CUT_NOT && (c->output[0] >= 0 || c->complaint[0] >= 0)) {
        struct pollfd ends[2] = {{c->output[0], POLLIN, 0},
                                 {c->complaint[0], POLLIN, 0}};
        if (is_stopped(c))
            return CUT_ASKED;
        int left = patience(c);
        int ready = left == 0 ? 0 : poll(ends, 2, left);
        if (ready == 0 && milliseconds_left(c) == 0)
            return CUT_TIME;
        if (ready < 0 && errno != EINTR)
            return CUT_SYSTEM;
        if (ready > 0 && ends[0].revents != 0)
            cut = read_some(&c->output[0], c->text, c->command->output_max);
        if (ready > 0 && ends[1].revents != 0 && cut == CUT_NOT)
            cut = read_complaint(c);
    }
    return cut;
}

/* --------------------------------------------------------------- after --- */

/* Wait for the end, which is near once nothing is written any more. */
static child_cut wait_for_end(const child *c, int *status)
{
    const struct timespec nap = {0, 2000000};
    for (;;) {
        pid_t ended = waitpid(c->process, status, WNOHANG);
        if (ended == c->process)
            return CUT_NOT;
        if (ended < 0 && errno != EINTR)
            return CUT_SYSTEM;
        if (milliseconds_left(c) == 0)
            return CUT_TIME;
        if (is_stopped(c))
            return CUT_ASKED;
        nanosleep(&nap, NULL);
    }
}

static void kill_and_reap(const child *c)
{
    kill(-c->process, SIGKILL);
    kill(c->process, SIGKILL);
    while (waitpid(c->process, NULL, 0) < 0 && errno == EINTR)
        continue;
}

static pilcrow_status report_cut(const child *c, child_cut cut,
                                 pilcrow_error *err)
{
    const char *name = c->command->args[0];
    switch (cut) {
    case CUT_TIME:
        return error_set(err, PILCROW_LIMIT,
                         "%s took more than %u seconds and was stopped", name,
                         wall_seconds(c));
    case CUT_ASKED:
        return error_set(err, PILCROW_CANCELLED, "stopped as asked");
    case CUT_OUTPUT:
        return error_set(err, PILCROW_LIMIT,
                         "%s wrote more than %zu MB and was stopped", name,
                         c->command->output_max >> 20);
    case CUT_MEMORY:
        return error_no_memory(err);
    default:
        return error_system(err, errno, "follow", name);
    }
}

/* The first line that says something. */
static int first_line(const buf *said, const char **line)
{
    const char *text = buf_text(said);
    text += strspn(text, "\r\n\t ");
    size_t len = strcspn(text, "\r\n");
    if (len > COMPLAINT_SHOWN)
        len = COMPLAINT_SHOWN;
    while (!utf8_boundary(text, strlen(text), len))
        len--;
    *line = text;
    return (int)len;
}

static pilcrow_status report_end(const child *c, int status, pilcrow_error *err)
{
    const char *name = c->command->args[0], *line;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return PILCROW_OK;
    if (WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        return error_set(err, PILCROW_LIMIT, "%s went over its limits", name);
    int len = first_line(&c->said, &line);
    if (len > 0)
        return error_set(err, PILCROW_IO, "%s failed: %.*s", name, len, line);
    if (WIFSIGNALED(status))
        return error_set(err, PILCROW_IO, "%s was killed by signal %d", name,
                         WTERMSIG(status));
    if (WEXITSTATUS(status) == NOT_STARTED)
        return error_set(err, PILCROW_IO, "%s could not be started", name);
    return error_set(err, PILCROW_IO, "%s failed with status %d", name,
                     WEXITSTATUS(status));
}

pilcrow_status child_run(buf *out, const child_command *command,
                         const char *input, size_t len, pilcrow_error *err)
{
    child c = {.command = command,
               .output = {-1, -1},
               .complaint = {-1, -1},
               .text = out};
    pilcrow_status status;
    int end = 0;
    buf_clear(out);
    buf_init(&c.said, COMPLAINT_MAX + 2 * READ_CHUNK);
    int file = make_input(input, len);
    if (!start(&c, file)) {
        status = error_system(err, errno, "run", command->path);
        goto done;
    }
    child_cut cut = read_output(&c);
    if (cut == CUT_NOT)
        cut = wait_for_end(&c, &end);
    if (cut != CUT_NOT) {
        status = report_cut(&c, cut, err);
        kill_and_reap(&c);
        goto done;
    }
    status = report_end(&c, end, err);
done:
    close_end(&file);
    for (int i = 0; i < 2; i++) {
        close_end(&c.output[i]);
        close_end(&c.complaint[i]);
    }
    buf_release(&c.said);
    return status;
}
