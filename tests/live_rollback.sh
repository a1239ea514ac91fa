#!/bin/sh
# fixtures/rollback on real servers: the rollback of a migration, run twice, takes the catalog back,
# and so does the one that --after and --scratch give.  Prints TAP.
#
#   live_rollback.sh [CASE...]      MAJORS="15 18" chooses the servers
# A case whose migration.sql says "-- needs: 18" in its first lines is left to servers of that version.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/servers.sh
. tests/servers.sh
schemac=${SCHEMAC:-build/release/schemac}
work=$(mktemp -d)
trap 'rm -rf "$work"; servers_stop' EXIT
. tests/tap.sh

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@" 2>&1 | grep -v 'NOTICE: '; }
run() { psql -X -q -v ON_ERROR_STOP=1 -d "$1" -f "$2" >>"$work/complaint" 2>&1; }
snapshot() { psql -X -q -d "$1" -f tests/snapshot.sql >"$2" 2>&1; }

fresh() { # database script...
    database=$1
    sql "$server_url/postgres" -c "DROP DATABASE IF EXISTS $database" -c "CREATE DATABASE $database"
    shift
    for script in "$@"; do run "$server_url/$database" "$script" || return 1; done
}

restores() { # folder: the rollback in $work/rollback.sql
    fresh rolled_back "$1/before.sql" || return 1
    snapshot "$server_url/rolled_back" "$work/before"
    run "$server_url/rolled_back" "$1/migration.sql" || return 1
    # What a person has to decide is taken as decided: go on without.
    run "$server_url/rolled_back" "$work/rollback.sql" && run "$server_url/rolled_back" "$work/rollback.sql" || return 1
    snapshot "$server_url/rolled_back" "$work/after"
    diff -U 1 "$work/before" "$work/after" >>"$work/complaint"
}

report() { # status title
    tap_result "$1" "$2" "$work/complaint"
}

stops() { # a rollback that says STOPS must fail, and change nothing
    fresh stopped "$1/before.sql" "$1/migration.sql" || return 1
    snapshot "$server_url/stopped" "$work/before"
    ! run "$server_url/stopped" "$2" || { echo "it went on" >>"$work/complaint"; return 1; }
    snapshot "$server_url/stopped" "$work/after"
    diff -U 1 "$work/before" "$work/after" >>"$work/complaint"
}

try_case() { # folder name
    for way in from after scratch; do
        : >"$work/complaint"
        options=$(sed -n '1s/^-- options: //p' "$1/migration.sql")
        case $way in
            after) fresh migrated "$1/before.sql" "$1/migration.sql" && options="$options --after $server_url/migrated" ;;
            scratch) options="$options --scratch $server_url/postgres" ;;
        esac
        [ "$way" != from ] || ! grep -qs ': error: ' "$1/errors.txt" || continue
        # shellcheck disable=SC2086 # options are words
        "$schemac" rollback "$1/migration.sql" --from "$1/before.sql" $options >"$work/stopping.sql" 2>"$work/complaint"
        # shellcheck disable=SC2086
        "$schemac" rollback "$1/migration.sql" --from "$1/before.sql" $options --allow-irreversible >"$work/rollback.sql" 2>>"$work/complaint" &&
            restores "$1"
        report $? "$2 ($way)"
        if grep -q '^-- STOPS' "$work/stopping.sql"; then
            stops "$1" "$work/stopping.sql"
            report $? "$2 stops ($way)"
        fi
    done
}

[ $# -gt 0 ] || set -- fixtures/rollback/*/
for major in ${MAJORS:-$(server_newest_debian) 18}; do
    server_start "$major" || exit 1
    sql "$server_url/postgres" -f fixtures/roles.sql
    for folder in "$@"; do
        folder=${folder%/}
        name="$major ${folder#fixtures/}"
        needs=$(sed -n '1,2s/^-- needs: //p' "$folder/migration.sql")
        [ "${needs:-0}" -le "$major" ] && [ ! -e "$folder/down.sql" ] || continue
        case $folder in */missing_* | */statements_about_the_server) continue ;; esac
        try_case "$folder" "$name"
    done
    left=$(psql -X -At -d "$server_url/postgres" -c "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemac_scratch%'")
    test "$left" = 0
    report $? "$major: no scratch database is left"
done
tap_end
