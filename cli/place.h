/* SPDX-License-Identifier: MIT
 *
 * Where a paragraph stands: its title and the headings above it. */
#ifndef PILCROW_CLI_PLACE_H
#define PILCROW_CLI_PLACE_H

#include "pilcrow.h"
#include "printer.h"

/* " Title › Heading › Heading", wrapped; nothing when there is none. A title
 * that only repeats the file's name is left out. Each is cut, with an ellipsis,
 * after `most` columns. */
void place_print_headings(printer *p, const pilcrow_paragraph *paragraph,
                          size_t indent, size_t most);

#endif
