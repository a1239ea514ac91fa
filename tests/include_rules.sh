#!/bin/sh
# Who may include whom: what keeps the stages apart.  Prints TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
number=0
failures=0

# Print the #include lines of the files ($2...) that match the pattern $1; none may.
forbid() { # reason pattern file...
    reason=$1 pattern=$2
    shift 2
    number=$((number + 1))
    found=$(grep -nE "^#include [\"<]($pattern)" "$@" /dev/null)
    if [ -z "$found" ]; then
        echo "ok $number - $reason"
    else
        failures=$((failures + 1))
        echo "not ok $number - $reason"
        printf '%s\n' "$found" | sed 's/^/# /'
    fi
}

forbid "parser knows neither diff nor emit" '(diff|emit)/' parser/*.[ch]
forbid "diff knows neither parser nor emit" '(parser|emit)/' diff/*.[ch]
forbid "emit knows of diff only the plan" 'parser/|diff/([^p]|p[^l])' emit/*.[ch]
forbid "lint knows neither diff nor emit" '(diff|emit)/' lint/*.[ch]
forbid "lint knows of parser what it says of a migration" 'parser/([^o]|o[^p]|op[^e]|operations?_)' lint/*.[ch]
shared=
for file in compiler/*.[ch]; do
    case $file in compiler/main.[ch] | compiler/pipeline.[ch] | compiler/load.[ch] | compiler/output.[ch] | compiler/baseline.[ch] | compiler/command_*.[ch]) ;; *) shared="$shared $file" ;; esac
done
# shellcheck disable=SC2086 # names without blanks
forbid "in compiler only the driver looks at the stages" '(parser/([^k]|k[^w])|diff/|emit/|lint/)' $shared
forbid "only parser speaks libpq" 'libpq-fe\.h' compiler/*.[ch] diff/*.[ch] emit/*.[ch] lint/*.[ch]
forbid "only parser sees parse trees" 'pg_query|postgres|nodes/' compiler/*.[ch] diff/*.[ch] emit/*.[ch] lint/*.[ch]
echo "1..$number"
[ "$failures" = 0 ] || exit 1
