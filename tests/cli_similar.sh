#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# pilcrow similar: the manners of a search, by an id.
. "$SOURCE/tests/lib.sh"
printf 'badgers dig deep burrows\n\nfoxes dig too\n\nred lanterns\n' >a.txt
pilcrow index a.txt >/dev/null
id_of() { pilcrow search --json -n 1 "$1" | sed 's/.*"id":"\([^"]*\)".*/\1/'; }

run pilcrow similar "$(id_of badgers)"
check_status 0
check_out '^a.txt:3:'
check_no_out 'badgers'
run pilcrow similar --json -n 1 "$(id_of badgers)"
check_status 0
check_lines 1 out
check_out_text '"text":"foxes dig too"'
run pilcrow similar "$(id_of lanterns)"
check_status 1
check_one_error
run pilcrow similar aaaaaaaaaaaa
check_status 1
check_one_error
run pilcrow similar
check_status 2
check_one_error
run pilcrow similar -i nowhere aaaaaaaaaaaa
check_status 2
check_one_error

# An entry of a glossary is like other entries, and like no text.
printf '# New words\n\nbadger - барсук\n\nfox - лиса\n\nfox burrow - лисья нора\n' >g.md
pilcrow index g.md >/dev/null
run pilcrow similar "$(id_of 'badgers dig')"
check_status 0
check_no_out '^g.md'
run pilcrow similar "$(id_of 'лиса')"
check_status 0
check_out '^g.md'
finish
