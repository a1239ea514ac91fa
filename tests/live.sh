#!/bin/bash
# Every case on real servers: PostgreSQL as Debian packages it, and 18.  Prints TAP.
#
#   live.sh [CASE...]      MAJORS="15 18" chooses the servers, JOBS=2 how many cases at a time
#
# For each case: a database built from old.sql reads as the file does, and differs from it in nothing;
# the scripts of the migration to new.sql run, and run again; the database is then what new.sql says,
# and the catalog is that of a database built from new.sql by psql alone; the rollback scripts run,
# and run again, and the catalog is the old one.
# What errors.txt or the diff says has no way back is not looked for after the rollback.
# REFUSALS=1: a diff that names all that it cannot migrate passes.
# A case whose new.sql says "-- needs: 18" in its first lines is left to servers of that version or
# newer, one that says "-- until: 15" to that version or older; "-- needs: a security label provider"
# makes it build one, from label_provider.c.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}

# One case on one server: messages to standard output, exit code 1 on failure.
run_case() { # folder url work
    folder=$1 server=$2 work=$3
    mkdir -p "$work"
    name=$(basename "$work")
    old=$server/${name}_old new=$server/${name}_new
    options=$(sed -n '1s/^-- options: //p' "$folder/new.sql")
    failed=0

    step() { # description command...
        description=$1
        shift
        "$@" >"$work/output" 2>&1 && return 0
        echo "$description:"
        head -n 40 "$work/output"
        failed=1
        return 1
    }
    sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@"; }
    snapshot() { psql -X -q -d "$1" -f tests/snapshot.sql >"$2" 2>&1; }
    # What dump prints, read as SQL, is what the database holds.
    dump_is_whole() { # database
        "$schemac" dump --db "$1" >"$work/dump.sql" && quiet "$work/dump.sql" "$1"
    }
    quiet() { # file database
        # shellcheck disable=SC2086
        "$schemac" diff "$1" --db "$2" --strict --no-owner $options >"$work/difference" && ! [ -s "$work/difference" ] ||
            { cat "$work/difference"; return 1; }
    }
    # A note has said that PostgreSQL leaves it inherited, or the table's own.
    same_catalog() { # before after
        if grep -q 'stays inherited only\|stays the table.s own' "$work/notes"; then
            sed -i '/ | local | /d' "$@"
        fi
        diff -U 1 "$@"
    }
    # The SQL of one section of what --doc writes.
    document() { # section
        sed -n "/^## $1/,/^## /p" "$work/doc.md" | sed -n '/^\(```\|~~~~\)sql$/,/^\(```\|~~~~\)$/{/^\(```\|~~~~\)/!p}'
    }
    # Each query for rows in the way runs, and nothing is in the way of a database without rows.
    nothing_in_the_way() { # database
        document Pre-migration | sed -n '/^SELECT count/,$p' >"$work/counts.sql"
        sql "$1" -At -f "$work/counts.sql" >"$work/counts" && ! grep -v '^0$' "$work/counts"
    }
    facts_hold() { # database
        document Post-migration >"$work/facts.sql"
        sql "$1" -At -f "$work/facts.sql" >"$work/facts" && ! grep -v '|t$' "$work/facts"
    }
    # Every error of the diff is a change that it names and cannot migrate: for a random schema, an answer.
    refused_by_name() {
        [ -n "${REFUSALS:-}" ] && grep -q '\[cannot-migrate\]$' "$work/output" &&
            ! grep ': error: ' "$work/output" | grep -v '\[cannot-migrate\]$'
    }
    scripts() { # folder database: by name, which for rollbacks means the newest first
        files=()
        for file in "$1"/*.sql; do files+=(-f "$file"); done
        sql "$2" "${files[@]}"
    }
    drop_databases() {
        sql "$server/postgres" -c "DROP DATABASE IF EXISTS ${name}_old" -c "DROP DATABASE IF EXISTS ${name}_new" 2>/dev/null
    }

    sql "$server/postgres" -c "CREATE DATABASE ${name}_old" -c "CREATE DATABASE ${name}_new"
    step "old.sql does not load" sql "$old" -1 -f "$folder/old.sql" &&
        step "new.sql does not load" sql "$new" -1 -f "$folder/new.sql" || { drop_databases; return 1; }
    snapshot "$old" "$work/old.before"
    snapshot "$new" "$work/new.wanted"
    step "dump of old.sql's database is not that database" dump_is_whole "$old"
    step "dump of new.sql's database is not that database" dump_is_whole "$new"
    step "old.sql differs from its own database" quiet "$folder/old.sql" "$old"
    step "new.sql differs from its own database" quiet "$folder/new.sql" "$new"
    # shellcheck disable=SC2086
    step "diff" "$schemac" diff "$folder/new.sql" --db "$old" --strict --allow-destructive -o "$work/out" --doc "$work/doc.md" $options ||
        { drop_databases; refused_by_name && return 2; return 1; }
    cp "$work/output" "$work/notes"
    if [ -d "$work/out/scripts" ]; then
        step "the document's counts" nothing_in_the_way "$old"
        step "up" scripts "$work/out/scripts" "$old" &&
            step "up again" scripts "$work/out/scripts" "$old"
        # shellcheck disable=SC2086
        step "check after up" "$schemac" check "$folder/new.sql" --db "$old" --strict $options
        step "the document's facts do not hold" facts_hold "$old"
        snapshot "$old" "$work/new.reached"
        step "the catalog after up is not that of new.sql" same_catalog "$work/new.wanted" "$work/new.reached"
        step "down" scripts "$work/out/rollback-scripts" "$old" &&
            step "down again" scripts "$work/out/rollback-scripts" "$old"
        snapshot "$old" "$work/old.after"
        grep -qs '\[no-rollback\]' "$folder/errors.txt" "$work/notes" ||
            step "the catalog after down is not the old one" same_catalog "$work/old.before" "$work/old.after"
    else
        step "nothing to do, but the catalogs differ" diff -U 1 "$work/new.wanted" "$work/old.before"
    fi
    drop_databases
    return "$failed"
}

# The server that started last gets a provider of security labels, unless there is no compiler.
has_provider() {
    library=$server_folder/label_provider.so
    [ -e "$library" ] && return
    command -v cc >/dev/null && cc -shared -fPIC -DMAJOR="$major" -o "$library" tests/label_provider.c && chmod 755 "$library" &&
        psql -X -q -v ON_ERROR_STOP=1 -d "$server_url/postgres" -c "ALTER ROLE postgres SET session_preload_libraries = '$library'"
}

if [ "${1:-}" = --case ]; then
    # case number, major, server's URL, folder of results, case
    number=$2 major=$3 result=$5/$2.$3
    run_case "$6" "$4" "$result/case_${number}_$major" >"$result.report" 2>&1
    case $? in
        0) echo ok ;;
        2) echo "ok # SKIP refused by name" ;;
        *) echo "not ok" ;;
    esac >"$result.status"
    rm -rf "$result"
    exit 0
fi

. tests/servers.sh

run_all() { # cases; a function, so that the file is read whole before anything starts
    servers_begin
    majors=${MAJORS:-$(server_newest_debian) 18}
    [ $# -gt 0 ] || set -- fixtures/*/*/
    results=$server_root/results
    mkdir "$results"

    for major in $(printf '%s\n' $majors | sort -nu); do
        server_start "$major" || { echo "not ok" >"$results/0.$major.status"; continue; }
        server_user mkdir "$server_folder/fast" && psql -X -q -v ON_ERROR_STOP=1 -d "$server_url/postgres" \
            -f fixtures/roles.sql -c "CREATE TABLESPACE fast LOCATION '$server_folder/fast'" || exit 1
        number=0
        for folder in "$@"; do
            number=$((number + 1))
            grep -qs ': error: ' "$folder/errors.txt" && continue
            [ ! -e "$folder/migration.sql" ] || continue
            # Kept rows are no part of the new schema: row_safety.sh looks at them.
            grep -q '^-- options: .*--keep-dropped' "$folder/new.sql" && continue
            needs=$(sed -n '1,2s/^-- needs: //p' "$folder/new.sql")
            if [ "$needs" = "a security label provider" ]; then
                has_provider || { echo "ok # SKIP needs $needs" >"$results/$number.$major.status"; continue; }
                needs=0
            fi
            [ "${needs:-0}" -le "$major" ] || { echo "ok # SKIP needs PostgreSQL $needs" >"$results/$number.$major.status"; continue; }
            until=$(sed -n '1,2s/^-- until: //p' "$folder/new.sql")
            [ "$major" -le "${until:-99}" ] || { echo "ok # SKIP needs PostgreSQL $until or older" >"$results/$number.$major.status"; continue; }
            printf '%s\0' "$number" "$major" "$server_url" "$results" "${folder%/}"
        done
    done >"$results/list"
    xargs -0 -r -n 5 -P "${JOBS:-2}" bash tests/live.sh --case <"$results/list" &
    server_children=$!
    wait "$server_children" # a signal ends the wait at once, but not a command in the foreground

    plan=0 failures=0
    number=-1
    for folder in "a server starts" "$@"; do
        number=$((number + 1))
        for status in "$results/$number".*.status; do
            [ -e "$status" ] || continue
            plan=$((plan + 1))
            major=${status%.status}
            major=${major##*.}
            read -r verdict <"$status"
            title="$plan - ${folder#fixtures/} on $major"
            case $verdict in
                ok) echo "ok $title" ;;
                ok*) echo "ok $title ${verdict#ok}" ;;
                *)
                    failures=$((failures + 1))
                    echo "not ok $title"
                    sed 's/^/# /' "${status%.status}.report" 2>/dev/null
                    ;;
            esac
        done
    done
    echo "1..$plan"
    [ "$failures" = 0 ] || { echo "# $failures of $plan failed"; exit 1; }
}

run_all "$@"
