#!/bin/bash
# What older servers lack, tests/features.tsv: for them it is an error that says from which version it
# is there, never a script that breaks.  Prints TAP.
#
#   features.sh           offline: --server-version says what the server is
#   features.sh --live    the list itself against servers: 18 (MAJORS="15 18" chooses)
#
# Live, what is newer than the server must fail there, all else must load, be in sync with its
# database, and be refused by `dump --server-version` for the version before.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
features=tests/features.tsv
. tests/tap.sh

# exit code 2, nothing printed, and an error that names what is lacking and the version
refused() { # since what command...
    since=$1 what=$2
    shift 2
    "$@" >"$work/printed" 2>"$work/said"
    [ $? = 2 ] && [ ! -s "$work/printed" ] && grep -F "exists from PostgreSQL $since on; the server is $((since - 1))" "$work/said" | grep -qF "$what"
}

accepted() { # command...
    "$@" >"$work/printed" 2>"$work/said"
}

offline() {
    while IFS=$'\t' read -r since what sql; do
        case $since in \#*) continue ;; esac
        printf '%s\n' "$sql" >"$work/new.sql"
        diff=("$schemac" diff "$work/new.sql" --from "$work/nothing.sql" --strict)
        refused "$since" "$what" "${diff[@]}" --server-version $((since - 1))
        tap_result $? "before $since: $sql" "$work/said" "$work/printed"
        accepted "${diff[@]}" --server-version "$since"
        tap_result $? "from $since on: $sql" "$work/said"
    done <"$features"
}

in_fresh_database() {
    psql -X -q -d "$server_url/postgres" -c 'DROP DATABASE IF EXISTS features' -c 'CREATE DATABASE features' 2>/dev/null
    psql -X -q -1 -v ON_ERROR_STOP=1 -d "$server_url/features" -f "$work/new.sql" >"$work/said" 2>&1
}

# A subscription would keep its database from being dropped.
without_subscription() {
    psql -X -q -d "$server_url/features" -c 'ALTER SUBSCRIPTION s DISABLE' -c 'ALTER SUBSCRIPTION s SET (slot_name = NONE)' \
        -c 'DROP SUBSCRIPTION s' >/dev/null 2>&1
}

live() { # major
    server_start "$1" || { tap_result 1 "PostgreSQL $1 starts"; return; }
    while IFS=$'\t' read -r since what sql; do
        case $since in \#*) continue ;; esac
        printf '%s\n' "$sql" >"$work/new.sql"
        if [ "$since" -gt "$1" ]; then
            ! in_fresh_database
            tap_result $? "$1 lacks: $sql"
            continue
        fi
        in_fresh_database && accepted "$schemac" check "$work/new.sql" --db "$server_url/features" --strict --no-owner
        tap_result $? "$1 has: $sql" "$work/said" "$work/printed"
        case $sql in *"streaming = parallel"*) without_subscription; continue ;; esac # the default of 18: not in a dump
        refused "$since" "$what" "$schemac" dump --db "$server_url/features" --server-version $((since - 1))
        tap_result $? "dump of $1 for $((since - 1)): $sql" "$work/said" "$work/printed"
        case $sql in *SUBSCRIPTION*) without_subscription ;; esac
    done <"$features"
}

. tests/servers.sh
servers_begin
work=$server_root/features
mkdir "$work"
: >"$work/nothing.sql"
if [ "${1:-}" = --live ]; then
    for major in ${MAJORS:-18}; do live "$major"; done
else
    offline
fi
tap_end
