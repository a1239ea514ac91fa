#!/bin/sh
# Laws that hold for every case, with no expected file.  Prints TAP; needs no server.
#
#   itself    a schema compared with itself differs in nothing
#   again     the same input gives the same bytes
#   parses    PostgreSQL's own grammar accepts the migration and its rollback
#   reversed  the same statements in reverse order describe the same schema
#   json      --json fits emit/plan.schema.json and holds the same migration and rollback
#   replayed  the migration, read as one written by hand, makes the new schema of the old one
#   undone    what rollback writes for it leads back
#   fixpoint  what dump prints is the same schema, and read again is printed again
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
statements=${TOOLS:-build/release/tests}/statements
plan_json=${TOOLS:-build/release/tests}/plan_json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ $# -gt 0 ] || set -- fixtures/*/*/
number=0
failures=0

report() { # status law case
    number=$((number + 1))
    case $1 in
        0) echo "ok $number - $2: $3" ;;
        3) echo "ok $number - $2: $3 # SKIP the order of its statements has a meaning" ;;
        *)
            failures=$((failures + 1))
            echo "not ok $number - $2: $3"
            head -n 40 "$work/complaint" | sed 's/^/# /'
            ;;
    esac
}

same() { diff -u "$1" "$2" >"$work/complaint" 2>&1; }

# shellcheck disable=SC2086 # $options are words
difference() { "$schemac" diff "$@" --strict $options </dev/null; }

itself() { # file
    difference "$1" --from "$1" >"$work/complaint" 2>"$work/errors" && ! [ -s "$work/complaint" ] && return
    cat "$work/errors" >>"$work/complaint"
    return 1
}

again() {
    difference "$1/new.sql" --from "$1/old.sql" >"$work/second" 2>/dev/null
    same "$work/plan" "$work/second"
}

parses() { "$statements" parse "$1" >"$work/complaint" 2>&1; }

json() {
    difference "$1/new.sql" --from "$1/old.sql" --json >"$work/json" 2>"$work/complaint" || return 1
    "$plan_json" emit/plan.schema.json <"$work/json" >"$work/second" 2>"$work/complaint" || return 1
    same "$work/plan" "$work/second" || return 1
    "$plan_json" emit/plan.schema.json --rollback <"$work/json" >"$work/second" 2>"$work/complaint" || return 1
    same "$work/rollback.sql" "$work/second"
}

reversed() {
    "$statements" reverse "$1/new.sql" >"$work/reversed.sql" 2>"$work/complaint" || return $?
    difference "$work/reversed.sql" --from "$1/old.sql" >"$work/second" 2>"$work/complaint" || return 1
    same "$work/plan" "$work/second"
}

# shellcheck disable=SC2086
replayed() { # folder
    rm -rf "$work/history" && mkdir "$work/history" || return 1
    cp "$1/old.sql" "$work/history/001_old.sql"
    cp "$work/plan" "$work/history/002_plan.sql"
    "$schemac" check "$1/new.sql" --from "$work/history" --strict --quiet $options >"$work/complaint" 2>&1
}

# shellcheck disable=SC2086
undone() { # folder; rollback has no --strict
    options=$(printf '%s' "$options" | sed 's/--strict//')
    cp "$work/plan" "$work/up.sql"
    "$schemac" rollback "$work/up.sql" --from "$1/old.sql" --allow-irreversible $options >"$work/down.sql" 2>"$work/complaint" &&
        "$schemac" rollback --check "$work/up.sql" "$work/down.sql" --from "$1/old.sql" $options >"$work/complaint" 2>>"$work/complaint"
}

# The order of constraints may change once: CREATE TABLE makes checks before keys, ALTER TABLE not.
fixpoint() { # file
    "$schemac" dump "$1" >"$work/first.sql" 2>"$work/complaint" </dev/null || return 1
    difference "$work/first.sql" --from "$1" --quiet >"$work/complaint" 2>&1 && ! [ -s "$work/complaint" ] || return 1
    "$schemac" dump - <"$work/first.sql" >"$work/second.sql" 2>"$work/complaint" || return 1
    "$schemac" dump "$work/second.sql" >"$work/third.sql" 2>"$work/complaint" </dev/null || return 1
    same "$work/second.sql" "$work/third.sql"
}

for folder in "$@"; do
    folder=${folder%/}
    [ ! -e "$folder/migration.sql" ] || continue
    grep -qs ': error: ' "$folder/errors.txt" && continue
    name=${folder#fixtures/}
    options=$(sed -n '1s/^-- options: //p' "$folder/new.sql")
    difference "$folder/new.sql" --from "$folder/old.sql" >"$work/plan" 2>/dev/null
    difference "$folder/new.sql" --from "$folder/old.sql" --rollback >"$work/rollback.sql" 2>/dev/null
    for side in old new; do
        itself "$folder/$side.sql"
        report $? itself "$name/$side.sql"
        fixpoint "$folder/$side.sql"
        report $? fixpoint "$name/$side.sql"
    done
    again "$folder"
    report $? again "$name"
    json "$folder"
    report $? json "$name"
    parses "$work/plan"
    report $? parses "$name"
    parses "$work/rollback.sql"
    report $? parses "$name (rollback)"
    # A hint before or behind a statement does not move with it.
    grep -qE '^-- schemac: |; *-- schemac: ' "$folder/new.sql" && continue
    reversed "$folder"
    report $? reversed "$name"
    [ -s "$work/plan" ] || continue
    case $name in
        # The name that PostgreSQL 18 gives to the NOT NULL constraint of a table that leaves or joins.
        partition/attach_and_detach | partition/detach_and_change_columns | partition/leaves_* | identity/of_partitioned_table) continue ;;
        # What is kept aside is there beside the new schema.
        keep_dropped/*) continue ;;
    esac
    replayed "$folder"
    report $? replayed "$name"
    ! grep -qs '\[no-rollback\]' "$folder/errors.txt" || continue
    undone "$folder"
    report $? undone "$name"
done
echo "1..$number"
[ "$failures" = 0 ] || { echo "# $failures of $number laws were broken"; exit 1; }
