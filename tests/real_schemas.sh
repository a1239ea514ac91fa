#!/bin/bash
# Schemas of real projects find nothing to do against the databases that were built from them.
#
#   CORPORA=DIR real_schemas.sh [NAME...]     of DIR/schemas/NAME.sql; MAJORS="15 18" chooses servers
#   CORPORA=DIR real_schemas.sh --accept      write tests/real_schemas.expected anew, without reasons
#
# Each DIR/schemas/*.sql is loaded into a database of its own on each server where it loads.  Then
#   file    check FILE --db URL                    must find nothing,
#   dumped  check <(pg_dump -s) --db URL           must find nothing,
#   offline check FILE --from <(pg_dump -s)        must find nothing,
# except for what tests/real_schemas.expected names, its lines under the reason they have.  What cannot
# be compared yet counts as found.  Prints TAP.
# pg_dump must not be older than the server: where it is, the two checks that need it are skipped;
# PG_DUMP_18=/path/to/pg_dump names one for a server.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
expected=tests/real_schemas.expected

if [ -z "${CORPORA:-}" ]; then
    echo "1..0 # SKIP no CORPORA: make check-corpora CORPORA=DIR"
    exit 0
fi
accept=no
if [ "${1:-}" = --accept ]; then accept=yes; shift; fi
. tests/servers.sh
servers_begin
work=$server_root/work
mkdir "$work"
number=0
failures=0
: >"$work/found"

verdict() { # ok or "not ok", title
    number=$((number + 1))
    [ "$1" = ok ] || failures=$((failures + 1))
    echo "$1 $number - $2"
}

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@"; }

# What a check says, one line a difference, as the golden file has it.
differences() { # title desired options...
    title=$1
    shift
    "$schemac" check --strict --ignore-unsupported "$@" >"$work/output" 2>"$work/errors"
    status=$?
    { grep -E ': (error|warning): ' "$work/errors" | sed -E 's/^.*: (error|warning): /\1: /'
      sed '/^$/d' "$work/output"; } | LC_ALL=C sort -u | sed "s/^/$title: /"
    [ "$status" -le 1 ] || [ -s "$work/errors" ] || echo "$title: exit code $status"
}

compare() { # title
    sed -n "s/^$1: //p" "$work/said" >"$work/now"
    sed -n "s/^$1: //p" "$expected" 2>/dev/null >"$work/wanted"
    if cmp -s "$work/wanted" "$work/now"; then
        verdict ok "$1"
    else
        diff -U 0 "$work/wanted" "$work/now" | sed -e '1,2d' -e '/^@@/d' -e 's/^/# /' | head -n 40
        verdict "not ok" "$1"
    fi
}

check() { # name of the schema, kind of check, arguments of schemac
    title="$1 $major $2"
    shift 2
    differences "$title" "$@" >"$work/said"
    cat "$work/said" >>"$work/found"
    compare "$title"
}

check_schema() { # file
    name=$(basename "$1" .sql)
    database=real_$(printf %s "$name" | tr -c 'a-z0-9' _)
    if ! server_load "$1" "$database" "$work/load"; then
        verdict ok "$name $major # SKIP does not load: $(grep -m 1 ERROR "$work/load" | sed 's/.*ERROR: *//')"
        return
    fi
    check "$name" file "$1" --db "$server_url/$database"
    if [ -n "$dumper" ] && "$dumper" -s -d "$server_url/$database" >"$work/dumped.sql" 2>"$work/load"; then
        check "$name" dumped "$work/dumped.sql" --db "$server_url/$database"
        check "$name" offline "$1" --from "$work/dumped.sql"
    else
        verdict ok "$name $major dumped, offline # SKIP no pg_dump for PostgreSQL $major"
    fi
    [ -n "${KEEP:-}" ] || sql "$server_url/postgres" -c "DROP DATABASE $database"
}

# A pg_dump that is not older than the server; empty when there is none.
find_dumper() { # major
    variable=PG_DUMP_$1
    dumper=${!variable:-$(command -v pg_dump)}
    of=$("$dumper" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    [ "$of" -ge "$1" ] || dumper=
}

for major in ${MAJORS:-$(server_newest_debian) 18}; do
    server_start "$major" || { verdict "not ok" "PostgreSQL $major starts"; continue; }
    find_dumper "$major"
    for file in "$CORPORA"/schemas/*.sql; do
        case " ${*:-$(basename "$file" .sql)} " in *" $(basename "$file" .sql) "*) check_schema "$file" ;; esac
    done
done
echo "1..$number"
if [ "$accept" = yes ]; then
    { sed '/^[^#]/,$d' "$expected"; cat "$work/found"; } >"$work/accepted"
    cp "$work/accepted" "$expected"
    exit 0
fi
[ "$failures" = 0 ] || exit 1
