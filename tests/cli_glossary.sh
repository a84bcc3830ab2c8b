#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# pilcrow glossary: what it prints, what it ends with, and what an import does.
. "$SOURCE/tests/lib.sh"
mkdir texts
printf 'New words: dignity - достоинство; asylum-seeker - беженец.\n\n%s\n' \
    'Each asylum-seeker waits. The grain failed.' >texts/study.md
pilcrow index texts >/dev/null

run pilcrow glossary
check_status 0
check_lines 2 out
check_out_text $'dignity\tдостоинство\ttexts/study.md:1
asylum-seeker\tбеженец\ttexts/study.md:1'
run pilcrow glossary list беженцами
check_status 0
check_lines 1 out
run pilcrow glossary ASYLUM
check_lines 1 out
run pilcrow glossary list nothing
check_status 1
check_one_error
run pilcrow glossary --json dignity
check_status 0
check_out_text '"term":"dignity","translation":"достоинство","note":"","path":"texts/study.md","line":1,"id":"'
run pilcrow glossary lint
check_status 0
check_silent out

# An import translates queries, is listed with its lines, and is undone.
printf 'grain\tзерно\ndignity\tчесть\n' >more.tsv
run pilcrow glossary import more.tsv
check_status 0
check_out_text '2 entries imported'
run pilcrow search зерном
check_status 0
check_out_text 'зерно = grain, more.tsv:1'
run pilcrow search --no-translate зерном
check_status 1
run pilcrow glossary list зерно
check_out_text $'grain\tзерно\tmore.tsv:1'
run pilcrow glossary list --json зерно
check_out_text '"id":null'
run pilcrow glossary lint
check_status 1
check_out "^texts/study.md:1: conflict: 'dignity' is 'достоинство' here and 'честь' in more.tsv:2\$"
run pilcrow glossary lint --json
check_status 1
check_out_text '"kind":"conflict"'
run pilcrow status --json
check_out_text '"glossary_entries":4'
run pilcrow check
check_status 0
run pilcrow index
check_status 0
run pilcrow index --full
check_status 0
run pilcrow glossary list зерно
check_lines 1 out
(cd texts && run pilcrow forget ../more.tsv && check_status 0)
run pilcrow glossary list зерно
check_status 1

# Broken lines are told by their numbers and nothing is kept.
printf 'grain\tзерно\r\nbroken\r\n\tпусто\r\n' >broken.tsv
run pilcrow glossary import broken.tsv
check_status 2
check_err '^pilcrow: broken.tsv:2: there is no tab'
check_err '^pilcrow: broken.tsv:3: the term is empty'
check_err 'nothing was imported'
run pilcrow glossary list зерно
check_status 1
run pilcrow glossary import
check_status 2
check_one_error
run pilcrow glossary import none.tsv
check_status 2
check_one_error
give 'grain\tзерно\r\n'
run pilcrow glossary import --name typed.tsv -
check_status 0
run pilcrow glossary list зерно
check_out_text $'grain\tзерно\ttyped.tsv:1'
run pilcrow forget typed.tsv
check_status 0
run pilcrow glossary import -
check_status 2
check_one_error

# Export: what import reads, and well-formed TBX.
printf 'law & <\e[1morder>\tправопорядок "и"\u009b закон\n' >odd.tsv
pilcrow glossary import odd.tsv >/dev/null
run pilcrow glossary export
check_status 0
check_lines 3 out
check_harmless out
check_out_text $'law & < [1morder>\tправопорядок "и"'
cp "$scratch/out" again.tsv
run pilcrow glossary import again.tsv
check_status 0
run pilcrow glossary export --format tbx
check_status 0
check_out_text '<tbx type="TBX-Basic" style="dct"'
if command -v xmllint >/dev/null; then
    cp "$scratch/out" terms.tbx
    run xmllint --noout terms.tbx
    check_status 0
else
    skip "no xmllint to read TBX with"
fi
run pilcrow glossary export --format tbx nothing
check_status 1
run pilcrow glossary list --format tbx
check_status 2
check_one_error
run pilcrow glossary -i nowhere
check_status 2
check_one_error
finish
