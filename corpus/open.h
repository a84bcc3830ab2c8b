/* SPDX-License-Identifier: MIT
 *
 * Regular files, and nothing else, opened for reading. */
#ifndef PILCROW_CORPUS_OPEN_H
#define PILCROW_CORPUS_OPEN_H

#include <stdint.h>

#include "corpus/corpus.h"

/* Open `path` if it is a regular file; a link only with `follow`. *fd is -1 on
 * failure. `*size` is what its bytes seem to be. The outcome is as that of
 * corpus_load(). */
pilcrow_status open_regular(int *fd, size_t *size, const char *path,
                            bool follow, pilcrow_error *err);

/* LIMIT if a file is over CORPUS_FILE_MAX. */
pilcrow_status open_refuse_large(uint64_t size, pilcrow_error *err);

#endif
