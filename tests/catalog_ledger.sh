#!/bin/sh
# tests/catalog_ledger.txt against real servers and against the queries.  Prints TAP.
#
#   catalog_ledger.sh      MAJORS="15 18" chooses the servers
#
# Every column of every system catalog stands in the ledger once; what the ledger calls read, a query
# in parser/queries names; a function the ledger relies on, a query calls.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 1
. tests/servers.sh
servers_begin
work=$server_root
. tests/tap.sh

result() { # description, and in $work/found what speaks against it
    tap_quiet "$work/found" "$1"
}

# CATALOG HOW COLUMN, one a line.
sed 's/#.*//; s/ -- .*//' tests/catalog_ledger.txt |
    awk '{ for (i = 3; i <= NF; i++) print $1, $2, $i }' >"$work/ledger"
sed 's/--.*//' parser/queries/*.sql | grep -Eo '[a-z_0-9]+' | sort -u >"$work/words"

sort "$work/ledger" | awk '{ print $1 "." $3 }' | uniq -d >"$work/found"
result "no column stands in the ledger twice"
awk '$2 !~ /^(read|key|derived|state|outside|not|[a-z_]+\(\))$/ { print $1 ": " $2 "?" }' "$work/ledger" >"$work/found"
result "every entry says how"
awk '$2 == "read" { print $3 }' "$work/ledger" | sort -u | comm -23 - "$work/words" >"$work/found"
result "a query names every column that is read"
awk '$2 ~ /\(\)$/ { sub(/\(\)/, "", $2); print $2 }' "$work/ledger" | sort -u | comm -23 - "$work/words" >"$work/found"
result "a query calls every function that is relied on"

awk '{ print $1 "." $3 }' "$work/ledger" | sort -u >"$work/known"
for major in $(printf '%s\n' ${MAJORS:-$(server_newest_debian) 18} | sort -nu); do
    server_start "$major" || exit 1
    psql -X -At -d "$server_url/postgres" -c "SELECT relname || '.' || attname FROM pg_catalog.pg_attribute
        JOIN pg_catalog.pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped" >"$work/columns"
    [ -s "$work/columns" ] || echo "nothing was read" >>"$work/columns"
    sort "$work/columns" | comm -23 - "$work/known" >"$work/found"
    result "the ledger knows every column of $(wc -l <"$work/columns") that PostgreSQL $major has"
done
tap_end
