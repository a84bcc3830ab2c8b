/* SPDX-License-Identifier: MIT
 *
 * Words typed with the keyboard in the other layout: ,t;tytw is беженец, and
 * ьшпкфтеы is migrants. The keys are those of QWERTY and ЙЦУКЕН on a PC. */
#ifndef PILCROW_SEARCHER_KEYBOARD_H
#define PILCROW_SEARCHER_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Replace `out` by what the same keys give in the other layout: Russian where
 * the text has a Latin letter, else English. False, with `out` undefined, where
 * a character is on no key of the layout, where there is no letter, or where
 * memory ran out. */
bool keyboard_switch(buf *out, const char *text, size_t len);

#endif
