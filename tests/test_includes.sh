#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Dependencies point one way: each folder includes only what ARCHITECTURE.md
# allows it, and only the shim names Xapian.
set -u
cd "$SOURCE"
failed=0

# allowed FOLDER: the folders whose headers it may include.
allowed() {
    case $1 in
    base) echo "base" ;;
    corpus) echo "base corpus" ;;
    analysis) echo "base analysis" ;;
    engine) echo "base engine" ;;
    indexer) echo "base corpus analysis engine indexer" ;;
    searcher) echo "base corpus analysis engine searcher" ;;
    cli) echo "cli" ;;
    esac
}

# check_line FILE HEADER: is this include allowed?
check_line() {
    local file=$1 header=$2 folder=${1%%/*} target
    [ "$header" = pilcrow.h ] && return 0
    if [[ $header == */* ]]; then target=${header%%/*}; else target=$folder; fi
    [[ " $(allowed "$folder") " == *" $target "* ]] || {
        echo "$file includes $header: $folder may not see $target"
        return 1
    }
    # Of the engine, the others see engine.h alone.
    if [ "$target" = engine ] && [ "$folder" != engine ] &&
        [ "$header" != engine/engine.h ]; then
        echo "$file includes $header: only engine/engine.h is for others"
        return 1
    fi
}

count=0
while IFS=: read -r file header; do
    count=$((count + 1))
    check_line "$file" "$header" || failed=1
done < <(grep -oE '^ *# *include *"[^"]+"' -r base corpus analysis engine \
    indexer searcher cli --include='*.c' --include='*.h' --include='*.cc' |
    sed -E 's/: *# *include *"/:/; s/"$//')

[ "$count" -gt 50 ] || { echo "only $count includes were found"; failed=1; }

if grep -lE 'include *<xapian|Xapian::' -r base corpus analysis indexer \
    searcher cli include; then
    echo "the files above name Xapian outside the shim"
    failed=1
fi
if grep -rlE 'include *<xapian|Xapian::' engine --include='*.[ch]' |
    grep -v '^engine/xapian'; then
    echo "the files above name Xapian outside the shim"
    failed=1
fi

# within FOLDER: each folder in it and one whose headers it includes, a line each.
within() {
    grep -oE "\"$1/[a-z_]+/[a-z_0-9]+\.h\"" -r "$1"/*/ --include='*.[ch]' |
        sed -E "s|^$1/([a-z_]+)/[^:]*:\"$1/([a-z_]+)/.*|\1 \2|" | sort -u
}

for folder in corpus searcher engine/segment; do
    edges=$(within "$folder")
    [ "$(wc -l <<<"$edges")" -ge 3 ] || {
        echo "$folder: only these includes between folders were found: $edges"
        failed=1
    }
    tsort <<<"$edges" >/dev/null || {
        echo "the folders of $folder depend on each other in a circle"
        failed=1
    }
done
# Of the files above them, the searcher's folders know the open index alone.
if grep -nE '"searcher/[a-z_]+\.h"' -r searcher/*/ | grep -v '"searcher/index\.h"'
then
    echo "only searcher/index.h is for the searcher's folders"
    failed=1
fi
if grep -n '"engine/segment/search/' -r engine/segment/write engine/segment/file ||
    grep -n '"engine/segment/write/' -r engine/segment/search engine/segment/file
then
    echo "writing and searching segments are to know nothing of each other"
    failed=1
fi
echo "$count includes checked"
exit $failed
