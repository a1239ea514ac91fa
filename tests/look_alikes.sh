#!/bin/bash
# Definitions that look alike and differ, tests/look_alikes.tsv: each is seen.  Prints TAP.
#
#   look_alikes.sh           offline: SQL against SQL
#   look_alikes.sh --live    on PostgreSQL as Debian packages it, and 18 (MAJORS="15 18" chooses)
#
# Pair 17 makes objects whose names hold "pair_17_": all left sides are one file, all right sides
# another, so that one call of schemac judges all pairs, and each must be named in what it says.
# Differences that cannot be migrated would keep the others from being listed: tables "refused_..."
# have a call of their own.
# Live, catalogs are compared first, by tests/snapshot.sql: a pair that PostgreSQL stores alike is a
# mistake in the table.  Then each side must be in sync with its own database, but for pairs with a
# fourth column, which says why not.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
pairs=tests/look_alikes.tsv

prelude="
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE SCHEMA ext;
CREATE EXTENSION intarray SCHEMA ext;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE one.mood AS ENUM ('sad', 'ok', 'happy');
CREATE FUNCTION one.f(x text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION two.f(x text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE other (i integer, t text);
CREATE TABLE keyed (i integer PRIMARY KEY, j integer, UNIQUE (i, j));
"
columns="i integer, j integer, b bigint, s smallint, n numeric, n2 numeric(10,2), r real, f double precision,
    t text, u text, v varchar(20), w varchar, c char(5), na name, d date, e date, ts timestamp, tz timestamptz, tm time,
    iv interval, bo boolean, bp boolean, ja json, jb jsonb, ar integer[], ta text[], id uuid, m mood, by bytea,
    ip inet, ra int4range, tq tsvector, bi bit(4), mo money"

# All pairs of one side as one file; of those that need a newer server, the number alone counts.
side() { # 2 for left, 3 for right; major version
    printf '%s\nCREATE TABLE base (%s);\nCREATE TABLE one.base (%s);\n' "$prelude" "$columns" "$columns"
    awk -F '\t' -v side="$1" -v major="$2" -v columns="$columns" '
        /^#/ { next }
        $5 > major { number++; next }
        {
            name = "pair_" ++number "_"
            text = $side
            type = place = $1
            sub(/^[a-z]+ /, "", type)
            table = "CREATE TABLE " name " (" columns ");\n"
            if (place ~ /^default /) print "CREATE TABLE " name " (c " type " DEFAULT (" text "));"
            else if (place ~ /^generated /) print "CREATE TABLE " name " (" columns ", g " type " GENERATED ALWAYS AS (" text ") STORED);"
            else if (place == "check") print "CREATE TABLE " name " (" columns ", CHECK (" text "));"
            else if (place == "index") print table "CREATE INDEX " name "index ON " name " " text ";"
            else if (place == "view") print "CREATE VIEW " name " AS " text ";"
            else if (place == "policy") print table "CREATE POLICY p ON " name " USING (" text ");"
            else if (place == "trigger") print table "CREATE TRIGGER t BEFORE UPDATE ON " name " FOR EACH ROW WHEN (" text ") EXECUTE FUNCTION noop();"
            else if (place == "domain") print "CREATE DOMAIN " name " AS " text ";"
            else if (place == "partition key") print "CREATE TABLE refused_" name " (" columns ") PARTITION BY " text ";"
            else if (place == "partition") {
                key = text
                sub(/\).*/, ")", key)
                print "CREATE TABLE " name "parent (" columns ") PARTITION BY " key ";"
                print "CREATE TABLE " name " PARTITION OF " name "parent " substr(text, length(key) + 1) ";"
            } else if (place == "statement") { gsub(/NAME/, name, text); print text ";" }
            else { print "unknown place: " place; exit 1 }
        }' "$pairs"
}

work=${WORK:-$(mktemp -d)}
sides() { # major version
    major=$1
    side 2 "$major" >"$work/left.sql"
    side 3 "$major" >"$work/right.sql"
    count=$(awk -F '\t' -v major="$major" '!/^#/ && $5 <= major' "$pairs" | wc -l)
}
. tests/tap.sh

# Pairs that the lines of a file name, or do not.
pair() { awk -F '\t' -v wanted="$1" '!/^#/ && ++number == wanted { print "pair " wanted ": " $0 }' "$pairs"; }
named() { grep -o 'pair_[0-9]*_' "$1" | tr -dc '0-9\n' | sort -u; }
excused() { awk -F '\t' '!/^#/ && ++number && $4 != "" { printf "%s%d", separator, number; separator = "|" }' "$pairs"; }
unnamed() { # file
    awk -F '\t' -v major="$major" '!/^#/ && ++number && $5 <= major { print number }' "$pairs" | sort | comm -23 - <(named "$1") | sort -n | while read -r one; do pair "$one"; done
}

sees_all() { # title, arguments of schemac check
    title=$1
    shift
    "$schemac" check "$@" --strict --no-owner -T 'refused_*' >"$work/said" 2>"$work/errors"
    status=$?
    "$schemac" check "$@" --strict --no-owner -t 'refused_*' 2>&1 | grep ': error:' >>"$work/said"
    if [ $status != 1 ]; then head -n 20 "$work/errors" >"$work/wrong"; else unnamed "$work/said" >"$work/wrong"; fi
    tap_quiet "$work/wrong" "$title: all $count pairs differ"
}

sees_none() { # title, arguments of schemac check
    title=$1
    shift
    "$schemac" check "$@" --strict --no-owner >"$work/said" 2>"$work/errors" || [ -s "$work/said" ] || cp "$work/errors" "$work/said"
    grep -vE "pair_($(excused))_" "$work/said" >"$work/wrong"
    tap_quiet "$work/wrong" "$title: nothing differs"
}

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@"; }

live() { # major
    server_start "$1" || { tap_quiet /etc/passwd "PostgreSQL $1 starts"; return; }
    sides "$1"
    for one in left right; do
        sql "$server_url/postgres" -c "CREATE DATABASE look_$one"
        sql "$server_url/look_$one" -1 -f "$work/$one.sql" >"$work/wrong" 2>&1
        psql -X -q -d "$server_url/look_$one" -f tests/snapshot.sql >"$work/$one.snapshot" 2>>"$work/wrong"
        tap_quiet "$work/wrong" "$1: all $one sides load"
    done
    diff "$work/left.snapshot" "$work/right.snapshot" >"$work/said"
    unnamed "$work/said" >"$work/wrong"
    tap_quiet "$work/wrong" "$1: PostgreSQL stores each pair differently"
    sees_all "$1, right file, left database" "$work/right.sql" --db "$server_url/look_left"
    sees_all "$1, left file, right database" "$work/left.sql" --db "$server_url/look_right"
    sees_none "$1, left file, left database" "$work/left.sql" --db "$server_url/look_left"
    sees_none "$1, right file, right database" "$work/right.sql" --db "$server_url/look_right"
}

if [ "${1:-}" = --live ]; then
    . tests/servers.sh
    servers_begin
    mv "$work" "$server_root/look_alikes" && work=$server_root/look_alikes
    for major in ${MAJORS:-$(server_newest_debian) 18}; do live "$major"; done
else
    trap 'rm -rf "$work"' EXIT
    sides 18
    sees_all "offline" "$work/right.sql" --from "$work/left.sql"
    sees_all "offline, the other way" "$work/left.sql" --from "$work/right.sql"
fi
tap_end
