/* SPDX-License-Identifier: MIT
 *
 * In: the text of one file. Out: its paragraphs in parcels, each with all that
 * its record says. Nothing here belongs to the index, so any thread may do it.
 */
#include "indexer/cut.h"

static bool is_full(const parcel *p)
{
    return p->text_bytes >= CUT_PARCEL_TEXT || p->count >= CUT_PARCEL_ITEMS ||
           p->heavy >= CUT_PARCEL_HEAVY;
}

static pilcrow_status go_on(cutting *c, pilcrow_error *err)
{
    if (c->next != NULL)
        return is_full(c->parcel) ? c->next(c, err) : PILCROW_OK;
    return c->parcel->heavy < CUT_PARCEL_HEAVY
               ? PILCROW_OK
               : error_set(err, PILCROW_LIMIT, "too much for one parcel");
}

static pilcrow_status take_paragraph(cutting *c,
                                     const corpus_document *document,
                                     const corpus_paragraph *p,
                                     pilcrow_error *err)
{
    const intake_file *file = c->parcel->file;
    const intake_about *about = &file->about;
    const schema_record record = {
        .id = "",
        .document = document->id == NULL ? "" : document->id,
        .path = file->entry.path,
        .in_memory = file->entry.in_memory,
        .title = about->title != NULL ? about->title : document->title,
        .heading = p->heading,
        .heading_count = p->heading_count,
        .kind = corpus_kind_name(p->kind),
        .lang = "",
        .text = p->text,
        .text_len = p->text_len,
        .meta = about->meta != NULL ? about->meta : document->meta,
        .line = p->line,
        .end_line = p->end_line,
        .byte = p->byte,
        .end_byte = p->end_byte,
        .page = p->page,
        .ordinal = c->ordinal++,
        .entry = p->entry,
    };
    alike_mark mark = {0};
    if (c->alike != NULL && document->paragraph_count == 1)
        mark = alike_name(c->alike, &record);
    if (!parcel_add(c->parcel, &record, mark))
        return error_no_memory(err);
    return go_on(c, err);
}

static pilcrow_status take_document(void *ctx, const corpus_document *document,
                                    pilcrow_error *err)
{
    cutting *c = ctx;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < document->paragraph_count && status == PILCROW_OK;
         i++)
        status = take_paragraph(c, document, &document->paragraphs[i], err);
    if (status == PILCROW_OK)
        c->parcel->file->entry.documents++;
    return status;
}

/* A skip that finds no memory is told by the parcel when that is added. */
static void note_skip(void *ctx, size_t line, const char *reason)
{
    cutting *c = ctx;
    if (c->parcel != NULL && !parcel_add_skip(c->parcel, line, reason, false))
        c->parcel->arena.failed = true;
}

pilcrow_status cut_text(cutting *c, const char *text, size_t len,
                        pilcrow_error *err)
{
    const corpus_sink sink = {take_document, note_skip, c};
    const catalog_file *entry = &c->parcel->file->entry;
    return corpus_split(entry->path, entry->format, text, len, &sink, err);
}

pilcrow_status cut_pieces(cutting *c, pieces *text, pilcrow_error *err)
{
    const corpus_sink sink = {take_document, note_skip, c};
    return pieces_split(text, c->parcel->file->entry.path, &sink, err);
}
