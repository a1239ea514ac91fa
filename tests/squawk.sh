#!/bin/sh
# squawk, with its default options, over every script that schemac writes for the cases.  Prints TAP.
#
#   squawk.sh [CASE...]      CORPORA=DIR takes the cases DIR/*/*/{old,new}.sql too; SQUAWK=squawk
#
# Each finding must be of a rule in tests/squawk.txt, and the file's own comments must name the hazard.
# Without squawk (npm install squawk-cli) everything is skipped.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
squawk=${SQUAWK:-squawk}
command -v "$squawk" >/dev/null || { echo "1..0 # SKIP squawk is not here: npm install squawk-cli"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ $# -gt 0 ] || set -- fixtures/*/*/ ${CORPORA:+"$CORPORA"/*/*/}
number=0
for folder in "$@"; do
    [ -e "$folder/new.sql" ] && [ -e "$folder/old.sql" ] || continue
    number=$((number + 1))
    options=$(sed -n '1s/^-- options: //p' "$folder/new.sql")
    # shellcheck disable=SC2086 # options are words
    "$schemac" diff "$folder/new.sql" --from "$folder/old.sql" --strict --allow-destructive $options \
        -o "$work/scripts/$number" >/dev/null 2>&1 </dev/null
done
find "$work/scripts" -name '*.sql' | sort >"$work/files"
# One finding a line: "file:line:column: level: rule message".
xargs "$squawk" --reporter Gcc <"$work/files" >"$work/findings" 2>"$work/errors"
grep -v '^#' tests/squawk.txt >"$work/rules"

awk -F '\t' -v findings="$work/findings" '
    { says[$1] = $2; wrong[$1] = $3 }
    END {
        while ((getline line < findings) > 0) {
            if (!match(line, /^[^:]+\.sql:/)) continue
            file = substr(line, 1, RLENGTH - 1)
            split(line, words, " ")
            split(substr(line, RLENGTH + 1), place, ":")
            rule = words[3]
            count[rule]++
            if (!(rule in says)) {
                why = "is not in tests/squawk.txt"
            } else {
                why = "is not named in the comments of the file"
                at = 0
                while ((getline text < file) > 0) {
                    at++
                    if (text ~ /^--/ && text ~ says[rule]) why = ""
                    if (wrong[rule] != "-" && (at == place[1] || at == place[1] + 1) && text ~ wrong[rule]) why = ""
                }
                close(file)
            }
            if (why != "") bad[rule] = bad[rule] "# " line "\n#   " why "\n"
        }
        for (rule in count) {
            number++
            printf "%s %d - %s: %d findings\n%s", rule in bad ? "not ok" : "ok", number, rule, count[rule], bad[rule]
        }
        print "1.." number
    }' "$work/rules" >"$work/tap"
cat "$work/tap"
echo "# $(wc -l <"$work/files") scripts"
! grep -q '^not ok' "$work/tap"
