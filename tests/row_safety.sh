#!/bin/bash
# Rows on real servers: a script that rows stand in the way of says how many and changes nothing; one
# that goes on loses nothing; a backfill that is killed half-way goes on where it was.  Prints TAP.
#
#   row_safety.sh          ROWS=20000 says how many rows each table has, MAJORS="15 18" the servers
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
rows=${ROWS:-20000}
. tests/servers.sh

. tests/tap.sh
report() { # status title
    tap_result "$1" "$2" "$work/output"
}

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$database" "$@"; }
seconds() { echo "# $1: $(($(date +%s) - started)) s with $rows rows"; }

# The database as it is: the catalog, and a digest of the rows of each table.
picture() {
    psql -X -q -d "$database" -f tests/snapshot.sql
    for table in thing other; do
        sql -c "SELECT '$table', count(*), sum(hashtextextended(t::text, 0)) FROM $table AS t"
    done
}

# thing(id, word, size, other_id) with $rows rows, and other(id) with as many.
fresh_database() {
    psql -X -q -d "$server_url/postgres" -c "DROP DATABASE IF EXISTS rows" -c "CREATE DATABASE rows" 2>/dev/null
    database=$server_url/rows
    cat >"$work/old.sql" <<SQL
CREATE TYPE mood AS ENUM ('good', 'bad', 'gone');
CREATE DOMAIN short AS text;
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE thing (
    id integer PRIMARY KEY,
    word text,
    size bigint,
    feels mood DEFAULT 'good',
    brief short,
    other_id integer
);
SQL
    sql -f "$work/old.sql" -c "INSERT INTO other SELECT generate_series(1, $rows)" \
        -c "INSERT INTO thing SELECT i, 'word ' || i, i, 'good', 'brief', i FROM generate_series(1, $rows) AS i" \
        -c "ANALYZE"
}

write_scripts() { # the desired schema is old.sql after the edit ($1, for sed)
    sed "$1" "$work/old.sql" >"$work/new.sql"
    rm -rf "$work/out"
    "$schemac" diff "$work/new.sql" --db "$database" --strict --allow-destructive -o "$work/out" >"$work/output" 2>&1
}

run_scripts() { # folder
    for file in "$work/out/$1"/*.sql; do
        sql -f "$file" >>"$work/output" 2>&1 || return 1
    done
}

stops() { # how many rows: nothing is changed, and the message says their number
    picture >"$work/before"
    : >"$work/output"
    run_scripts scripts && return 1
    grep -q "ERROR:  rows of .*: $1\$" "$work/output" && grep -q 'HINT:  To see them: SELECT' "$work/output" || return 1
    # The query of the hint is one that runs.
    query=$(sed -n 's/^HINT:  To see them: //p' "$work/output" | head -n 1)
    [ "$(sql -c "$query" | wc -l)" -gt 0 ] || return 1
    picture >"$work/after"
    diff "$work/before" "$work/after" >>"$work/output"
}

goes_on() { # columns that must hold what they held
    kept="SELECT count(*), sum(hashtextextended(ROW($1)::text, 0)) FROM thing"
    before=$(sql -c "$kept")
    : >"$work/output"
    run_scripts scripts && [ "$(sql -c "$kept")" = "$before" ] && run_scripts scripts &&
        run_scripts rollback-scripts && [ "$(sql -c "$kept")" = "$before" ]
}

guarded() { # title, edit of the schema, rows in the way, how many, how they are mended, columns kept
    started=$(date +%s)
    fresh_database
    sql -c "$3"
    write_scripts "$2"
    case $1 in
        domain | 'new required column') ;; # the time is not that of reading one table
        *)
            grep -rqE "^--   - Time: .* \(about $rows rows, [0-9]+ [kMG]B\)" "$work/out/scripts"
            report $? "$1: the header says how large the table is (PostgreSQL $major)"
            ;;
    esac
    stops "$4"
    report $? "$1: stops, and nothing is changed (PostgreSQL $major)"
    sql -c "$5"
    goes_on "$6"
    report $? "$1: goes on, and nothing is lost (PostgreSQL $major)"
    seconds "$1"
}

guarded_changes() {
    guarded 'NOT NULL' 's/word text/word text NOT NULL/' \
        "UPDATE thing SET word = NULL WHERE id <= 3" 3 "UPDATE thing SET word = 'x' WHERE word IS NULL" 'id, word, size'
    guarded 'narrower text' 's/word text/word varchar(12)/' \
        "UPDATE thing SET word = repeat('x', 13) WHERE id = 5" 1 "UPDATE thing SET word = 'x' WHERE id = 5" 'id, word, size'
    guarded 'narrower number' 's/size bigint/size smallint/' \
        "UPDATE thing SET size = size % 100; UPDATE thing SET size = 40000 WHERE id IN (1, 2)" 2 "UPDATE thing SET size = 1 WHERE size = 40000" 'id, word, size'
    guarded 'UNIQUE' 's/word text/word text UNIQUE/' \
        "UPDATE thing SET word = 'same' WHERE id <= 4" 4 "UPDATE thing SET word = 'own ' || id WHERE word = 'same'" 'id, word, size'
    # shellcheck disable=SC2016 # sed's address, not the shell's
    guarded 'unique index' '$a CREATE UNIQUE INDEX thing_word ON thing (lower(word)) WHERE size > 0;' \
        "UPDATE thing SET word = CASE id WHEN 1 THEN 'A' ELSE 'a' END WHERE id <= 2" 2 "UPDATE thing SET word = 'b' WHERE id = 2" 'id, word, size'
    guarded 'CHECK' 's/size bigint/size bigint CHECK (size > 0)/' \
        "UPDATE thing SET size = -size WHERE id <= 7" 7 "UPDATE thing SET size = -size WHERE size < 0" 'id, word, size'
    guarded 'foreign key' 's/other_id integer/other_id integer REFERENCES other/' \
        "UPDATE thing SET other_id = -1 WHERE id <= 6" 6 "UPDATE thing SET other_id = NULL WHERE other_id = -1" 'id, word, other_id'
    guarded 'domain' 's/short AS text/short AS text CHECK (length(VALUE) < 10) NOT NULL/' \
        "UPDATE thing SET brief = repeat('x', 10) WHERE id = 8" 1 "UPDATE thing SET brief = 'x' WHERE id = 8" 'id, word, brief'
    guarded 'enum value taken away' "s/, 'gone'//" \
        "UPDATE thing SET feels = 'gone' WHERE id <= 9" 9 "UPDATE thing SET feels = 'bad' WHERE feels = 'gone'" 'id, word, feels'
    guarded 'new required column' 's/other_id integer/other_id integer, fresh text NOT NULL/' \
        "DELETE FROM thing WHERE id > 10" 10 "DELETE FROM thing" 'id, word'
}

filled() { sql -c "SELECT count(*) FROM thing WHERE mark IS NOT NULL"; }

# The second batch waits for a row that another session holds, and is killed there.
broken_backfill() {
    started=$(date +%s)
    fresh_database
    [ "$rows" -gt 10001 ] || return
    sql -c "UPDATE pg_class SET reltuples = 1000000 WHERE relname = 'thing'"
    write_scripts 's/other_id integer/other_id integer, mark double precision NOT NULL -- schemac: backfill (random())/'
    set -- "$work"/out/scripts/*.sql
    sql -f "$1" >"$work/output" 2>&1
    # shellcheck disable=SC2094
    sql -c "BEGIN" -c "SELECT FROM thing WHERE id = 10001 FOR UPDATE" -c "SELECT pg_sleep(600)" >/dev/null 2>&1 &
    holder=$!
    server_children="$server_children $holder"
    for _ in $(seq 100); do
        [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active'")" -gt 1 ] && break
        sleep 0.1
    done
    sql -f "$2" >>"$work/output" 2>&1 &
    runner=$!
    for _ in $(seq 600); do
        [ "$(filled)" = 10000 ] && break
        sleep 0.1
    done
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = 'rows' AND pid <> pg_backend_pid()" >/dev/null
    wait "$runner" "$holder" 2>/dev/null
    [ "$(filled)" = 10000 ]
    report $? "backfill: a killed connection leaves whole batches (PostgreSQL $major)"
    sql -c "CREATE TABLE done AS SELECT id, mark FROM thing WHERE mark IS NOT NULL"
    ! sql -f "$3" >"$work/output" 2>&1 && grep -q "rows of public.thing with NULL in mark: $((rows - 10000))\$" "$work/output"
    report $? "backfill: what comes after it does not go on before it is done (PostgreSQL $major)"
    : >"$work/output"
    for file in "$@" "$@"; do sql -f "$file" >>"$work/output" 2>&1 || break; done
    [ "$(filled)" = "$rows" ] && [ "$(sql -c "SELECT count(*) FROM done JOIN thing USING (id, mark)")" = 10000 ]
    report $? "backfill: run again it fills the rest, and leaves what was filled (PostgreSQL $major)"
    seconds backfill
}

# Dropped and kept, rolled back, dropped again, pruned.
kept_rows() {
    started=$(date +%s)
    fresh_database
    picture >"$work/before"
    grep -v '^CREATE TABLE other\|mood\|word text' "$work/old.sql" >"$work/new.sql"
    rm -rf "$work/out"
    "$schemac" diff "$work/new.sql" --db "$database" --strict --keep-dropped -o "$work/out" >"$work/output" 2>&1 &&
        run_scripts scripts && run_scripts scripts && run_scripts rollback-scripts && run_scripts rollback-scripts
    done=$?
    picture >"$work/after"
    # A column that comes back is the last one: compare the rows by name.
    [ "$done" = 0 ] && [ "$(sql -c "SELECT count(*) FROM thing WHERE word = 'word ' || id AND feels = 'good'")" = "$rows" ] &&
        grep '^other' "$work/before" | diff - <(grep '^other' "$work/after") >>"$work/output" &&
        ! sql -c "\\dn" | grep -q schemac_kept
    report $? "kept rows: the rollback brings them back (PostgreSQL $major)"
    : >"$work/output"
    run_scripts scripts && "$schemac" check "$work/new.sql" --db "$database" --strict >"$work/output" 2>&1 &&
        "$schemac" prune --db "$database" >"$work/prune.sql" 2>"$work/output" &&
        sql -f "$work/prune.sql" -f "$work/prune.sql" >"$work/output" 2>&1 && ! sql -c "\\dn" | grep -q schemac_kept
    report $? "kept rows: no difference to check, and prune removes them (PostgreSQL $major)"
    seconds 'kept rows'
}

run_all() {
    servers_begin
    work=$server_root/work
    mkdir "$work"
    for major in ${MAJORS:-$(server_newest_debian)}; do
        server_start "$major" || exit 1
        guarded_changes
        broken_backfill
        kept_rows
    done
    echo "1..$number"
    [ "$failures" = 0 ] || { echo "# $failures of $number failed"; exit 1; }
}
run_all
exit 0
