/* SPDX-License-Identifier: MIT
 *
 * In: streams, the environment, signals. Out: yes, no or a number. The only
 * state is what Ctrl-C sets and has to say. */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NARROWEST 20u
#define USUAL_WIDTH 80u

static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t tells; /* someone can read what is said */

void terminal_claim_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) >= 0)
            continue;
        /* The wrong way round: reading or writing it goes on failing. */
        int opened = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
        if (opened != fd)
            abort();
    }
}

bool terminal_is(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

size_t terminal_width(FILE *stream)
{
    struct winsize size = {0};
    if (!terminal_is(stream))
        return 0;
    size_t width = 0;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0) {
        const char *columns = getenv("COLUMNS");
        width = columns == NULL ? 0 : (size_t)strtoul(columns, NULL, 10);
    }
    if (width == 0)
        width = USUAL_WIDTH;
    return width < NARROWEST ? NARROWEST : width;
}

bool terminal_wants_color(FILE *stream, const char *choice)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (strcmp(choice, "auto") != 0)
        return strcmp(choice, "always") == 0;
    if (no_color != NULL && no_color[0] != '\0')
        return false;
    return term != NULL && strcmp(term, "dumb") != 0 && terminal_is(stream);
}

bool terminal_takes_links(FILE *stream, const char *choice)
{
    static const char *const without[] = {"dumb", "linux", "eterm", "emacs"};
    const char *term = getenv("TERM");
    if (!terminal_is(stream) || !terminal_wants_color(stream, choice) ||
        term == NULL)
        return false;
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        if (strncmp(term, without[i], strlen(without[i])) == 0)
            return false;
    return true;
}

/* To stop can take as long as a large file does. */
static void take_interrupt(int signal)
{
    static const char said[] =
        "\npilcrow: stopping; Ctrl-C again ends at once\n";
    const int before = errno;
    (void)signal;
    interrupted = 1;
    if (tells && write(STDERR_FILENO, said, sizeof said - 1) < 0)
        tells = 0;
    errno = before;
}

void terminal_note_interrupt(void)
{
    struct sigaction action = {0}, before;
    action.sa_handler = take_interrupt;
    action.sa_flags = (int)SA_RESETHAND;
    tells = terminal_is(stderr);
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
}

bool terminal_was_interrupted(void)
{
    return interrupted != 0;
}
