#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The work of reading a document grows as its length does, whatever is repeated
# in it: instructions are counted by valgrind for each shape of shapes.h at 32
# and at 128 KB. Four times the text may take LIMIT times the work; a rule that
# goes through all of a document for each of its lines takes 16.
#
# A sixteenth of the shapes, another one by PILCROW_SEED; all with PILCROW_LONG.
. "$SOURCE/tests/lib.sh"
limit=9
# What libxml2 takes the square of the length for, until html/quiet.c stops it.
stopped='<b></i>'
step=${PILCROW_LONG:+1}
step=${step:-16}
if ! command -v valgrind >/dev/null; then
    printf 'skipped: valgrind is not installed\n'
    exit 77
fi
library=$(dirname "$(find "$PLAIN" -name libpilcrow.so)")
run "${CC:-gcc}" -std=c11 -Wall -Wextra -Werror -I "$SOURCE/include" \
    -o growth "$SOURCE/tests/growth.c" -L "$library" -lpilcrow \
    -Wl,-rpath,"$library"
check_status 0
run valgrind --tool=callgrind --dump-after=pilcrow_writer_add_memory \
    --callgrind-out-file=count ./growth index "${PILCROW_ENGINES##* }" \
    $((${PILCROW_SEED:-0} % step)) "$step"
check_status 0
at=0
while IFS= read -r shape; do
    short=$(sed -n 's/^summary: //p' "count.$((at + 1))")
    long=$(sed -n 's/^summary: //p' "count.$((at + 2))")
    at=$((at + 2))
    [ "$shape" = "$stopped" ] && continue
    check "$shape: four times the text takes $short, then $long instructions" \
        [ "$long" -le $((limit * short)) ]
done <"$scratch/out"
check "shapes were read" [ "$at" -ge 10 ]
finish
