#!/bin/sh
# SPDX-License-Identifier: MIT
# Write man pages and completions, which the program makes from its tables of
# verbs and options, below a folder. The build runs it.
#
#     scripts/generate.sh PROGRAM FOLDER
set -eu
program=$1 folder=$2
mkdir -p "$folder/man" "$folder/completions"
verbs=$("$program" help --color never |
    sed -n '/^verbs$/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p')
"$program" help --generate man >"$folder/man/pilcrow.1"
for verb in $verbs; do
    "$program" help --generate man "$verb" >"$folder/man/pilcrow-$verb.1"
done
"$program" help --generate bash >"$folder/completions/pilcrow.bash"
"$program" help --generate zsh >"$folder/completions/_pilcrow"
"$program" help --generate fish >"$folder/completions/pilcrow.fish"
