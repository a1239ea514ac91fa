#!/bin/sh
# Golden cases: fixtures/<object>/<case>/{old.sql,new.sql} -> plan.sql, byte for byte.  Prints TAP.
#
#   run_fixtures.sh [--accept] [CASE...]      --accept rewrites what is expected: read the difference
#
# plan.sql is what `schemac diff new.sql --from old.sql --strict` prints: no file, nothing.
# rollback.sql, where the case has one, is what --rollback prints, doc.md what --doc writes.  errors.txt is standard error; with
# an error in it the exit code must be 2.  More options stand in the first line of new.sql:
# "-- options: --no-owner".  Cases in errors/ run without --strict, which would accept an empty file.
#
# fixtures/rollback/<case>/{before.sql,migration.sql} -> rollback.sql, what `schemac rollback
# migration.sql --from before.sql` prints; with down.sql instead, what `--check` says of it: left.txt.
# More options stand in the first line of migration.sql.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
accept=no
if [ "${1:-}" = --accept ]; then
    accept=yes
    shift
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ $# -gt 0 ] || set -- fixtures/*/*/
. tests/tap.sh

# The file is as expected, or becomes what is expected.  Differences go to $work/difference.
compare() { # expected actual
    if [ "$accept" = yes ]; then
        if [ -s "$2" ]; then cp "$2" "$1"; else rm -f "$1"; fi
        return 0
    fi
    [ -e "$1" ] || [ -s "$2" ] || return 0
    expected=$1
    [ -e "$1" ] || expected=/dev/null
    diff -u --label "$1" --label "what schemac prints" "$expected" "$2" >>"$work/difference"
}

run_case() { # folder
    options=$(sed -n '1s/^-- options: //p' "$1/new.sql" 2>/dev/null)
    case $1 in fixtures/errors/*) ;; *) options="--strict $options" ;; esac
    : >"$work/difference"
    # shellcheck disable=SC2086 # options are words
    "$schemac" diff "$1/new.sql" --from "$1/old.sql" $options >"$work/plan" 2>"$work/errors" </dev/null
    status=$?
    good=yes
    compare "$1/plan.sql" "$work/plan" || good=no
    compare "$1/errors.txt" "$work/errors" || good=no
    if [ -e "$1/rollback.sql" ]; then
        # shellcheck disable=SC2086
        "$schemac" diff "$1/new.sql" --from "$1/old.sql" --rollback $options >"$work/rollback" 2>/dev/null
        compare "$1/rollback.sql" "$work/rollback" || good=no
    fi
    if [ -e "$1/doc.md" ]; then
        rm -f "$work/doc.md"
        # shellcheck disable=SC2086
        "$schemac" diff "$1/new.sql" --from "$1/old.sql" --doc "$work/doc.md" $options >/dev/null 2>&1
        compare "$1/doc.md" "$work/doc.md" || good=no
    fi
    wanted=0
    ! grep -qs ': error: ' "$1/errors.txt" || wanted=2
    if [ "$status" != "$wanted" ]; then
        echo "exit code $status, $wanted expected" >>"$work/difference"
        good=no
    fi
    [ "$good" = yes ]
}

# The exit code is 2 with an error, 1 when a down.sql leaves something different.
run_rollback_case() { # folder
    options=$(sed -n '1s/^-- options: //p' "$1/migration.sql")
    : >"$work/difference"
    expected=$1/rollback.sql down=
    [ ! -e "$1/down.sql" ] || { expected=$1/left.txt down="--check $1/down.sql"; }
    # shellcheck disable=SC2086 # options are words
    "$schemac" rollback "$1/migration.sql" $down --from "$1/before.sql" $options >"$work/rollback" 2>"$work/errors" </dev/null
    status=$?
    good=yes
    compare "$expected" "$work/rollback" || good=no
    compare "$1/errors.txt" "$work/errors" || good=no
    wanted=0
    [ ! -s "$1/left.txt" ] || wanted=1
    ! grep -qs ': error: ' "$1/errors.txt" || wanted=2
    if [ "$status" != "$wanted" ]; then
        echo "exit code $status, $wanted expected" >>"$work/difference"
        good=no
    fi
    [ "$good" = yes ]
}

for folder in "$@"; do
    folder=${folder%/}
    run=run_case
    [ ! -e "$folder/migration.sql" ] || run=run_rollback_case
    $run "$folder"
    tap_result $? "${folder#fixtures/}" "$work/difference"
done
tap_end
