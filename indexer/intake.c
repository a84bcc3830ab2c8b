/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs, borrowed for a call. Out: the same in the engine, each with a
 * free id, its terms and its record. Invariant: nothing of a parcel points
 * outside it but to its file and to what is static. */
#include "indexer/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "indexer/cut.h"

#define PARCEL_MEMORY_MAX ((size_t)768 << 20)
#define PARCEL_MEMORY_KEPT ((size_t)4 << 20)
/* Bytes of a stored record beside its text, about. */
#define RECORD_HEAD 192u
/* What a paragraph weighs beside its texts. */
#define ITEM_WEIGHT 64u
/* Items ahead of the one that is added, of which the engine is told. */
#define EXPECTED 6u
/* Room that is made for records at once. */
#define RECORDS_FIRST_MAX ((size_t)256 << 10)

/* ------------------------------------------------------ open and close --- */

intake_file *intake_file_new(session *s, const catalog_file *entry,
                             const intake_about *about, size_t bytes)
{
    intake_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return NULL;
    *file = (intake_file){.session = s, .entry = *entry, .bytes = bytes};
    if (about != NULL)
        file->about = *about;
    identity_repeats_init(&file->repeats);
    arena_init(&file->arena, PARCEL_MEMORY_MAX);
    schema_file_key(file->key, entry->path, entry->in_memory);
    if (postings_of_file(&file->filters, &file->arena, entry->path, file->key,
                         NULL) == PILCROW_OK)
        return file;
    intake_file_free(file);
    return NULL;
}

void intake_file_free(intake_file *file)
{
    if (file == NULL)
        return;
    identity_repeats_release(&file->repeats);
    arena_release(&file->arena);
    free(file);
}

bool intake_file_keep(intake_file *file, const char *text)
{
    intake_about *about = &file->about;
    file->text = arena_copy(&file->arena, text, file->bytes);
    if (about->title != NULL)
        about->title = arena_text(&file->arena, about->title);
    if (about->meta != NULL)
        about->meta = arena_text(&file->arena, about->meta);
    return !file->arena.failed;
}

parcel *parcel_new(intake_file *file)
{
    parcel *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->file = file;
    arena_init(&p->arena, PARCEL_MEMORY_MAX);
    buf_init(&p->records, PARCEL_MEMORY_MAX);
    return p;
}

void parcel_free(parcel *p)
{
    if (p == NULL)
        return;
    if (p->last)
        intake_file_free(p->file);
    arena_release(&p->arena);
    buf_release(&p->records);
    free(p->items);
    free(p);
}

/* Forget what is in it. */
static void empty(parcel *p)
{
    arena_clear(&p->arena);
    buf_clear(&p->records);
    p->count = p->text_bytes = p->heavy = 0;
    p->error = (pilcrow_error){0};
}

bool parcel_recycle(parcel *p)
{
    if (p->arena.total + p->records.capacity + p->capacity * sizeof *p->items >
        PARCEL_MEMORY_KEPT) {
        parcel_free(p);
        return false;
    }
    if (p->last)
        intake_file_free(p->file);
    empty(p);
    *p = (parcel){.arena = p->arena,
                  .records = p->records,
                  .items = p->items,
                  .capacity = p->capacity};
    return true;
}

/* -------------------------------------------------------------- filling --- */

/* Most texts beside the paragraph's own are empty. */
static const char *copy_text(arena *a, const char *text)
{
    return *text == '\0' ? "" : arena_text(a, text);
}

static const char *const *copy_texts(arena *a, const char *const *texts,
                                     size_t count)
{
    static const char *const none[] = {NULL};
    if (count == 0)
        return none;
    const char **copy = arena_array(a, count + 1, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy[i] = arena_text(a, texts[i]);
        if (copy[i] == NULL)
            return NULL;
    }
    return copy;
}

static bool copy_side(corpus_side *out, arena *a, const corpus_side *side)
{
    *out = *side;
    out->text = arena_text(a, side->text);
    out->forms = copy_texts(a, side->forms, side->form_count);
    return out->text != NULL && out->forms != NULL;
}

static const corpus_entry *copy_entry(arena *a, const corpus_entry *entry)
{
    corpus_entry *copy = arena_alloc(a, sizeof *copy);
    if (copy == NULL || !copy_side(&copy->term, a, &entry->term) ||
        !copy_side(&copy->translation, a, &entry->translation))
        return NULL;
    copy->note = arena_text(a, entry->note);
    return copy->note != NULL ? copy : NULL;
}

/* Have `out`, whose texts are borrowed, own them. */
static bool own_texts(schema_record *out, arena *a)
{
    out->document = copy_text(a, out->document);
    out->title = copy_text(a, out->title);
    out->heading = copy_texts(a, out->heading, out->heading_count);
    out->text = arena_copy(a, out->text, out->text_len);
    out->meta = copy_text(a, out->meta);
    if (out->entry != NULL)
        out->entry = copy_entry(a, out->entry);
    return !a->failed;
}

static intake_item *new_item(parcel *p)
{
    intake_item *items =
        list_room(p->items, p->count, &p->capacity, sizeof *items);
    if (items == NULL)
        return NULL;
    p->items = items;
    items[p->count] = (intake_item){0};
    return &items[p->count++];
}

static size_t weight_of(const schema_record *record)
{
    size_t weight = ITEM_WEIGHT + record->text_len + strlen(record->title) +
                    strlen(record->meta);
    for (size_t i = 0; i < record->heading_count; i++)
        weight += strlen(record->heading[i]);
    return weight;
}

bool parcel_add(parcel *p, const schema_record *record, alike_mark mark)
{
    intake_item *item = new_item(p);
    if (item == NULL)
        return false;
    item->record = *record;
    item->alike = mark;
    p->text_bytes += record->text_len;
    p->heavy += weight_of(record);
    return own_texts(&item->record, &p->arena);
}

void parcel_look(parcel *p, alike *known)
{
    for (size_t i = 0; i < p->count; i++)
        alike_look(known, &p->items[i].alike);
}

bool parcel_add_skip(parcel *p, size_t line, const char *reason, bool failed)
{
    intake_item *item = new_item(p);
    if (item == NULL)
        return false;
    item->skip_line = line;
    item->skip = arena_text(&p->arena, reason);
    item->failed = failed;
    return item->skip != NULL;
}

/* ------------------------------------------------------------ preparing --- */

/* Write the stored record, whose id is in it. */
static bool encode(parcel *p, intake_item *item)
{
    item->bytes = p->records.len;
    const bool ok = schema_encode(&p->records, &item->record);
    item->len = p->records.len - item->bytes;
    return ok;
}

/* The paragraph goes by the id of that repeat count from now on. Its ID term
 * is borrowed from there. */
static bool set_id(parcel *p, intake_item *item, uint32_t repeat)
{
    const schema_record *r = &item->record;
    const identity_key key = {r->path, r->document, r->text, r->text_len};
    const uint64_t low = identity_make(item->id, &key, repeat);
    if (repeat == 0)
        item->repeat_key = low;
    return encode(p, item);
}

/* Pass over a paragraph that is too large to be kept. */
static bool is_too_large(parcel *p, intake_item *item)
{
    const schema_record *r = &item->record;
    if (strlen(r->meta) + r->text_len <= ENGINE_RECORD_MAX / 2)
        return false;
    item->skip_line = r->line;
    item->skip = arena_format(&p->arena,
                              "a paragraph and its other keys are over %zu MB",
                              ENGINE_RECORD_MAX >> 21);
    return true;
}

static pilcrow_status derive(parcel *p, intake_item *item, analyser *tokens,
                             pilcrow_error *err)
{
    return postings_derive(&item->terms, &p->arena, tokens, &item->record,
                           &p->file->filters, err);
}

/* The terms that it will most likely take, under the id that it has. */
static pilcrow_status derive_expected(parcel *p, intake_item *item,
                                      analyser *tokens, pilcrow_error *err)
{
    schema_record *r = &item->record;
    r->id = item->id;
    r->lang = analyser_language(tokens, r->text, r->text_len);
    return item->alike.seen ? postings_of_alike(&item->terms, &p->arena, r,
                                                &p->file->filters, err)
                            : derive(p, item, tokens, err);
}

static pilcrow_status prepare_item(parcel *p, intake_item *item,
                                   analyser *tokens, pilcrow_error *err)
{
    if (item->skip != NULL || is_too_large(p, item))
        return p->arena.failed ? error_no_memory(err) : PILCROW_OK;
    memset(item->id, 'a', SCHEMA_ID_LETTERS);
    pilcrow_status status = derive_expected(p, item, tokens, err);
    if (status == PILCROW_OK && !set_id(p, item, 0))
        status = error_no_memory(err);
    return status;
}

static size_t records_expected(const parcel *p)
{
    const size_t bytes = p->text_bytes + p->count * RECORD_HEAD;
    return bytes < RECORDS_FIRST_MAX ? bytes : RECORDS_FIRST_MAX;
}

/* Fill the parcel with all of the file, if it is not too much. */
static pilcrow_status cut_whole(parcel *p)
{
    cutting c = {.parcel = p};
    const pilcrow_status status =
        cut_text(&c, p->file->text, p->file->bytes, &p->error);
    p->whole = status == PILCROW_LIMIT;
    if (!p->whole)
        return status;
    empty(p);
    p->file->entry.documents = 0;
    return PILCROW_OK;
}

void parcel_prepare(parcel *p, analyser *tokens)
{
    pilcrow_status status = p->whole ? cut_whole(p) : PILCROW_OK;
    if (status == PILCROW_OK && p->arena.failed)
        status = error_no_memory(&p->error);
    if (!buf_reserve(&p->records, records_expected(p)))
        status = error_no_memory(&p->error);
    for (size_t i = 0; i < p->count && status == PILCROW_OK; i++)
        status = prepare_item(p, &p->items[i], tokens, &p->error);
    p->error.status = status;
}

/* --------------------------------------------------------------- adding --- */

/* Give the engine the paragraph under the id it now has. */
static pilcrow_status offer_once(parcel *p, intake_item *item,
                                 pilcrow_error *err)
{
    engine_paragraph paragraph = {
        .postings = item->terms.list,
        .posting_count = item->terms.count,
        .record = buf_text(&p->records) + item->bytes,
        .record_len = item->len,
        .alike = (uint32_t)item->alike.text,
        .left_out = item->alike.seen,
    };
    postings_values(paragraph.values, &item->record);
    return engine_writer_add(p->file->session->writer, &paragraph, err);
}

/* The terms that were left out, as they are needed after all. */
static pilcrow_status complete(parcel *p, intake_item *item, analyser *tokens,
                               pilcrow_error *err)
{
    item->alike.seen = false;
    return derive(p, item, tokens, err);
}

static pilcrow_status offer(parcel *p, intake_item *item, analyser *tokens,
                            pilcrow_error *err)
{
    alike *known = p->file->session->alike;
    alike_mark *mark = &item->alike;
    pilcrow_status status = PILCROW_OK;
    if (mark->seen && !alike_words(known, mark->text, &item->terms.words))
        status = complete(p, item, tokens, err);
    if (status == PILCROW_OK)
        status = offer_once(p, item, err);
    if (status == PILCROW_NOT_FOUND && mark->seen) {
        alike_forget(known);
        status = complete(p, item, tokens, err);
        if (status == PILCROW_OK)
            status = offer_once(p, item, err);
    }
    if (status == PILCROW_OK && mark->text != 0 && !mark->seen)
        alike_keep_words(known, mark->text, item->terms.words);
    return status;
}

/* Try one repeat count after the other, from `*repeat` on, until an id is free;
 * `*repeat` is the next to try. No file holds as many paragraphs as there are
 * counts. */
static pilcrow_status offer_free(parcel *p, intake_item *item, uint32_t *repeat,
                                 analyser *tokens, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_EXISTS;
    while (status == PILCROW_EXISTS && *repeat < UINT32_MAX) {
        if (!set_id(p, item, *repeat))
            return error_no_memory(err);
        ++*repeat;
        status = offer(p, item, tokens, err);
    }
    return status;
}

/* Most paragraphs are the first of their key, and prepared as that: nothing
 * need be known of the others. */
static pilcrow_status offer_prepared(parcel *p, intake_item *item,
                                     analyser *tokens, pilcrow_error *err)
{
    const pilcrow_status status = offer(p, item, tokens, err);
    if (status != PILCROW_EXISTS)
        return status;
    uint32_t *repeat = identity_repeat(&p->file->repeats, item->repeat_key);
    return repeat != NULL ? offer_free(p, item, repeat, tokens, err)
                          : error_no_memory(err);
}

static pilcrow_status report_skip(const intake_file *file, size_t line,
                                  const char *reason, bool failed,
                                  pilcrow_error *err)
{
    const session *s = file->session;
    char *path = session_shown(s, file->entry.path, file->entry.in_memory);
    const bool ok =
        path != NULL && report_add_skip(s->report, path, line, reason, failed);
    free(path);
    return ok ? PILCROW_OK : error_no_memory(err);
}

/* One paragraph that cannot be kept does not end the run. */
static pilcrow_status add_item(parcel *p, intake_item *item, analyser *tokens,
                               pilcrow_error *err)
{
    pilcrow_error why; /* filled where something fails: it is large */
    why.message[0] = '\0';
    if (item->skip != NULL)
        return report_skip(p->file, item->skip_line, item->skip, item->failed,
                           err);
    const pilcrow_status status = offer_prepared(p, item, tokens, &why);
    if (status == PILCROW_LIMIT)
        return report_skip(p->file, item->record.line, why.message, false, err);
    if (status != PILCROW_OK)
        return error_set(err, status, "%s", why.message);
    p->file->entry.paragraphs++;
    p->file->entry.words += item->terms.words;
    return PILCROW_OK;
}

static pilcrow_status finish_file(intake_file *file, pilcrow_error *err)
{
    session *s = file->session;
    pilcrow_counts *counts = &s->report->counts;
    s->totals.documents += file->entry.documents;
    s->totals.words += file->entry.words;
    s->changed = true;
    counts->paragraphs += file->entry.paragraphs;
    counts->words += file->entry.words;
    counts->bytes += file->bytes;
    catalog_file *finished = list_room(s->finished, s->finished_count,
                                       &s->finished_capacity, sizeof *finished);
    if (finished == NULL)
        return error_no_memory(err);
    s->finished = finished;
    finished[s->finished_count++] = file->entry;
    return catalog_write_file(s->writer, &file->entry, err);
}

/* Have the memory fetched that adding the `number`th item will touch. */
static void expect_item(const parcel *p, size_t number)
{
    const session *s = p->file->session;
    if (number >= p->count || p->items[number].skip != NULL)
        return;
    const intake_item *item = &p->items[number];
    engine_writer_expect(s->writer, item->id, SCHEMA_ID_LETTERS,
                         (uint32_t)item->alike.text);
    if (item->alike.text != 0)
        alike_expect(s->alike, item->alike.text);
}

static pilcrow_status add_items(parcel *p, analyser *tokens, pilcrow_error *err)
{
    pilcrow_status status = p->error.status;
    if (status != PILCROW_OK)
        return error_set(err, status, "%s", p->error.message);
    for (size_t i = 0; i < p->count && status == PILCROW_OK; i++) {
        expect_item(p, i + EXPECTED);
        status = add_item(p, &p->items[i], tokens, err);
    }
    return status;
}

/* Prepare and add what is in the parcel, and have it empty for what follows. */
static pilcrow_status add_piece(cutting *c, pilcrow_error *err)
{
    parcel_prepare(c->parcel, c->ctx);
    const pilcrow_status status = add_items(c->parcel, c->ctx, err);
    empty(c->parcel);
    return status;
}

static pilcrow_status add_in_pieces(parcel *p, analyser *tokens,
                                    pilcrow_error *err)
{
    cutting c = {.parcel = p, .next = add_piece, .ctx = tokens};
    p->whole = false;
    const pilcrow_status status =
        cut_text(&c, p->file->text, p->file->bytes, err);
    return status == PILCROW_OK ? add_piece(&c, err) : status;
}

pilcrow_status parcel_add_to_index(parcel *p, analyser *tokens,
                                   pilcrow_error *err)
{
    const pilcrow_status status =
        p->whole ? add_in_pieces(p, tokens, err) : add_items(p, tokens, err);
    return status == PILCROW_OK && p->last ? finish_file(p->file, err) : status;
}

pilcrow_status parcel_add_stored(parcel *p, const schema_record *record,
                                 analyser *tokens, pilcrow_error *err)
{
    intake_item item = {.record = *record};
    uint32_t repeat = 0;
    const size_t len = strlen(record->id);
    buf_clear(&p->records);
    memcpy(item.id, record->id,
           len < SCHEMA_ID_LETTERS ? len : SCHEMA_ID_LETTERS);
    pilcrow_status status = derive_expected(p, &item, tokens, err);
    if (status == PILCROW_OK && !encode(p, &item))
        status = error_no_memory(err);
    if (status == PILCROW_OK)
        status = offer(p, &item, tokens, err);
    /* Another paragraph took its id in this rebuild. */
    if (status == PILCROW_EXISTS)
        status = offer_free(p, &item, &repeat, tokens, err);
    return status;
}
