#!/bin/bash
# Definitions as people write them and as PostgreSQL stores them, tests/spellings.tsv: no
# difference, offline against a dump and live.  Prints TAP.  MAJORS="15 18" chooses servers.
#
# Line 17 makes objects whose names hold "spelled_17_".  Lines for newer versions are left out; any
# other that a server refuses is a mistake in the table.  Where a fourth field says why, the two
# differ offline; if they no longer do, the table is to be corrected.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
table=tests/spellings.tsv
. tests/servers.sh
. tests/tap.sh

prelude="
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE floatrange AS RANGE (subtype = double precision, subtype_diff = float8mi);
CREATE TYPE textrange AS RANGE (subtype = text);
CREATE DOMAIN posint AS integer CHECK (VALUE > 0);
CREATE DOMAIN shorttext AS varchar(10);
CREATE FUNCTION app.f(x integer, y text DEFAULT 'q', z numeric DEFAULT 1) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.vf(x text, VARIADIC y text[]) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT \$1';
CREATE FUNCTION app.setf(n integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.tabf(n integer) RETURNS TABLE (a integer, b text, c numeric) LANGUAGE sql AS 'SELECT 1, ''a''::text, 1.0';
CREATE FUNCTION app.outf(n integer, OUT a integer, OUT b text) LANGUAGE sql AS 'SELECT 1, ''a''::text';
CREATE FUNCTION app.poly(x anyelement, y anyarray) RETURNS anyelement IMMUTABLE LANGUAGE sql AS 'SELECT \$1';
CREATE FUNCTION app.ov(x integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.ov(x text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION app.ov(x numeric) RETURNS numeric IMMUTABLE LANGUAGE sql AS 'SELECT x';
CREATE TYPE level AS ENUM ('low', 'high');
CREATE FUNCTION app.number(level) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE CAST (level AS integer) WITH FUNCTION app.number(level) AS IMPLICIT;
CREATE TABLE other (i integer, t text, n numeric, k integer, d date);
CREATE TABLE third (k integer, t varchar(20), q smallint);
CREATE TABLE base (i integer, j integer, b bigint, s smallint, n numeric, n2 numeric(10,2), r real, f double precision,
    t text, u text, v varchar(20), w varchar, c char(5), na name, d date, e date, ts timestamp, tz timestamptz, tm time,
    ttz timetz, iv interval, bo boolean, bp boolean, ja json, jb jsonb, ar integer[], ta text[], id uuid, m mood, by bytea,
    ip inet, ra int4range, tq tsvector, bi bit(4), mo money, nr numrange, tr tstzrange, mr int4multirange, fr floatrange,
    tx textrange, p pair, pi posint, sh shorttext, va varchar(5)[], ma mood[], vb varbit(8), ci cidr, mac macaddr,
    pt point, xm xml, ts3 timestamp(3), dr daterange, le level);
"

lines() { # major: number, place, SQL, version, reason
    awk -F '\t' -v OFS='\t' -v major="$1" '!/^#/ && ++number && $3 <= major + 0 { print number, $0 }' "$table"
}

objects() {
    printf '%s\n' "$prelude"
    lines "$1" | awk -F '\t' '
        {
            name = "spelled_" $1 "_"
            type = place = $2
            text = $3
            sub(/^[a-z]+ /, "", type)
            table = "CREATE TABLE " name " (LIKE base"
            if (place ~ /^default /) print "CREATE TABLE " name " (c " type " DEFAULT " text ");"
            else if (place ~ /^generated /) print table ", g " type " GENERATED ALWAYS AS (" text ") STORED);"
            else if (place == "check") print table ", CHECK (" text "));"
            else if (place == "index") print table "); CREATE INDEX " name "i ON " name " " text ";"
            else if (place == "view") print "CREATE VIEW " name " AS " text ";"
            else if (place == "viewcols") print "CREATE VIEW " name " " text ";"
            else if (place == "select") print "CREATE VIEW " name " AS SELECT " text " FROM base;"
            else if (place == "policy") print table "); CREATE POLICY p ON " name " USING (" text ");"
            else if (place == "trigger")
                print table "); CREATE TRIGGER t BEFORE UPDATE ON " name " FOR EACH ROW WHEN (" text ") EXECUTE FUNCTION suppress_redundant_updates_trigger();"
            else if (place == "statement") { gsub(/NAME/, name, text); print text ";" }
            else { print "unknown place: " place; exit 1 }
        }'
}

named() { grep -o 'spelled_[0-9]*_' "$1" | tr -dc '0-9\n' | sort -u; }
said_by() { # major, file of numbers
    lines "$1" | awk -F '\t' 'NR == FNR { wanted[$1] = 1; next } $1 in wanted { print $2 ": " $3 }' "$2" -
}
sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@"; }

try() { # major
    server_start "$1" || { tap_quiet /etc/passwd "PostgreSQL $1 starts"; return; }
    objects "$1" >"$work/written.sql"
    sql "$server_url/postgres" -c "CREATE DATABASE spelled"
    sql "$server_url/spelled" -1 -f "$work/written.sql" >"$work/wrong" 2>&1
    tap_quiet "$work/wrong" "$1: all definitions load"
    pg_dump -s -d "$server_url/spelled" >"$work/dump.sql" 2>/dev/null ||
        "$schemac" dump --db "$server_url/spelled" >"$work/dump.sql" # pg_dump is older
    "$schemac" check "$work/written.sql" --from "$work/dump.sql" --no-owner -x >"$work/said" 2>"$work/errors"
    [ $? -le 1 ] || cat "$work/errors" >>"$work/said"
    lines "$1" | awk -F '\t' '$5 != "" { print $1 }' | sort -u >"$work/excused"
    named "$work/said" >"$work/differing"
    comm -13 "$work/excused" "$work/differing" >"$work/numbers"
    said_by "$1" "$work/numbers" >"$work/wrong"
    tap_quiet "$work/wrong" "$1, offline: nothing differs but what a server must tell"
    comm -23 "$work/excused" "$work/differing" >"$work/numbers"
    said_by "$1" "$work/numbers" >"$work/wrong"
    tap_quiet "$work/wrong" "$1, offline: what a server must tell differs"
    "$schemac" check "$work/written.sql" --db "$server_url/spelled" --no-owner -x >"$work/wrong" 2>"$work/errors" ||
        [ -s "$work/wrong" ] || cp "$work/errors" "$work/wrong"
    tap_quiet "$work/wrong" "$1, live: nothing differs"
}

servers_begin
work=$server_root/spellings
mkdir "$work"
for major in ${MAJORS:-$(server_newest_debian) 18}; do try "$major"; done
tap_end
