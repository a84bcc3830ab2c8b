#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the README says on installing, and of C, CMake and Python, works as it
# stands there, with Pilcrow below a prefix outside the tree.
. "$SOURCE/tests/lib.sh"
prefix=$here/prefix
mkdir papers
cp "$sample"/*.txt papers

# snippet HEADING PATTERN: the lines of code below the heading from the one that
# matches to the next line that is no code.
snippet() {
    awk -v heading="## $1" -v first="$2" '
        /^## / {here = $0 == heading}
        here && /^    / && $0 ~ first {on = 1}
        !/^    / && !/^$/ {on = 0}
        on' "$SOURCE/README.md" | sed 's/^    //'
}

# ------------------------------------------------------------- install ---
snippet Install 'cmake --install' | sed "s#build #'$PLAIN' #; s#\\\$HOME/.local#$prefix#" >install.sh
run bash install.sh
check_status 0
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name pilcrow.pc)")
lib=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH LD_LIBRARY_PATH=$lib
run "$prefix/bin/pilcrow" index papers
check_status 0

# ------------------------------------------------------------------- C ---
{
    echo '#include <stdio.h>'
    snippet 'From C' '#include' | sed -n '1p'
    echo 'int main(void) {'
    snippet 'From C' '#include' | sed '1d'
    echo 'pilcrow_hits_free(hits); pilcrow_close(index); return 0; }'
} >search.c
snippet Install '^    cc ' >compile.sh
run bash compile.sh
check_status 0
run ./search
check_status 0
check_out 'asylum'

# --------------------------------------------------------------- CMake ---
mkdir project
{
    echo 'cmake_minimum_required(VERSION 3.25)'
    echo 'project(search LANGUAGES C)'
    echo 'add_executable(search ../search.c)'
    snippet Install 'find_package'
} >project/CMakeLists.txt
run cmake -S project -B project/build -DCMAKE_PREFIX_PATH="$prefix"
check_status 0
run cmake --build project/build
check_status 0
run project/build/search
check_out 'asylum'

# -------------------------------------------------------------- Python ---
snippet 'From Python' 'import pilcrow' >search.py
check "Python takes six lines at most" [ "$(wc -l <search.py)" -le 6 ]
PYTHONPATH=$SOURCE/bindings/python PYTHONDONTWRITEBYTECODE=1 \
    run /usr/bin/python3 search.py
check_status 0
check_out '^papers/[^:]+:[0-9]+ .*sylum'
check "three paragraphs" line_count_is 3 out
finish
