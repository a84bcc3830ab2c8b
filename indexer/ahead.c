/* SPDX-License-Identifier: MIT
 *
 * In: files, in the order of their turns. Out: their texts, in that order.
 * Invariant: files lie in a ring; those from `taken` on and before `begun` are
 * on their way, and none is loaded by two. The caller alone changes `begun`,
 * `taken` and a file that is not on its way; the rest is under the mutex, but
 * for the text and the error of a file that is being loaded. */
#include "indexer/ahead.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/thread.h"

#define THREADS_MAX 16u
/* Files on their way, for each thread; none is begun when those that wait for
 * their turn hold so much text. */
#define FILES_EACH 2u
#define TEXT_MAX ((size_t)32 << 20)

typedef enum load_state { LOAD_BEGUN, LOAD_RUNNING, LOAD_DONE } load_state;

typedef struct load {
    const plan_file *file;
    load_state state;
    buf text;
    pilcrow_error error;
} load;

struct ahead {
    unsigned wanted, started; /* threads */
    pthread_t threads[THREADS_MAX];
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    load loads[THREADS_MAX * FILES_EACH];
    size_t begun, taken; /* so many files, since the beginning */
    size_t text_bytes;   /* of what waits for its turn */
    atomic_bool ending;
};

/* A program that has to share its processor takes longer than it is given: no
 * more run than there are processors. */
static unsigned threads_of(unsigned jobs)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    const unsigned processors = online > 0 ? (unsigned)online : 1;
    if (jobs < 2)
        return 0;
    jobs = jobs < processors ? jobs : processors;
    return jobs < THREADS_MAX ? jobs : THREADS_MAX;
}

ahead *ahead_new(unsigned jobs)
{
    ahead *a = calloc(1, sizeof *a);
    if (a == NULL)
        return NULL;
    a->wanted = threads_of(jobs);
    pthread_mutex_init(&a->mutex, NULL);
    pthread_cond_init(&a->changed, NULL);
    return a;
}

void ahead_free(ahead *a)
{
    if (a == NULL)
        return;
    pthread_mutex_lock(&a->mutex);
    a->ending = true;
    pthread_cond_broadcast(&a->changed);
    pthread_mutex_unlock(&a->mutex);
    for (unsigned i = 0; i < a->started; i++)
        pthread_join(a->threads[i], NULL);
    for (size_t i = 0; i < THREADS_MAX * FILES_EACH; i++)
        buf_release(&a->loads[i].text);
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->mutex);
    free(a);
}

/* ------------------------------------------------------------- loading --- */

static size_t ring_size(const ahead *a)
{
    return a->wanted * FILES_EACH;
}

static load *load_at(ahead *a, size_t number)
{
    return &a->loads[number % ring_size(a)];
}

static pilcrow_status load_file(buf *out, const plan_file *file,
                                const atomic_bool *stop, pilcrow_error *err)
{
    return corpus_load(out, file->disk, file->format, file->follow, stop, err);
}

/* The first file that nobody loads; NULL if there is none, or if there is much
 * text already. */
static load *first_begun(ahead *a)
{
    if (a->text_bytes >= TEXT_MAX)
        return NULL;
    for (size_t i = a->taken; i < a->begun; i++)
        if (load_at(a, i)->state == LOAD_BEGUN)
            return load_at(a, i);
    return NULL;
}

/* Called with the mutex held. */
static void run(ahead *a, load *l)
{
    l->state = LOAD_RUNNING;
    pthread_mutex_unlock(&a->mutex);
    l->error.status = load_file(&l->text, l->file, &a->ending, &l->error);
    pthread_mutex_lock(&a->mutex);
    l->state = LOAD_DONE;
    a->text_bytes += l->text.len;
    pthread_cond_broadcast(&a->changed);
}

static void *run_all(void *ctx)
{
    ahead *a = ctx;
    pthread_mutex_lock(&a->mutex);
    while (!a->ending) {
        load *l = first_begun(a);
        if (l != NULL)
            run(a, l);
        else
            pthread_cond_wait(&a->changed, &a->mutex);
    }
    pthread_mutex_unlock(&a->mutex);
    return NULL;
}

/* ---------------------------------------------------------- the caller --- */

bool ahead_has_room(ahead *a)
{
    pthread_mutex_lock(&a->mutex);
    const bool room =
        a->begun - a->taken < ring_size(a) && a->text_bytes < TEXT_MAX;
    pthread_mutex_unlock(&a->mutex);
    return room;
}

void ahead_begin(ahead *a, const plan_file *file)
{
    load *l = load_at(a, a->begun);
    *l = (load){.file = file};
    buf_init(&l->text, CORPUS_UNPACKED_MAX);
    pthread_mutex_lock(&a->mutex);
    a->begun++;
    pthread_cond_broadcast(&a->changed);
    pthread_mutex_unlock(&a->mutex);
    if (a->started < a->wanted &&
        thread_start(&a->threads[a->started], run_all, a))
        a->started++;
}

/* Have the outcome of the file whose turn has come. */
static pilcrow_status take(ahead *a, buf *out, pilcrow_error *err)
{
    load *l = load_at(a, a->taken);
    pthread_mutex_lock(&a->mutex);
    if (l->state == LOAD_BEGUN)
        run(a, l);
    while (l->state != LOAD_DONE)
        pthread_cond_wait(&a->changed, &a->mutex);
    a->text_bytes -= l->text.len;
    a->taken++;
    pthread_mutex_unlock(&a->mutex);
    buf_swap(out, &l->text);
    buf_release(&l->text);
    *err = l->error;
    return l->error.status;
}

pilcrow_status ahead_load(ahead *a, buf *out, const plan_file *file,
                          pilcrow_error *err)
{
    return a->taken < a->begun && load_at(a, a->taken)->file == file
               ? take(a, out, err)
               : load_file(out, file, NULL, err);
}
