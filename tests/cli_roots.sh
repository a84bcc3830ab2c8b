#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Bringing an index up to date as people do: parts of folders, what is gone,
# pipes, other indexes, folders of others.
. "$(dirname "$0")/lib.sh"
count() { pilcrow status --json | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
summary() { check "summary begins '$1'" grep -Eq "^$1" "$scratch/out"; }

# A part of a folder.
mkdir -p papers/sub
echo 'An aardvark.' >papers/a.md
echo 'A badger.' >papers/sub/b.md
echo 'A camel.' >papers/sub/c.md
run pilcrow index papers
check_status 0
rm papers/sub/b.md
run pilcrow index papers/sub/
check_status 0
summary '0 files added, 0 changed, 1 removed, 1 unchanged'
run pilcrow search badger
check_status 1

# What is gone: kept, and said so; dropped with --prune.
rm papers/a.md
run pilcrow index papers/a.md
check_status 2
check_err '^pilcrow: papers/a.md: is not there any more; .* kept \(--prune'
run pilcrow search aardvark
check_status 0
run pilcrow index --prune papers/a.md
check_status 0
summary '0 files added, 0 changed, 1 removed, 0 unchanged'
run pilcrow search aardvark
check_status 1
mv papers away
run pilcrow index
check_status 2
check_err '^pilcrow: papers: is not there any more; .* kept \(--prune'
run pilcrow index --prune
check_status 0
run pilcrow index papres
check_status 2
check_err '^pilcrow: papres: no such file or folder'
mv away papers

# What was forgotten comes back with its folder, which is worth a word.
run pilcrow index papers
run pilcrow forget papers/sub
check_status 0
check_err "^pilcrow: papers/sub: is still there below 'papers'"
# ... and the folder itself, though nothing of it is left in the index.
run pilcrow forget papers
check_status 0
run pilcrow forget papers
check_status 1
run pilcrow index papers
check_status 0
run pilcrow forget papers
check_status 0
check_silent err

# Neither file nor folder.
mkfifo pipe
for name in pipe /dev/null; do
    run pilcrow index "$name"
    check_status 2
    check_err "^pilcrow: $name: is not a regular file"
    run pilcrow index -i new.idx "$name"
    check_status 2
    check_one_error
    check "no index is made for it" test ! -e new.idx
done
run pilcrow index papers
check_status 0
check_silent err

# Standard input that has not changed writes nothing.
give 'A dormouse.\n'
run pilcrow index --name note -
check_status 0
before=$(count generation)
give 'A dormouse.\n'
run pilcrow index --name note -
check_status 0
summary '0 files added, 0 changed, 0 removed, 1 unchanged'
check "the same generation" [ "$(count generation)" = "$before" ]
run pilcrow index --name "$(head -c 5000 /dev/zero | tr '\0' n)" -
check_status 2
check_one_error
check_err_text "longer than 4096 bytes"

# After --full one data folder is left.
run pilcrow index --full
check_status 0
check "one data folder" [ "$(ls -d .pilcrow/data-* | wc -l)" -eq 1 ]

# A new index that hides the one above says so.
cd papers || exit 1
run pilcrow index sub
check_status 0
check_err "^pilcrow: made a new index here, '.pilcrow'; .* in place of '.*/here/.pilcrow'"
run pilcrow index sub
check_silent err
rm -r .pilcrow
cd ..

# Another index in the tree holds no documents.
run pilcrow index -i papers/other papers
check_status 0
run pilcrow index papers
check_status 0
check_silent err
summary '0 files added'
rm -r papers/other

# A lone file of the user's that has a name of ours.
mkdir mine
echo 'my own' >mine/lock
run pilcrow index -i mine papers
check_status 2
check_one_error
check_err_text "left alone"
check "it is as it was" [ "$(cat mine/lock)" = 'my own' -a "$(ls mine)" = lock ]

# Globs as they are typed.
mkdir -p papers/drafts
echo 'A dugong.' >papers/drafts/d.md
echo 'A dugong too.' >papers/sub/drafts.md
for glob in papers/drafts drafts papers/drafts/ /drafts 'papers/dr*/*'; do
    rm -rf glob.idx
    run pilcrow index -i glob.idx --exclude "$glob" papers
    check_status 0
    run pilcrow search -i glob.idx --json dugong
    check_lines 1 out
done

# Damaged records are told with their places, also where they are many.
for i in 1 2 3; do echo "{\"id\":\"$i\",\"text\":\"An elk.\"}"; done >few.jsonl
echo '{"id":' >>few.jsonl
run pilcrow index -i jsonl.idx few.jsonl
check_status 0
check_err '^pilcrow: few.jsonl:4: skipped: '
for i in $(seq 20); do echo '{"id":'; done >>few.jsonl
run pilcrow index -i jsonl.idx few.jsonl
check_status 0
check_err '^pilcrow: skipped 20: .*the first is few.jsonl:4\)'
check_err ': 1 more lines hold no record either .*few.jsonl:24\)'
run pilcrow index -i jsonl2.idx --json few.jsonl
check_out '"path":"few.jsonl","reason":"line 4: '

# The folder one stands in is gone.
mkdir gone && cd gone && rmdir ../gone
for verb in 'index papers' 'index' 'search fox' 'status' 'check -i idx' \
    'index -i idx papers' 'forget papers'; do
    run pilcrow $verb
    check_status 2
    check_err_text "pilcrow: the current folder is not there any more"
done
cd "$here" || exit 1

# Folders and files of another user.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null &&
    getent passwd nobody >/dev/null &&
    setpriv --reuid=nobody --clear-groups "$PILCROW" --version >/dev/null 2>&1
then
    chmod 755 "$scratch" "$here"
    mkdir -m 777 shared && cd shared || exit 1
    echo 'A fox.' >a.md
    run pilcrow index a.md
    check_status 0
    chmod -R a+rwX .pilcrow
    run setpriv --reuid=nobody --clear-groups "$PILCROW" index a.md
    check_status 2
    check_one_error
    check_err_text "belongs to another user"
    run setpriv --reuid=nobody --clear-groups "$PILCROW" index -i .pilcrow a.md
    check_status 0
    rm -r .pilcrow
    run setpriv --reuid=nobody --clear-groups "$PILCROW" index a.md
    check_status 0
    run pilcrow index a.md
    check_status 0
    # A table that must not be read is not a damaged one.
    rm -r .pilcrow
    run pilcrow index a.md
    for table in .pilcrow/data-1/*; do
        [ "$(basename "$table")" = flintlock ] && continue
        chmod 000 "$table"
        run setpriv --reuid=nobody --clear-groups "$PILCROW" check -i .pilcrow
        check_status 2
        check_one_error
        check_err_text "ermission denied"
        check_no_err damage
        chmod 644 "$table"
    done
    cd ..
else
    skip "no other user to be: no test of folders of others"
fi
finish
