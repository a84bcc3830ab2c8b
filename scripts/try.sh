#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Set Pilcrow up and search: installs what is missing, builds, indexes the
# sample collection and runs three searches. Safe to run again at any time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/install.sh

need_packages "build Pilcrow" "${build_packages[@]}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
build() {
    cmake --preset release && cmake --build --preset release --parallel "$(jobs_to_run)"
}
echo "Building in build/ ..."
if ! build >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "try.sh: the build failed; its last lines are above." >&2
    exit 1
fi

pilcrow=build/bin/pilcrow
index=.sample-index # in this folder, so that paths are shown from it

# Print a command as one would type it, and run it.
show() {
    local word line="\$ $pilcrow"
    for word in "$@"; do
        [[ $word == *\"* ]] && word="'$word'"
        line+=" $word"
    done
    printf '\n%s\n' "$line"
    "$pilcrow" "$@"
}

show index -i "$index" corpus/sample
show search -i "$index" -n 2 cost of sending remittances home
show search -i "$index" -n 2 обжаловать отказ в суде
show search -i "$index" -n 2 '"statelessness determination procedure"'

cat <<END

That was the sample collection. Next, your own documents:

    $PWD/$pilcrow index FOLDER          # makes .pilcrow in the current folder
    $PWD/$pilcrow search WORDS          # any word may be missing, best first
    $PWD/$pilcrow search '"a phrase" +must -not lang:ru'
    $PWD/$pilcrow help
END
