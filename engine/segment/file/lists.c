/* SPDX-License-Identifier: MIT
 *
 * In: postings, list by list. Out: their bytes in a sink, and what the table of
 * terms says of each. Invariant: a list's positions follow its documents before
 * the next list begins. */
#include "engine/segment/file/lists.h"

#include <string.h>

#include "engine/segment/file/directory.h"

#define NOTES_MAX ((size_t)1 << 32)
/* Lengths of key and payload. */
#define NOTE_HEAD 2u

_Static_assert(LISTS_KEY_MAX <= UINT8_MAX, "a key's length is a byte");

pilcrow_status lists_open(lists_writer *w, sink *out, const char *data,
                          pilcrow_error *err)
{
    *w = (lists_writer){.out = out};
    postings_writer_init(&w->postings);
    return sink_spool(&w->positions, data, err);
}

void lists_release(lists_writer *w)
{
    postings_writer_release(&w->postings);
    sink_close(w->positions);
    w->positions = NULL;
}

void lists_begin(lists_writer *w, engine_field field, const char *term,
                 size_t len, bool positions)
{
    w->key[0] = (char)field;
    memcpy(w->key + 1, term, len);
    w->key_len = len + 1;
    postings_writer_begin(&w->postings, field_is_scored(field), w->out,
                          positions ? w->positions : NULL);
}

bool lists_end(lists_writer *w, segment_term *out)
{
    const postings_writer *p = &w->postings;
    *out = (segment_term){.field = (engine_field)(unsigned char)w->key[0]};
    if (p->count == 0)
        return true;
    if (!postings_writer_end(&w->postings))
        return false;
    out->documents = p->count;
    out->occurrences = p->occurrences;
    out->only = p->last;
    out->docs = p->docs_begin;
    out->docs_len = sink_size(w->out) - p->docs_begin;
    out->positions_len = sink_size(w->positions);
    return out->positions_len == 0 || sink_drain(w->out, w->positions);
}

/* -------------------------------------------------------------- batches --- */

pilcrow_status lists_batch_open(lists_batch *b, const char *data,
                                pilcrow_error *err)
{
    *b = (lists_batch){.failed = false};
    buf_init(&b->terms, NOTES_MAX);
    pilcrow_status status = sink_spool(&b->spool, data, err);
    return status == PILCROW_OK ? lists_open(&b->lists, b->spool, data, err)
                                : status;
}

void lists_batch_release(lists_batch *b)
{
    lists_release(&b->lists);
    sink_close(b->spool);
    buf_release(&b->terms);
    b->spool = NULL;
}

void lists_batch_end(lists_batch *b)
{
    segment_term term;
    unsigned char payload[PAYLOAD_MAX];
    if (!lists_end(&b->lists, &term)) {
        b->failed = true;
        return;
    }
    if (term.documents == 0)
        return;
    const uint64_t list_len = term.docs_len + term.positions_len;
    const size_t payload_len = payload_write(payload, &term);
    const unsigned char head[NOTE_HEAD] = {(unsigned char)b->lists.key_len,
                                           (unsigned char)payload_len};
    buf_add(&b->terms, head, sizeof head);
    buf_add(&b->terms, &list_len, sizeof list_len);
    buf_add(&b->terms, b->lists.key, b->lists.key_len);
    buf_add(&b->terms, payload, payload_len);
    b->failed = b->failed || b->terms.failed;
}

size_t lists_batch_read(const lists_batch *b, size_t at, lists_note *out)
{
    const char *note = b->terms.data + at;
    out->key_len = (unsigned char)note[0];
    out->payload_len = (unsigned char)note[1];
    memcpy(&out->list_len, note + NOTE_HEAD, sizeof out->list_len);
    out->key = note + NOTE_HEAD + sizeof out->list_len;
    out->payload = out->key + out->key_len;
    return at + NOTE_HEAD + sizeof out->list_len + out->key_len +
           out->payload_len;
}
