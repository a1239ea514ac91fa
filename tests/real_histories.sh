#!/bin/bash
# Migrations of real projects: replayed without a server, and rolled back on one.
#
#   CORPORA=DIR real_histories.sh [PROJECT...]     of DIR/histories/PROJECT/NNNN_name/{up,down}.sql
#   CORPORA=DIR real_histories.sh --accept         write tests/real_histories.expected anew
#
# Each migration runs on a server, one after the other, and then
#   replay    check --from the migrations so far   is the server's catalog, and nothing is unknown
#   rollback  what rollback --db wrote before it   takes the catalog back (tests/snapshot.sql)
#   down      rollback --check of the author's     says "different" where the server says so, or
#             down.sql                             where only names and order differ, nothing
# except for what tests/real_histories.expected names: a line for each, with the reason at its end,
# which is the first message of schemac or of psql; a replay that goes on to differ for one reason has
# one line.  A rollback that goes on only with
# --allow-irreversible counts as one of a migration that changes data.  Prints TAP, and the shares.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=$PWD/${SCHEMAC:-build/release/schemac}
expected=tests/real_histories.expected

if [ -z "${CORPORA:-}" ]; then
    echo "1..0 # SKIP no CORPORA: make check-corpora CORPORA=DIR"
    exit 0
fi
accept=no
if [ "${1:-}" = --accept ]; then accept=yes; shift; fi
# shellcheck source=tests/servers.sh
. tests/servers.sh
servers_begin
work=$server_root/work
mkdir "$work"
urls=()
export PGOPTIONS='-c client_min_messages=error'

# What the runner or the platform has made before the first migration.
prelude() { # project
    case $1 in
        lemmy) echo 'CREATE TABLE __diesel_schema_migrations (version character varying(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);' ;;
        supabase-auth) echo 'CREATE SCHEMA auth; CREATE TABLE auth.schema_migrations (version character varying(14) PRIMARY KEY);' ;;
        *) echo 'SELECT 1;' ;;
    esac
}

# lemmy needs a subquery without an alias, which is new in 16.
major_for() { if [ "$1" = lemmy ]; then echo 18; else server_newest_debian; fi; }

server_for() { # major: started once
    if [ -z "${urls[$1]:-}" ]; then
        server_start "$1" || exit 1
        urls[$1]=$server_url
    fi
    server_url=${urls[$1]}
}

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@" >"$work/output" 2>&1; }
snapshot() { psql -X -q -d "$database" -f tests/snapshot.sql >"$1" 2>&1; }
reason() { grep -m 1 -oE '(error|ERROR|warning): .*' "$1" | sed -E 's/^(ERROR|error): +//' | tr -d '\r'; }
note() { printf '%s %s %s: %s\n' "$1" "$project" "$name" "$(printf '%s' "$2" | cut -c 1-160)" >>"$work/found"; }

# In a transaction that is not kept; false when the script needs more than one.
run_and_forget() { # script
    ! grep -qi concurrently "$1" || return 1
    sed -E '/^[[:space:]]*(begin|commit|start transaction)[[:space:]]*;[[:space:]]*$/Id' "$1" >"$work/bare.sql"
    ! grep -qiE '^[[:space:]]*(begin|commit|rollback)[[:space:]]*;' "$work/bare.sql" || return 1
    psql -X -q -v ON_ERROR_STOP=1 -d "$database" -c BEGIN -f "$work/bare.sql" -o "$work/back" -f tests/snapshot.sql -c ROLLBACK >"$work/output" 2>&1
}

run_on_copy() { # script
    copy=$server_url/copy_of_it
    sql "$server_url/postgres" -c 'DROP DATABASE IF EXISTS copy_of_it' -c "CREATE DATABASE copy_of_it TEMPLATE ${database##*/}" &&
        sql "$copy" -f "$1" && psql -X -q -d "$copy" -f tests/snapshot.sql >"$work/back" 2>&1
}

# The catalog after the script, compared with the one before the migration.
takes_back() { # script
    run_and_forget "$1" || run_on_copy "$1" || return 1
    diff "$work/before" "$work/back" >"$work/output" && return
    sed -n '2,3p' "$work/output" | tr '\n' ' ' | sed 's/^/error: the catalog differs: /' >"$work/first"
    cp "$work/first" "$work/output"
    return 1
}

roll_back() { # up; before it runs
    "$schemac" rollback "$1" --db "$database" -q >"$work/rollback.sql" 2>"$work/errors" || return 1
    changes_data=no
    if grep -q '^-- STOPS' "$work/rollback.sql"; then
        changes_data=yes
        "$schemac" rollback "$1" --db "$database" -q --allow-irreversible >"$work/rollback.sql" 2>"$work/errors"
    fi
}

judge_down() { # up down history
    "$schemac" rollback --check "$1" "$2" --from "$3" -q >"$work/left" 2>"$work/errors"
    says=$?
    restores=0
    takes_back "$2" || restores=1
    downs=$((downs + 1))
    if [ "$says" = "$restores" ]; then
        downs_right=$((downs_right + 1))
    else
        note down "schemac says $says, the server $restores: $(head -n 1 "$work/left")$(reason "$work/errors")$(reason "$work/output")"
    fi
}

try_migration() { # folder
    name=$(basename "$1")
    total=$((total + 1))
    snapshot "$work/before"
    is_known=yes
    changes_data=no
    roll_back "$1/up.sql" || is_known=no
    refusal=$(reason "$work/errors")
    if ! sql "$database" -f "$1/up.sql"; then
        note up "$(reason "$work/output")"
        return
    fi
    [ "$changes_data" = yes ] || only_schema=$((only_schema + 1))
    if [ "$is_known" = no ]; then
        note refused "$refusal"
    elif takes_back "$work/rollback.sql"; then
        [ "$changes_data" = yes ] || rolled_back=$((rolled_back + 1))
        all_back=$((all_back + 1))
    else
        note rollback "$(reason "$work/output")"
    fi
    [ ! -e "$1/down.sql" ] || judge_down "$1/up.sql" "$1/down.sql" "$work/history"
    mkdir "$work/history/$name"
    cp "$1/up.sql" "$work/history/$name/"
    if "$schemac" check "$work/history" --db "$database" --strict --no-owner >"$work/left" 2>"$work/errors"; then
        replayed=$((replayed + 1))
        last=
    else
        now="$(head -n 1 "$work/left")$(reason "$work/errors")"
        [ "$now" = "$last" ] || note replay "$now"
        last=$now
    fi
}

try_project() { # folder
    project=$(basename "$1")
    server_for "$(major_for "$project")"
    database=$server_url/history
    sql "$server_url/postgres" -c 'DROP DATABASE IF EXISTS history' -c 'CREATE DATABASE history'
    rm -rf "$work/history"
    mkdir -p "$work/history/0000_before"
    prelude "$project" >"$work/history/0000_before/up.sql"
    sql "$database" -f "$work/history/0000_before/up.sql"
    last='' total=0 replayed=0 only_schema=0 rolled_back=0 all_back=0 downs=0 downs_right=0
    for folder in "$1"/*/; do try_migration "${folder%/}"; done
    echo "# $project: $replayed of $total replayed as the server has it; rollbacks restore $rolled_back of $only_schema" \
        "that change only schema, $all_back of $total in all; of $downs downs judged as the server does $downs_right"
}

[ $# -gt 0 ] || set -- "$CORPORA"/histories/*/
: >"$work/found"
echo "1..$#"
number=0
failures=0
for folder in "$@"; do
    number=$((number + 1))
    [ -d "$folder" ] || folder=$CORPORA/histories/$folder
    try_project "${folder%/}"
    grep "^[a-z]* $project " "$expected" 2>/dev/null >"$work/wanted"
    grep "^[a-z]* $project " "$work/found" >"$work/now"
    if [ "$accept" = yes ] || cmp -s "$work/wanted" "$work/now"; then
        echo "ok $number - $project"
    else
        failures=$((failures + 1))
        diff -U 0 "$work/wanted" "$work/now" | sed -e '1,2d' -e '/^@@/d' -e 's/^/# /' | head -n 40
        echo "not ok $number - $project"
    fi
done
if [ "$accept" = yes ]; then
    cp "$expected" "$work/kept" 2>/dev/null || : >"$work/kept"
    for folder in "$@"; do sed -i "/^[a-z]* $(basename "$folder") /d" "$work/kept"; done
    cat "$work/kept" "$work/found" >"$expected"
fi
[ "$failures" = 0 ] || { echo "# $failures of $number projects differ from what is expected"; exit 1; }
