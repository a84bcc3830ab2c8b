/* SPDX-License-Identifier: MIT
 *
 * In: parcels, in order. Out: the same in the index, in that order. Invariant:
 * parcels are listed from the oldest on, and only the oldest is added, by one
 * thread at a time, when none before it still is; after the first failure none
 * is. `waiting` is the weight of what is listed or being added. */
#include "indexer/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "indexer/cut.h"

#define JOBS_MAX 256u
/* What may be on its way, for each thread and in all, in parcels of the usual
 * size: one takes some 1 MB, and the thread that adds them keeps no more than a
 * few others busy. */
#define WAITING_EACH 4u
#define WAITING_MOST 32u

typedef struct worker {
    pipeline *pipeline;
    analyser *tokens;
    pthread_t thread;
} worker;

struct pipeline {
    session *session;
    unsigned wanted; /* workers, beside the caller's thread */
    worker *workers;
    unsigned started;
    bool begun; /* workers were started, or could not be */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* Under the mutex. */
    parcel *first, *last;
    parcel *spare; /* those that were added, empty */
    size_t waiting;
    bool adding;
    bool ending;
    pilcrow_error failure;
};

pipeline *pipeline_new(session *s, unsigned jobs)
{
    pipeline *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->session = s;
    p->wanted = jobs > JOBS_MAX ? JOBS_MAX - 1 : jobs > 1 ? jobs - 1 : 0;
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->changed, NULL);
    return p;
}

/* ------------------------------------------------------------ the work --- */

/* The functions here are called with the mutex held and return with it held. */

static parcel *first_filled(const pipeline *p)
{
    parcel *at = p->first;
    while (at != NULL && at->state != PARCEL_FILLED)
        at = at->next;
    return at;
}

static void prepare(pipeline *p, parcel *filled, analyser *tokens)
{
    const bool wanted = p->failure.status == PILCROW_OK;
    filled->state = PARCEL_PREPARING;
    pthread_mutex_unlock(&p->mutex);
    if (wanted)
        parcel_prepare(filled, tokens);
    pthread_mutex_lock(&p->mutex);
    filled->state = PARCEL_PREPARED;
}

static void add_first(pipeline *p, analyser *tokens)
{
    pilcrow_error why = {0};
    parcel *oldest = p->first;
    const bool wanted = p->failure.status == PILCROW_OK;
    p->first = oldest->next;
    if (p->first == NULL)
        p->last = NULL;
    p->adding = true;
    pthread_mutex_unlock(&p->mutex);
    if (wanted)
        why.status = parcel_add_to_index(oldest, tokens, &why);
    const size_t weight = oldest->weight;
    const bool kept = parcel_recycle(oldest);
    pthread_mutex_lock(&p->mutex);
    if (kept) {
        oldest->next = p->spare;
        p->spare = oldest;
    }
    if (why.status != PILCROW_OK && p->failure.status == PILCROW_OK)
        p->failure = why;
    p->adding = false;
    p->waiting -= weight;
}

/* Do one thing that is to be done; false if there is none for this thread. */
static bool step(pipeline *p, analyser *tokens)
{
    parcel *filled;
    if (p->first != NULL && !p->adding && p->first->state == PARCEL_PREPARED)
        add_first(p, tokens);
    else if ((filled = first_filled(p)) != NULL)
        prepare(p, filled, tokens);
    else
        return false;
    pthread_cond_broadcast(&p->changed);
    return true;
}

/* Work until no more than `most` is left. */
static void work_down(pipeline *p, size_t most)
{
    while (p->waiting > most)
        if (!step(p, p->session->tokens))
            pthread_cond_wait(&p->changed, &p->mutex);
}

static void *work(void *ctx)
{
    worker *w = ctx;
    pipeline *p = w->pipeline;
    pthread_mutex_lock(&p->mutex);
    while (!p->ending)
        if (!step(p, w->tokens))
            pthread_cond_wait(&p->changed, &p->mutex);
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

/* ------------------------------------------------------------- threads --- */

static bool start_worker(pipeline *p, worker *w)
{
    w->pipeline = p;
    if (analyser_from_signature(&w->tokens,
                                analyser_signature(p->session->tokens),
                                NULL) != PILCROW_OK)
        return false;
    if (thread_start(&w->thread, work, w))
        return true;
    analyser_free(w->tokens);
    return false;
}

/* Where a thread cannot be had, those there are do its work. */
static void start_workers(pipeline *p)
{
    p->begun = true;
    p->workers = calloc(p->wanted, sizeof *p->workers);
    if (p->workers == NULL)
        return;
    while (p->started < p->wanted && start_worker(p, &p->workers[p->started]))
        p->started++;
}

void pipeline_abandon(pipeline *p)
{
    pthread_mutex_lock(&p->mutex);
    if (p->failure.status == PILCROW_OK)
        error_set(&p->failure, PILCROW_INTERNAL,
                  "indexing went on after it had failed");
    work_down(p, 0);
    pthread_mutex_unlock(&p->mutex);
}

static void free_spare(pipeline *p)
{
    while (p->spare != NULL) {
        parcel *next = p->spare->next;
        parcel_free(p->spare);
        p->spare = next;
    }
}

void pipeline_free(pipeline *p)
{
    if (p == NULL)
        return;
    pipeline_abandon(p);
    pthread_mutex_lock(&p->mutex);
    p->ending = true;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->mutex);
    for (unsigned i = 0; i < p->started; i++) {
        pthread_join(p->workers[i].thread, NULL);
        analyser_free(p->workers[i].tokens);
    }
    free_spare(p);
    free(p->workers);
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->mutex);
    free(p);
}

/* ---------------------------------------------------------- the caller --- */

static pilcrow_status outcome(const pipeline *p, pilcrow_error *err)
{
    const pilcrow_status status = p->failure.status;
    return status == PILCROW_OK
               ? status
               : error_set(err, status, "%s", p->failure.message);
}

parcel *pipeline_parcel(pipeline *p, intake_file *file)
{
    pthread_mutex_lock(&p->mutex);
    parcel *spare = p->spare;
    if (spare != NULL)
        p->spare = spare->next;
    pthread_mutex_unlock(&p->mutex);
    if (spare == NULL)
        return parcel_new(file);
    spare->file = file;
    spare->next = NULL;
    return spare;
}

static size_t most_waiting(const pipeline *p)
{
    const size_t most = p->started * WAITING_EACH;
    return most < WAITING_MOST ? most : WAITING_MOST;
}

/* A parcel that is yet to be cut holds no paragraphs so far. */
static size_t weight_of(const parcel *p)
{
    const size_t text = p->whole ? p->file->bytes : p->text_bytes;
    return 1 + text / (2 * CUT_PARCEL_TEXT);
}

pilcrow_status pipeline_send(pipeline *p, parcel *sent, pilcrow_error *err)
{
    pthread_mutex_lock(&p->mutex);
    /* A run of one parcel needs no other thread. */
    if (p->waiting > 0 && !p->begun)
        start_workers(p);
    sent->state = PARCEL_FILLED;
    if (p->last != NULL)
        p->last->next = sent;
    else
        p->first = sent;
    p->last = sent;
    sent->weight = weight_of(sent);
    p->waiting += sent->weight;
    pthread_cond_broadcast(&p->changed);
    if (p->begun || p->wanted == 0)
        work_down(p, most_waiting(p));
    const pilcrow_status status = outcome(p, err);
    pthread_mutex_unlock(&p->mutex);
    return status;
}

pilcrow_status pipeline_wait(pipeline *p, pilcrow_error *err)
{
    pthread_mutex_lock(&p->mutex);
    work_down(p, 0);
    free_spare(p);
    const pilcrow_status status = outcome(p, err);
    pthread_mutex_unlock(&p->mutex);
    return status;
}
