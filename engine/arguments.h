/* SPDX-License-Identifier: MIT
 *
 * What is the same for every engine at its border: the limits that hold for
 * what it is given, checked before it is called, and the name of the index in
 * what it says. Each check is OK or sets a sentence that says which limit was
 * broken. */
#ifndef PILCROW_ENGINE_ARGUMENTS_H
#define PILCROW_ENGINE_ARGUMENTS_H

#include "engine/engine.h"

/* A term as ENGINE_TERM_MAX counts it: bytes, and once more for each NUL. */
size_t term_cost(const char *term, size_t len);

pilcrow_status check_term(engine_field field, const char *term, size_t len,
                          pilcrow_error *err);
pilcrow_status check_paragraph(const engine_paragraph *paragraph,
                               pilcrow_error *err);
pilcrow_status check_key(size_t key_len, pilcrow_error *err);
pilcrow_status check_query(const engine_query *query, pilcrow_error *err);
pilcrow_status check_search(const engine_search_options *options,
                            pilcrow_error *err);

/* STALE. */
pilcrow_status refuse_overtaken(pilcrow_error *err);

/* An engine's sentence says "the index": say which, "the index in 'path'". The
 * status is given back. */
pilcrow_status name_index(pilcrow_error *err, pilcrow_status status,
                          const char *path);

#endif
