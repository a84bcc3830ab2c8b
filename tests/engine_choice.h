/* SPDX-License-Identifier: MIT
 *
 * Which engine a run of the tests is about: the one that $PILCROW_TEST_ENGINE
 * names, else the build's first. Linking this makes it the engine of every new
 * index for which no other was asked, as `backend_default` is wrapped; so the
 * same tests hold each engine to the same truth. */
#ifndef PILCROW_TESTS_ENGINE_CHOICE_H
#define PILCROW_TESTS_ENGINE_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

/* Its name. Ends the process when this build has no such engine. */
const char *engine_choice(void);
bool engine_choice_is(const char *name);

/* The files of a data folder that hold something, by name. Returns how many;
 * the names are to be freed, one by one. */
size_t engine_choice_files(const char *data, char **names, size_t limit);

/* `data/` and the name of its largest file, in a static buffer. */
const char *engine_choice_main_file(const char *data);

/* The bytes of all its files. */
size_t engine_choice_bytes(const char *data);

#endif
