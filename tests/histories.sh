#!/bin/sh
# Folders of migrations: tests/histories/CASE/{migrations/,schema.sql} -> check.txt.  Prints TAP.
#
#   histories.sh [--accept] [CASE...]      --accept rewrites what is expected: read the difference
#
# check.txt is what `schemac check schema.sql --from migrations --verbose` prints in that folder, and
# its exit code.  Other arguments stand in the first line of schema.sql: "-- arguments: db".
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=$(realpath "${SCHEMAC:-build/release/schemac}")
accept=no
if [ "${1:-}" = --accept ]; then
    accept=yes
    shift
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ $# -gt 0 ] || set -- tests/histories/*/
. tests/tap.sh

run_case() { # folder
    arguments=$(sed -n '1s/^-- arguments: //p' "$1/schema.sql")
    (
        cd "$1" || exit 1
        # shellcheck disable=SC2086 # arguments are words
        "$schemac" check schema.sql --from ${arguments:-migrations} --verbose </dev/null 2>&1
        echo "exit code $?"
    ) >"$work/check.txt"
    [ "$accept" = no ] || cp "$work/check.txt" "$1/check.txt"
    diff -u --label "$1/check.txt" --label "what schemac prints" "$1/check.txt" "$work/check.txt" >"$work/difference" 2>&1
}

for folder in "$@"; do
    folder=${folder%/}
    run_case "$folder"
    tap_result $? "${folder#tests/}" "$work/difference"
done
tap_end
