#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The splitter, the finder of glossaries and the readers of HTML, JSON Lines and
# packed files under libFuzzer, some thousand inputs each, with PILCROW_LONG half
# an hour.
#
#     FUZZ_SECONDS=600 tests/fuzz_corpus.sh      any other time
. "$(dirname "$0")/fuzz.sh"

fuzz_length 3000 5

fuzz_build tests/fuzz_corpus.c tests/test_corpus_kit.c

# What is fuzzed, by the name that fuzz_corpus.c knows it under.
for reader in markdown; do
    export FUZZ_READER=$reader
    :
done

# From the texts of all cases of glossaries.
mkdir "$work/cases"
awk -v folder="$work/cases" '
    /^== / { close(path); path = folder "/" ++count; text = 1; next }
    /^--$/ { text = 0 }
    text { print >path }' tests/cases/glossary/*.txt
FUZZ_READER=markdown fuzz_run corpus-glossary "$work/cases" "$length" -max_len=2048
