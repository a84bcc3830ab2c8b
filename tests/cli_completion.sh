#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The completions that the build makes, asked by the shells themselves.
. "$(dirname "$0")/lib.sh"
scripts=$BUILD/completions
verbs=$(pilcrow help | sed -n '/^verbs$/,/^$/s/^  \([a-z]*\) .*/\1/p')
mkdir papers 'a folder'
touch notes.md 'two words.md'

# Each case: what is typed up to the cursor | what may follow, in order.
cases() {
    cat <<'CASES'
pilcrow sea|search
pilcrow s|search show similar status
pilcrow forg|forget
pilcrow search --of|--offset
pilcrow search --by|--by-document
pilcrow search refugee --fac|--facets
pilcrow search --color a|always auto
pilcrow search --format t|text trec
pilcrow index --format j|jsonl
pilcrow index --pru|--prune
pilcrow index no|notes.md
pilcrow search -i pap|papers
pilcrow search --queries no|notes.md
pilcrow help for|forget
pilcrow help --generate m|man
pilcrow show --con|--context
pilcrow status --j|--json
pilcrow search --prune|
pilcrow search no|
pilcrow nonesuch --|
CASES
}

# ------------------------------------------------------------------ bash ---
complete_in_bash() {
    bash --norc -c '
        . "$1"
        read -ra COMP_WORDS <<<"$2"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _pilcrow
        printf "%s\n" "${COMPREPLY[@]}"' bash "$scripts/pilcrow.bash" "$1"
}
run bash -n "$scripts/pilcrow.bash"
check_status 0
count=0
while IFS='|' read -r typed expected; do
    run complete_in_bash "$typed"
    check "bash: '$typed' gives '$expected'" \
        [ "$(sort "$scratch/out" | tr '\n' ' ' | sed 's/^ *//; s/ *$//')" = "$expected" ]
    check_silent err
    count=$((count + 1))
done < <(cases)
check "there were cases" [ "$count" -ge 15 ]
# bash parts words at "=".
run complete_in_bash 'pilcrow search --format = j'
check_out '^json$'
run complete_in_bash 'pilcrow search --format ='
check_lines 3 out
run bash --norc -c '. "$1"; COMP_WORDS=(pilcrow index two); COMP_CWORD=2; _pilcrow; printf "<%s>" "${COMPREPLY[@]}"' bash "$scripts/pilcrow.bash"
check_out_text '<two words.md>'
run bash --norc -c '. "$1"; COMP_WORDS=(pilcrow ""); COMP_CWORD=1; _pilcrow; printf "%s\n" "${COMPREPLY[@]}"' bash "$scripts/pilcrow.bash"
for verb in $verbs; do
    check_out "^$verb\$"
done

# ------------------------------------------------------------------ fish ---
if command -v fish >/dev/null; then
    export HOME=$scratch
    run fish --no-execute "$scripts/pilcrow.fish"
    check_status 0
    while IFS='|' read -r typed expected; do
        run fish -c 'source $argv[1]; complete -C $argv[2]' \
            "$scripts/pilcrow.fish" "$typed"
        found=$(cut -f1 "$scratch/out" | sed 's|/$||' | sort | tr '\n' ' ')
        check "fish: '$typed' gives '$expected'" [ "${found% }" = "$expected" ]
        check_silent err
    done < <(cases)
else
    skip "fish is not there"
fi

# ------------------------------------------------------------------- zsh ---
# zsh completes only for someone who types: a zsh in a terminal of its own, in
# which pilcrow prints its arguments. Lines with one completion only.
if command -v zsh >/dev/null && zsh -fc 'zmodload zsh/zpty' 2>/dev/null; then
    run zsh -n "$scripts/_pilcrow"
    check_status 0
    cat >driver.zsh <<'ZSH'
zmodload zsh/zpty
zpty shell zsh -f -i
say() { zpty -w shell "$1" }
say "PS1= PS2= RPS1=; unsetopt prompt_cr prompt_sp; stty -echo; fpath=($1 \$fpath)"
say "autoload -U compinit; compinit -u -d $2/zcompdump"
say "pilcrow() { print -r -- \"got:\$*:\" }"
say "bindkey '^I' complete-word; setopt no_always_last_prompt; print rea''dy"
typeset got line
while zpty -r shell line; do [[ $line == *ready* ]] && break; done
while IFS= read -r typed; do
    zpty -n -w shell "$typed"$'\t\n'
    while zpty -r shell line; do
        if [[ $line == *got:*:* ]]; then
            line=${line##*got:}
            print -r -- "${line%%:*}"
            break
        fi
    done
done
zpty -d shell
ZSH
    cases | awk -F'|' '$2 != "" && $2 !~ / /' >"$scratch/one"
    cut -d'|' -f1 "$scratch/one" >"$scratch/in"
    run timeout 120 zsh -f driver.zsh "$scripts" "$scratch"
    check_status 0
    awk -F'|' '{sub(/^pilcrow /, "", $1); n = split($1, w, " "); w[n] = $2;
        line = w[1]; for (i = 2; i <= n; i++) line = line " " w[i]; print line}' \
        "$scratch/one" >"$scratch/expected"
    check "there were cases" [ "$(wc -l <"$scratch/expected")" -ge 10 ]
    check "zsh completes each" cmp -s <(sed 's|/*$||' "$scratch/out") "$scratch/expected"
else
    skip "zsh is not there"
fi
finish
