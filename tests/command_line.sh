#!/bin/sh
# The command line: exit codes, files written, refusals.  Prints TAP; needs no server.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/tap.sh

verdict() { # status title
    tap_result "$1" "$2" "$work/stdout" "$work/stderr"
}

# Exit code, and a pattern that standard error must match; "" means that it must be empty.
expect() { # title code pattern command...
    title=$1 code=$2 pattern=$3
    shift 3
    "$@" >"$work/stdout" 2>"$work/stderr" </dev/null
    status=$?
    good=0
    [ "$status" = "$code" ] || { echo "# exit code $status, $code expected"; good=1; }
    if [ -n "$pattern" ]; then grep -qE -- "$pattern" "$work/stderr" || good=1; elif [ -s "$work/stderr" ]; then good=1; fi
    verdict "$good" "$title"
}

holds() { # title command...
    title=$1
    shift
    "$@" >"$work/stdout" 2>"$work/stderr"
    verdict $? "$title"
}

old=fixtures/table/drop_column/old.sql new=fixtures/table/drop_column/new.sql
more=fixtures/demo/shop/new.sql

expect "no command" 2 "a command is missing" "$schemac"
expect "unknown command" 2 'no command "dif"' "$schemac" dif
expect "unknown option" 2 "unknown option --strickt" "$schemac" diff "$new" --from "$old" --strickt
expect "no desired schema" 2 "desired schema is missing" "$schemac" diff --from "$old"
expect "no other side" 2 "exactly one of --db and --from" "$schemac" diff "$new"
expect "both other sides" 2 "exactly one of --db and --from" "$schemac" diff "$new" --from "$old" --db ''
expect "an option of another command" 2 "does not belong" "$schemac" dump "$new" --rollback
expect "a password in a wrong place is not repeated" 2 "usage" "$schemac" diff --bd=postgresql://me:sesame@host/db
holds "and really is not" sh -c "! grep -q sesame $work/stderr"
expect "help" 0 "" "$schemac" --help
expect "help of a command" 0 "" "$schemac" diff --help
expect "version" 0 "" "$schemac" --version

expect "a document beside the scripts" 0 "" "$schemac" diff "$more" --from fixtures/demo/shop/old.sql -o "$work/doc" --doc "$work/doc.md" --allow-destructive
holds "which names them" grep -q "f $work/doc/scripts/001_" "$work/doc.md"
expect "a document is never written over" 2 "cannot write" "$schemac" diff "$more" --from fixtures/demo/shop/old.sql -o "$work/doc2" --doc "$work/doc.md" --allow-destructive
holds "and then no script is written" sh -c "! ls $work/doc2/scripts/*.sql"
expect "lint without findings" 0 "" "$schemac" lint tests/lint/json-type/good.sql
expect "lint with findings" 1 "" "$schemac" lint tests/lint/json-type/bad.sql
expect "lint for a rule that is not there" 2 'no rule "json"' "$schemac" lint --rule json tests/lint/json-type/bad.sql
expect "lint as SARIF" 1 "" "$schemac" lint --sarif tests/lint/json-type/bad.sql
holds "which names its version" sh -c "$schemac lint --sarif tests/lint/json-type/bad.sql | grep -q '\"version\": \"2.1.0\"'"
expect "another pattern of names" 0 "" "$schemac" lint --no-rule all --rule name-pattern --name-pattern 'key=uni_{table}_{columns}' tests/lint/name-pattern/../json-type/good.sql

expect "check without differences" 0 "" "$schemac" check "$new" --from "$new"
expect "check with differences" 1 "" "$schemac" check "$new" --from "$old"
expect "diff with differences" 0 "" "$schemac" diff "$new" --from "$old"
expect "diff --exit-code with differences" 1 "" "$schemac" diff "$new" --from "$old" --exit-code
expect "diff --exit-code without" 0 "" "$schemac" diff "$new" --from "$new" --exit-code

expect "a destructive step is refused" 3 "refused: .*phone" "$schemac" diff "$new" --from "$old" -o "$work/refused"
holds "and nothing is written" test ! -e "$work/refused"
expect "the refusal names what --allow takes" 3 "hint: .*--allow drop-column:" "$schemac" diff "$new" --from "$old" -o "$work/refused"
expect "another step that is allowed does not help" 3 "refused: .*phone" "$schemac" diff "$new" --from "$old" -o "$work/refused" --allow drop-column:phone,drop-table:nothing
expect "what names no step is no permission" 2 "--allow takes steps such as" "$schemac" diff "$old" --from "$old" --allow email
permits=$("$schemac" diff "$new" --from "$old" -o "$work/refused" 2>&1 | sed -n 's/.*--allow //p')
expect "each step that is named is allowed" 0 "" "$schemac" diff "$new" --from "$old" -o "$work/permitted" --allow "$permits"
expect "unless it is allowed" 0 "" "$schemac" diff "$new" --from "$old" -o "$work/out" --allow-destructive
first=$(ls "$work/out/scripts" 2>/dev/null | wc -l)
holds "scripts are numbered from 001" sh -c "ls '$work'/out/scripts/001_*.sql"
holds "rollbacks are numbered from 999" sh -c "ls '$work'/out/rollback-scripts/999_rollback_001_*.sql"
holds "each script has its rollback" sh -c "for f in '$work'/out/scripts/*; do ls '$work'/out/rollback-scripts/*_rollback_\$(basename \$f) || exit 1; done"
expect "more scripts go to the same folder" 0 "" "$schemac" diff "$more" --from "$new" -o "$work/out" --strict --allow-destructive
next=$(printf '%03d' $((first + 1)))
holds "numbered after the last" sh -c "ls '$work'/out/scripts/${next}_*.sql"
before=$(ls "$work/out/scripts" 2>/dev/null)
expect "no differences" 0 "" "$schemac" diff "$new" --from "$new" -o "$work/out"
holds "write no script" test "$before" = "$(ls "$work/out/scripts" 2>/dev/null)"
expect "a folder that cannot be made" 2 "cannot-(read|write)" "$schemac" diff "$new" --from "$old" -o "$old/out" --allow-destructive
expect "standard output that is full" 2 "cannot-write" sh -c "'$schemac' dump '$new' >/dev/full"

mkdir "$work/folder"
sed -n '1,1p' "$old" >"$work/folder/table.sql"
sed -n '2,$p' "$old" >"$work/folder/rest.sql"
unspoken=fixtures/view/rights_unspoken_of
for grant in "OWNER TO app_owner" "GRANT SELECT ON TABLE public.v TO app_reader" "GRANT SELECT (a) ON TABLE public.v TO app_writer"; do
    for way in "" --rollback; do
        # shellcheck disable=SC2086 # no option, or one
        holds "a view made anew keeps what nobody speaks of: $grant $way" sh -c "'$schemac' diff $unspoken/new.sql --from $unspoken/old.sql $way | grep -qF '$grant'"
    done
done
expect "a folder reads as its files do, in any order" 0 "" "$schemac" diff "$work/folder" --from "$old" --strict --exit-code
expect "standard input" 0 "" sh -c "cat '$old' | '$schemac' diff - --from '$old' --strict --exit-code"

expect "completion of another shell" 2 "completion takes bash" "$schemac" completion tcsh
"$schemac" completion bash >"$work/completion"
completes() { # wanted word...
    wanted=$1
    shift
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _schemac; echo "${COMPREPLY[*]}"' - "$work/completion" schemac "$@" | grep -qxF -- "$wanted"
}
holds "bash completes commands" completes "check config completion" c
holds "bash completes options of the command" completes "--timestamp" diff new.sql --tim
holds "bash completes layouts" completes "golang-migrate goose" diff new.sql --layout go
holds "bash completes no options of other commands" completes "" check --layo

back=$work/back
mkdir -p "$back/004_phone"
cp "$old" "$back/before.sql"
for name in 003_phone.sql 0200_phone.sql phone.sql 3_phone.up.sql 004_phone/up.sql; do
    echo 'ALTER TABLE users ADD COLUMN nick text;' >"$back/$name"
done
rollback() { "$schemac" rollback "$@" --from "$back/before.sql"; }
expect "rollback without a migration" 2 "migration is missing" rollback
expect "rollback of a missing file" 2 "nothing_there.sql" rollback "$back/nothing_there.sql"
expect "rollback --check of one file" 2 "takes a migration and its rollback" rollback --check "$back/phone.sql"
expect "rollback --layout that nobody knows" 2 "no layout" rollback "$back/phone.sql" --layout flyaway
expect "rollback --layout of one file for both ways" 2 "both ways in one file" rollback "$back/phone.sql" --layout goose
expect "rollback --layout that the name does not fit" 2 "NNN_name.up.sql" rollback "$back/phone.sql" --layout golang-migrate
expect "rollbacks of several migrations" 2 'column "nick" of relation "users" already exists' rollback "$back/003_phone.sql" "$back/0200_phone.sql"
expect "rollback -o" 0 "" rollback "$back/003_phone.sql" -o "$back/out"
holds "numbers count down" test -s "$back/out/997_rollback_003_phone.sql"
expect "rollback -o of four digits" 0 "" rollback "$back/0200_phone.sql" -o "$back/out"
holds "numbers of four digits count down" test -s "$back/out/9800_rollback_0200_phone.sql"
expect "rollback -o without a number" 0 "" rollback "$back/phone.sql" -o "$back/out"
holds "no number, none in the rollback's name" test -s "$back/out/rollback_phone.sql"
expect "rollback --layout golang-migrate" 0 "" rollback "$back/3_phone.up.sql" --layout golang-migrate
holds "goes beside the migration" test -s "$back/3_phone.down.sql"
expect "and never over a file" 2 "cannot-write" rollback "$back/3_phone.up.sql" --layout golang-migrate
expect "rollback --layout diesel" 0 "" rollback "$back/004_phone/up.sql" --layout diesel
expect "diff --layout without a folder" 2 "goes with -o" "$schemac" diff "$new" --from "$old" --layout knex
expect "diff --timestamp without --layout" 2 "goes with a --layout" "$schemac" diff "$new" --from "$old" -o "$work/stamp" --timestamp now
expect "diff --timestamp that is no number" 2 "takes a number, or now" "$schemac" diff "$new" --from "$old" -o "$work/stamp" --layout knex --timestamp today
mkdir -p "$work/full/scripts"
touch "$work/full/scripts/999_last.sql"
expect "no number above 999, but layouts that have one" 2 "--layout whose numbers go on: golang-migrate, .*alembic" "$schemac" diff "$new" --from "$old" -o "$work/full" --allow-destructive
holds "and nothing is written then" test ! -e "$work/full/rollback-scripts"
holds "goes into the migration's folder" test -s "$back/004_phone/down.sql"
expect "rollback --check of what was written" 0 "" rollback --check "$back/3_phone.up.sql" "$back/3_phone.down.sql"

# shellcheck disable=SC2046 # option names are words
for option in $("$schemac" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u); do
    escaped=$(printf '%s' "$option" | sed 's/-/\\\\-/g')
    holds "the manual page knows $option" grep -q -- "$escaped" compiler/schemac.1
    holds "the README knows $option" grep -q -- "$option" README.md
done
tap_end
