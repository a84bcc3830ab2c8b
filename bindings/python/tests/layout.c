/* SPDX-License-Identifier: MIT
 *
 * Prints how the compiler lays out what the Python package declares anew: one
 * line "struct field offset size" for each field, and "struct * 0 size" for
 * each whole. test_layout.py holds library.py to it. */
#include <pilcrow.h>

#include <stdio.h>

#define WHOLE(type) printf(#type " * 0 %zu\n", sizeof(type));
#define FIELD(type, field)                                                  \
    printf(#type " " #field " %zu %zu\n", offsetof(type, field),            \
           sizeof(((type *)0)->field));

int main(void)
{
#include "layout.inc"
    return 0;
}
