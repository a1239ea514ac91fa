#!/bin/bash
# What PostgreSQL's own regression suite leaves behind, on real servers.  Prints TAP.
#
#   CORPORA=DIR regression.sh            DIR/schemas/pg-regression-15.sql; MAJORS="15 18" chooses servers
#   CORPORA=DIR regression.sh --accept   write tests/regression.expected anew, without reasons
#
# dump of the database loads into an empty one, which then has the same catalog; diff from an empty
# database to it runs up, up again, down and down again.  What differs, and may differ, stands in
# tests/regression.expected below its reason.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
expected=tests/regression.expected
file=${CORPORA:-}/schemas/pg-regression-15.sql
[ -n "${CORPORA:-}" ] || { echo "1..0 # SKIP no CORPORA: make check-regression CORPORA=DIR"; exit 0; }
accept=no
[ "${1:-}" != --accept ] || accept=yes
. tests/servers.sh
servers_begin
work=$server_root/work
mkdir "$work"
number=0
failures=0

verdict() { # ok or "not ok", title
    number=$((number + 1))
    [ "$1" = ok ] || failures=$((failures + 1))
    echo "$1 $number - $2"
}

step() { # title command...
    title=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        verdict ok "$title"
    else
        grep -A 3 'ERROR\|error' "$work/output" | head -n 20 | sed 's/^/# /'
        verdict "not ok" "$title"
    fi
}

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@"; }
# Without names that PostgreSQL gives to the parts of a foreign key and, from 18 on, to NOT NULL.
snapshot() {
    psql -X -q -A -t -d "$1" -f tests/snapshot.sql 2>&1 | LC_ALL=C sort |
        grep -v '^not null constraint | \|^constraint | [^|]*_fkey_[0-9_]* | '
}

# The lines in which two snapshots differ are those of the golden file, on every server.
same() { # title, snapshots
    # Versions indent a rule differently: its name is enough here.
    diff "$2" "$3" | grep '^[<>]' | sed 's/^\([<>] rule .* | definition\) .*/\1/' >"$work/now"
    cp "$work/now" "$work/found"
    grep '^[<>]' "$expected" | LC_ALL=C sort >"$work/wanted"
    LC_ALL=C sort -o "$work/now" "$work/now"
    if cmp -s "$work/wanted" "$work/now"; then
        verdict ok "$1"
    else
        diff "$work/wanted" "$work/now" | sed 's/^/# /' | head -n 40
        verdict "not ok" "$1"
    fi
}

run_on() { # major
    sql "$server_url/postgres" -c "CREATE DATABASE original" -c "CREATE DATABASE loaded" -c "CREATE DATABASE migrated"
    # Newer servers refuse two of its tables, which is theirs to do.
    psql -X -q -d "$server_url/original" -f "$file" >"$work/output" 2>&1
    snapshot "$server_url/original" >"$work/original"
    snapshot "$server_url/migrated" >"$work/empty"
    "$schemac" dump --ignore-unsupported --db "$server_url/original" >"$work/dump.sql" 2>"$work/said"
    step "$1 dump loads" sql "$server_url/loaded" -f "$work/dump.sql"
    snapshot "$server_url/loaded" >"$work/loaded"
    same "$1 dumped" "$work/original" "$work/loaded"
    for way in '' --rollback; do
        "$schemac" diff "$server_url/original" --db "$server_url/migrated" --strict --ignore-unsupported $way \
            >"$work/script$way.sql" 2>"$work/said"
    done
    step "$1 up" sql "$server_url/migrated" -f "$work/script.sql"
    snapshot "$server_url/migrated" >"$work/up"
    same "$1 migrated" "$work/original" "$work/up"
    step "$1 up again" sql "$server_url/migrated" -f "$work/script.sql"
    snapshot "$server_url/migrated" >"$work/again"
    step "$1 the same as before" cmp "$work/up" "$work/again"
    for turn in down "down again"; do
        step "$1 $turn" sql "$server_url/migrated" -f "$work/script--rollback.sql"
        snapshot "$server_url/migrated" >"$work/down"
        step "$1 nothing is left $turn" cmp "$work/empty" "$work/down"
    done
}

: >"$work/found"
for major in ${MAJORS:-$(server_newest_debian) 18}; do
    if server_start "$major"; then run_on "$major"; else verdict "not ok" "PostgreSQL $major starts"; fi
done
echo "1..$number"
if [ "$accept" = yes ]; then
    { sed '/^[^#]/,$d' "$expected" 2>/dev/null; cat "$work/found"; } >"$work/accepted"
    cp "$work/accepted" "$expected"
    exit 0
fi
[ "$failures" = 0 ] || exit 1
