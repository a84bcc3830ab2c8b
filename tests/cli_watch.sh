#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# pilcrow index --watch: changes below a root come into the index by themselves.
. "$SOURCE/tests/lib.sh"

mkdir papers
echo 'A badger at dawn.' >papers/a.txt
set -m # in a job of its own Ctrl-C is not ignored
"$PILCROW" index --watch papers >"$scratch/out" 2>"$scratch/err" &
watcher=$!
set +m
command_line='index --watch papers'

# wait_for WHAT STATUS QUERY: search until the status is as expected, at most a
# minute.
wait_for() {
    local try
    for try in $(seq 300); do
        pilcrow search "$3" >/dev/null 2>&1
        [ $? -eq "$2" ] && break
        sleep 0.2
    done
    pilcrow search "$3" >/dev/null 2>&1
    check "$1" [ $? -eq "$2" ]
}

wait_for "the first run" 0 badger
echo 'A weasel at noon.' >papers/b.txt
wait_for "a new file" 0 weasel
echo 'A marten at night.' >papers/b.txt
wait_for "a changed file" 0 marten
wait_for "... and no longer what it held" 1 weasel
mkdir papers/deep
sleep 1
echo 'A stoat at dusk.' >papers/deep/c.txt
wait_for "a file in a new folder" 0 stoat
mv papers/deep/c.txt papers/d.txt
wait_for "a moved file" 0 'stoat doc:papers/d.txt'
rm papers/a.txt
wait_for "a removed file" 1 badger
mv papers elsewhere
sleep 1
wait_for "a vanished root drops nothing" 0 stoat
mv elsewhere papers
echo 'A polecat.' >papers/e.txt
wait_for "a root that came back" 0 polecat
check "it goes on until interrupted" kill -0 "$watcher"
kill -INT "$watcher"
wait "$watcher"
status=$?
check_status 130
run pilcrow check
check_status 0

# Nothing to watch.
run pilcrow index --watch -i nowhere
check_status 2
check_one_error
echo 'A badger.' >"$scratch/in"
run timeout 60 "$PILCROW" index --watch -i memory --name note - <"$scratch/in"
check_status 2
check_err 'nothing to watch'
finish
