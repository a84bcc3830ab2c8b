#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What pilcrow.h says of the library as a guest in a process: it never prints,
# exits, or touches signals and the locale; keeps nothing that can be written to;
# runs in threads of 256 KiB of stack; and does the same in every locale. Looked
# at in the library as it is installed, and in its objects.
. "$SOURCE/tests/lib.sh"
library=$PLAIN/lib/libpilcrow.so
objects=$PLAIN/CMakeFiles/pilcrow_objects.dir

# ------------------------------------------------------- what it asks for ---
# Calls that a library must not make, and the only object that may, if any:
# converters run in child processes, and only a child changes its own folder,
# its own signals, and ends itself; indexing has threads for its own use, which
# are started so that signals go where they went before; and xapian's own
# variable for its buffers is looked at, for it would undo a limit of memory.
cat >"$scratch/rules" <<'END'
printf fprintf vprintf vfprintf puts fputs putchar fputc putc fwrite perror psignal
stdout stderr stdin fopen fclose fflush getchar fgets scanf
_ZSt4cout _ZSt4cerr _ZSt4clog
exit abort quick_exit atexit on_exit __cxa_atexit __assert_fail
_exit child.c
signal child.c
sigprocmask child.c
kill child.c
fork child.c
execve child.c
sigaction raise alarm setitimer
pthread_sigmask thread.c
pthread_create thread.c
setlocale uselocale newlocale localeconv nl_langinfo
getenv xapian_writer.cc
secure_getenv setenv putenv unsetenv clearenv
chdir child.c
fchdir umask
system popen posix_spawn
strtok localtime gmtime asctime ctime strerror getpwuid getpwnam readdir_r
rand srand random drand48 tmpnam
thrd_create
dlopen
END
find "$objects" -name '*.o' -exec nm -A --undefined-only {} + >"$scratch/nm"
check "the objects of all folders are there" \
    [ "$(cut -d: -f1 "$scratch/nm" | sort -u | wc -l)" -gt 250 ]
<"$scratch/nm" \
    sed -E 's|^.*/([^/]*)\.o: *U ([^@]*).*|\2 \1|' | sort -u >"$scratch/calls"
check "the objects are there" [ "$(wc -l <"$scratch/calls")" -gt 500 ]
while read -r line; do
    allowed=$(grep -oE '[a-z_]+\.cc?$' <<<"$line")
    for name in ${line%"$allowed"}; do
        users=$(awk -v name="$name" -v allowed="$allowed" \
            '$1 == name && $2 != allowed {print $2}' "$scratch/calls" | tr '\n' ' ')
        check "$name is called by nobody${allowed:+ but $allowed}: $users" \
            [ -z "$users" ]
        if [ -n "$allowed" ] && grep -q " $allowed\$" "$scratch/calls"; then
            check "$allowed calls $name: else the rule is out of date" \
                grep -qx "$name $allowed" "$scratch/calls"
        fi
    done
done <"$scratch/rules"

# ------------------------------------------------------------ what it keeps ---
# Symbols in memory that stays writable once the library is loaded. The linker's
# and the compiler's own are no state of ours: what the processor can do is
# written there once, before anything is called.
read -r start size < <(readelf -lW "$library" |
    awk '$1 == "GNU_RELRO" {print $3, $6}')
nm "$library" | awk -v end="$((start + size))" '
    function number(hex,   i, n) {
        for (i = 1; i <= length(hex); i++)
            n = 16 * n + index("0123456789abcdef", substr(hex, i, 1)) - 1
        return n
    }
    $2 ~ /^[bBdDsSgGvV]$/ && number($1) >= end {print $3}' |
    grep -vE '^(DW\.ref\.|_GLOBAL_OFFSET_TABLE_$|__TMC_END__$|__dso_handle$|completed\.)' |
    grep -vE '^(_?edata|_?end|__bss_start|__data_start|_DYNAMIC|__TMC_LIST__)$' |
    grep -vE '^__cpu_(model|features2)$' >"$scratch/state"
check "a region is read-only after loading" [ -n "$size" ]
check "nothing stays writable: $(tr '\n' ' ' <"$scratch/state")" \
    [ ! -s "$scratch/state" ]
check "no data of a thread" not grep -q TLS <(readelf -lW "$library")
check "no executable stack" \
    grep -q 'GNU_STACK.* RW ' <(readelf -lW "$library")

# --------------------------------------------------- 256 KiB, many handles ---
cc=${CC:-gcc}
"$cc" -std=c11 -D_GNU_SOURCE -O1 -I"$SOURCE/include" -o use_all \
    "$SOURCE/tests/use_all.c" -L"$PLAIN/lib" -lpilcrow -pthread \
    -Wl,-rpath,"$PLAIN/lib"
for own in $PILCROW_ENGINES; do
    mkdir "$own" && cd "$own" || exit 1
    run ../use_all "$own" 3
    check_status 0
    check_silent err
    check "$own finds things in threads of 256 KiB" \
        [ "$(wc -l <"$scratch/out")" -gt 50 ]
    cp "$scratch/out" "$scratch/$own.c-locale"
    cd .. || exit 1
done

# ------------------------------------------------------------------ locale ---
# One with a decimal comma and one with letters of its own, in the process or in
# its threads.
for name in de_DE tr_TR; do
    localedef -i $name -f UTF-8 "$here/$name.UTF-8" >/dev/null 2>&1 || {
        skip "locale $name cannot be made (package locales)"
        continue
    }
    for own in $PILCROW_ENGINES; do
        rm -rf "${own:?}"
        mkdir "$own" && cd "$own" || exit 1
        run env LOCPATH="$here" LC_ALL=$name.UTF-8 ../use_all "$own" 1
        check_status 0
        check "$own says the same in $name" \
            cmp "$scratch/out" "$scratch/$own.c-locale"
        rm -rf ./*
        run env LOCPATH="$here" THREAD_LOCALE=$name.UTF-8 ../use_all "$own" 1
        check "$own says the same in a thread of $name" \
            cmp "$scratch/out" "$scratch/$own.c-locale"
        cd .. || exit 1
    done
done
finish
