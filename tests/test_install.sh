#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What `cmake --install` puts below a fresh prefix is a library like any other:
# a program in C and one in C++ find it by pkg-config and by CMake, shared and
# static, and go on finding it where the prefix has been moved.
. "$SOURCE/tests/lib.sh"
export PKG_CONFIG_PATH
prefix=$here/prefix
run cmake --install "$PLAIN" --prefix "$prefix"
check_status 0

# ------------------------------------------------------- what is there ---
lib=$(dirname "$(find "$prefix" -name libpilcrow.a)")
version=$(sed -n 's/^project(pilcrow VERSION \([0-9.]*\) .*/\1/p' \
    "$SOURCE/CMakeLists.txt")
for file in bin/pilcrow include/pilcrow.h share/man/man1/pilcrow.1 \
    share/man/man1/pilcrow-search.1 \
    share/bash-completion/completions/pilcrow \
    share/zsh/site-functions/_pilcrow \
    share/fish/vendor_completions.d/pilcrow.fish \
    share/pilcrow/schemas/hit.json share/doc/pilcrow/examples/search.c; do
    check "$file is installed" [ -s "$prefix/$file" ]
done
check "libpilcrow.so.0 is installed" [ -e "$lib/libpilcrow.so.0" ]
run readelf -d "$lib/libpilcrow.so"
check_out 'SONAME.*\[libpilcrow\.so\.0\]'
check_no_out 'RUNPATH|RPATH|TEXTREL'
check "nothing installed names the folder of the build" \
    not grep -rlE "$BUILD|$SOURCE" "$prefix/include" "$prefix/share/man" \
    "$lib/pkgconfig" "$lib/cmake"
run "$prefix/bin/pilcrow" --version
check_out "^pilcrow $version"

# ------------------------------------------------------------ programs ---
# They make an index, search it, and print what was found.
cat >use.c <<'END'
#include <pilcrow.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    const char *text = "The appeal was refused.";
    pilcrow_source source = {"a.txt", text, strlen(text)};
    pilcrow_report *report = NULL;
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL;
    pilcrow_error err;
    if (pilcrow_update(&report, "index", &source, 1, NULL, &err) ||
        pilcrow_open(&index, "index", &err) ||
        pilcrow_search(&hits, index, "appeals", 7, NULL, &err))
        return printf("%s\n", err.message), 1;
    printf("%s %s\n", pilcrow_version(),
           pilcrow_hits_get(hits, 0)->paragraph.text);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    pilcrow_report_free(report);
    return 0;
}
END
cp use.c use.cc
cp use.c use.cpp

# works PROGRAM: it runs, and finds.
works() {
    rm -rf index
    run env LD_LIBRARY_PATH="$lib" "$1"
    check_status 0
    check_out "^$version The appeal was refused\.\$"
}
# needs_library PROGRAM: does it load the shared one?
needs_library() { readelf -d "$1" | grep -q 'NEEDED.*libpilcrow\.so\.0'; }

# by_pkg_config COMPILER SOURCE
by_pkg_config() {
    PKG_CONFIG_PATH=$lib/pkgconfig
    run bash -c "$1 -o shared $2 \$(pkg-config --cflags --libs pilcrow)"
    check_status 0
    check "$2 loads the library" needs_library shared
    works ./shared
    run bash -c "$1 -o static $2 \$(pkg-config --cflags pilcrow) \
        '$lib/libpilcrow.a' \$(pkg-config --static --libs pilcrow |
            sed 's/-lpilcrow//')"
    check_status 0
    check "$2 has the library in it" not needs_library static
    works ./static
}

# by_cmake LANGUAGE SOURCE
by_cmake() {
    rm -rf project
    mkdir project
    cat >project/CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.25)
project(use LANGUAGES $1)
find_package(Pilcrow $version REQUIRED COMPONENTS static)
add_executable(shared ../$2)
target_link_libraries(shared Pilcrow::pilcrow)
add_executable(static ../$2)
target_link_libraries(static Pilcrow::pilcrow_static)
END
    run cmake -S project -B project/build -DCMAKE_PREFIX_PATH="$prefix"
    check_status 0
    run cmake --build project/build
    check_status 0
    check "$2 loads the library" needs_library project/build/shared
    check "$2 has the library in it" not needs_library project/build/static
    works project/build/shared
    works project/build/static
}

use_all() {
    by_pkg_config "${CC:-gcc} -std=c11" use.c
    by_pkg_config "${CXX:-g++} -std=c++17" use.cc
    by_cmake C use.c
    by_cmake CXX use.cpp
}
use_all
# A version that is not there is refused, and said so.
sed -i 's/find_package(Pilcrow [0-9.]*/find_package(Pilcrow 99.0/' \
    project/CMakeLists.txt
run cmake -S project -B project/other -DCMAKE_PREFIX_PATH="$prefix"
check "version 99 is not found" [ "$status" -ne 0 ]

# ------------------------------------------------------- moved elsewhere ---
mv "$prefix" "$here/moved there"
prefix="$here/moved"
mv "$here/moved there" "$prefix"
lib=${lib/"$here/prefix"/$prefix}
by_pkg_config "${CC:-gcc} -std=c11" use.c
by_cmake C use.c
finish
