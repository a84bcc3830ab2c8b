# SPDX-License-Identifier: MIT
# pilcrow.h as doxygen wants to read it: its comments become documentation, and
# the tables in them, of arguments and statuses, lists. A filter, so that the
# header itself stays plain to read.
#
# A row of a table begins with a name, or names with commas between, and two
# blanks; what is set in deeper goes on with it.

# Code in a comment is set in by four blanks.
function body(line) {
    sub(/^ \*\/?/, "", line)
    sub(/ *\*\/$/, "", line)
    return line
}

function write_line(line, name, rest) {
    if (match(line, /^ ([A-Z_]+(, [A-Z_]+)*|[a-z_]+)(  +|$)/) &&
        (substr(line, RLENGTH + 1) != "" || line ~ /^ [A-Z_]+(, [A-Z_]+)*$/)) {
        name = substr(line, 2, RLENGTH - 1)
        rest = substr(line, RLENGTH + 1)
        sub(/ +$/, "", name)
        if (!in_table)
            print " *"
        print " * - **" name "** " rest
        in_table = 1
    } else {
        if (line == "")
            in_table = 0
        if (in_table)
            sub(/^ +/, "   ", line)
        print " *" line
    }
}

/^\/\* -+ .* -+ \*\/$/ { next } # a heading between sections
NR == 1 && /SPDX/ { next }

in_comment {
    write_line(body($0))
    if (/\*\/$/) {
        print " */"
        in_comment = in_table = 0
    }
    next
}
# A comment on lines of its own.
/^\/\*/ || (NR == 2 && /^ \*/) {
    first = NR == 2 ? "\\file" : body(" *" substr($0, 3))
    print "/**" (NR == 2 ? " \\file" : "")
    if (NR != 2)
        write_line(first)
    if (/\*\/$/)
        print " */"
    else
        in_comment = 1
    next
}
# A comment beside a field, a value or a macro.
/[^ ].*\/\* / { sub(/\/\* /, "/**< ") }
# Several fields of one type share it.
/^ +[a-z0-9_]+ [a-z_]+(, [a-z_]+)+; +\/\*\*< .*\*\/$/ {
    type = $1
    comment = substr($0, index($0, ";") + 1)
    names = $0
    sub(/^ +[a-z0-9_]+ /, "", names)
    sub(/;.*/, "", names)
    count = split(names, name, ", ")
    for (i = 1; i <= count; i++)
        print "    " type " " name[i] ";" comment
    next
}
{ print }
