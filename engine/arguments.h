/* SPDX-License-Identifier: MIT
 *
 * The limits that hold for every engine, checked before one is called. Each
 * function is OK or sets a sentence that says which limit was broken. */
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

#endif
