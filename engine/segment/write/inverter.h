/* SPDX-License-Identifier: MIT
 *
 * Paragraphs turned into posting lists in memory, to be written as a segment.
 *
 * Each term has a chain of its postings (chain.h) in one pool, so that a posting
 * costs a few bytes and no call of malloc. Records do not stay: they go into the
 * segment's file as they come. Only where documents are alike they wait in
 * memory (held.h) for a while, as those are to stand together: such have their
 * terms in memory once. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_INVERTER_H
#define PILCROW_ENGINE_SEGMENT_WRITE_INVERTER_H

#include "engine/engine.h"
#include "engine/segment/file/builder.h"

typedef struct inverter inverter;

/* Empty; nothing is allocated until the first paragraph. */
pilcrow_status inverter_new(inverter **out, pilcrow_error *err);
void inverter_free(inverter *v);
/* Forget all paragraphs. */
void inverter_clear(inverter *v);

uint32_t inverter_documents(const inverter *v);
/* The bytes that it takes, and will take while it is written. */
size_t inverter_memory(const inverter *v);

/* Take a paragraph, checked before by arguments.h, as the next document; `id`
 * is its posting of ENGINE_ID. Its record waits, or goes to `out`; what that
 * meets the builder tells. NOT_FOUND as in engine_writer_add(). After NO_MEMORY
 * it can only be cleared. */
pilcrow_status inverter_add(inverter *v, const engine_paragraph *paragraph,
                            const engine_posting *id, records_writer *out,
                            pilcrow_error *err);

/* Have the memory fetched that tells whether the id and the hash of a paragraph
 * are there already. */
void inverter_expect(const inverter *v, const char *id, size_t len,
                     uint32_t alike);

/* The bytes of the records that wait. */
size_t inverter_waiting(const inverter *v);
/* Write the records that wait, in the order of the segment: which documents are
 * alike is forgotten. NO_MEMORY. */
pilcrow_status inverter_settle(inverter *v, records_writer *out,
                               pilcrow_error *err);

/* The document with this id; false if there is none. */
bool inverter_find_id(const inverter *v, const char *id, size_t len,
                      uint32_t *document);

/* Visit the documents that hold a term. */
typedef void inverter_visitor(void *ctx, uint32_t document);
void inverter_visit(const inverter *v, engine_field field, const char *term,
                    size_t len, inverter_visitor *visit, void *ctx);

uint32_t inverter_length(const inverter *v, uint32_t document);

/* Write all but the records that the builder has been given already, with
 * `jobs` threads at most: the file is the same with any number. `data` is the
 * folder for what has to wait. What the builder meets is told by
 * builder_finish(). NO_MEMORY. */
pilcrow_status inverter_write(inverter *v, builder *b, const char *data,
                              unsigned jobs, pilcrow_error *err);
/* Once it is written: which document of the segment this one is. */
uint32_t inverter_written(const inverter *v, uint32_t number);

#endif
