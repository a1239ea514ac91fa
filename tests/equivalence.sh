#!/bin/bash
# Random pairs of expressions: schemac's tap_quiet on them is held against the server's.  Prints TAP.
#
#   equivalence.sh       ROUNDS=1 of PAIRS=400 pairs, from SEED=1 on; MAJORS="15 18" chooses servers
#
# Each pair is a CHECK constraint of two databases, "left" and "right".  What PostgreSQL refuses is
# left out.  Where the two are stored differently schemac must see a difference: SQL against SQL, SQL
# against pg_dump's text, SQL against the database.  Where they are stored alike it is counted how
# often schemac says so; with a database it must always.  Where they differ in a way that means the
# same for every type (tests/plain_check.pl), either answer is right.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
tools=${TOOLS:-build/release/tests}
. tests/servers.sh
floor=95 # per cent of the pairs stored alike that must be told from SQL alone
. tests/tap.sh

columns="i integer, j integer, b bigint, s smallint, n numeric, n2 numeric(10,2), r real, f double precision, t text, u text,
    v varchar(20), w varchar, c char(5), d date, e date, ts timestamp, tz timestamptz, iv interval, bo boolean, bp boolean,
    jb jsonb, m mood, id uuid, ar integer[], ta text[], tm time, ra int4range,
    nr numrange, mr int4multirange, ip inet, ba bytea, p pair"

sql() { psql -X -q -d "$@"; }

# The pairs of the second file that the first one names, as constraints or by number.
numbers() { grep -o 'pair_[0-9]*' "$1" | tr -dc '0-9\n' | sort -u; }
pairs_named() { # file with numbers
    awk 'NR == FNR { wanted[$1] = 1; next } FNR in wanted { print "pair " FNR ": " $0 }' "$1" "$work/pairs"
}

side() { # field, file with the numbers of usable pairs
    printf "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');\nCREATE TYPE pair AS (a integer, b text);\n"
    awk -F '\t' -v side="$1" -v columns="$columns" '
        NR == FNR { usable[$1] = 1; next }
        FNR in usable { printf "CREATE TABLE pair_%d (%s, CONSTRAINT c CHECK (%s));\n", FNR, columns, $side }' "$2" "$work/pairs"
}

differing() { # arguments of schemac check
    "$schemac" check "$@" --strict --no-owner >"$work/said" 2>"$work/errors"
    [ $? -le 1 ] || { head -n 5 "$work/errors"; return; }
    numbers "$work/said"
}

# Which pairs both sides of which PostgreSQL takes, and which of them it stores alike.
ask_server() {
    for one in left right; do
        sql "$server_url/postgres" -c "DROP DATABASE IF EXISTS pairs_$one" -c "CREATE DATABASE pairs_$one" 2>/dev/null
        sql "$server_url/pairs_$one" -f "$work/$one.sql" >/dev/null 2>&1
        sql "$server_url/pairs_$one" -A -t -F ' ' -c "SELECT substr(conrelid::regclass::text, 6), regexp_replace(pg_get_constraintdef(oid), '\s+', ' ', 'g')
            FROM pg_constraint WHERE conname = 'c'" | sort >"$work/$one.stored"
    done
    join -j 1 -o 0 <(cut -d ' ' -f 1 "$work/left.stored" | sort) <(cut -d ' ' -f 1 "$work/right.stored" | sort) >"$work/usable"
    comm -12 "$work/left.stored" "$work/right.stored" | cut -d ' ' -f 1 | sort >"$work/alike"
    comm -12 <(tests/plain_check.pl <"$work/left.stored" | sort) <(tests/plain_check.pl <"$work/right.stored" | sort) |
        cut -d ' ' -f 1 | sort >"$work/either"
    comm -23 "$work/usable" "$work/either" >"$work/unlike"
}

share() { awk -v part="$1" -v all="$2" 'BEGIN { printf "%.1f", all == 0 ? 100 : 100 * part / all }'; }

judge() { # how, arguments of schemac check
    how=$1
    shift
    differing "$@" >"$work/differing"
    comm -23 "$work/unlike" "$work/differing" >"$work/missed"
    pairs_named "$work/missed" >"$work/wrong"
    tap_quiet "$work/wrong" "$title, $how: all $(wc -l <"$work/unlike") pairs that are stored differently differ"
    comm -12 "$work/alike" "$work/differing" >"$work/false"
    alike=$(wc -l <"$work/alike")
    told=$((alike - $(wc -l <"$work/false")))
    echo "# $how: $told of $alike pairs stored alike are told to be: $(share "$told" "$alike") %"
    [ -z "${SHOW:-}" ] || pairs_named "$work/false" | head -n "$SHOW" | sed 's/^/# /'
}

round() { # seed
    title="$major, seed $1"
    : >"$work/few"
    "$tools/expressions" "$1" "${PAIRS:-400}" >"$work/pairs"
    seq "${PAIRS:-400}" >"$work/all"
    side 1 "$work/all" >"$work/left.sql"
    side 2 "$work/all" >"$work/right.sql"
    ask_server
    side 1 "$work/usable" >"$work/left.sql"
    side 2 "$work/usable" >"$work/right.sql"
    [ "$(wc -l <"$work/usable")" -ge $((${PAIRS:-400} / 4)) ] || wc -l "$work/usable" >"$work/few"
    tap_quiet "$work/few" "$title: at least a quarter of the pairs is valid"
    judge "SQL against SQL" "$work/right.sql" --from "$work/left.sql"
    : >"$work/wrong"
    [ "$(share "$told" "$alike" | cut -d . -f 1)" -ge "$floor" ] || echo "$told of $alike" >"$work/wrong"
    tap_quiet "$work/wrong" "$title: from SQL alone at least $floor % of what is stored alike"
    if pg_dump -s -d "$server_url/pairs_left" >"$work/dump.sql" 2>/dev/null; then
        judge "SQL against pg_dump" "$work/right.sql" --from "$work/dump.sql"
    fi
    # Tables that one side lacks because PostgreSQL refused the other are no pairs.
    while read -r one; do echo "DROP TABLE IF EXISTS pair_$one;"; done < <(comm -13 "$work/usable" <(sort "$work/all")) |
        sql "$server_url/pairs_left" 2>/dev/null
    judge "SQL against the database" "$work/right.sql" --db "$server_url/pairs_left"
    pairs_named "$work/false" >"$work/wrong"
    tap_quiet "$work/wrong" "$title: with the database all of what is stored alike"
}

servers_begin
work=$server_root/equivalence
mkdir "$work"
for major in ${MAJORS:-$(server_newest_debian)}; do
    server_start "$major" || exit 1
    for ((seed = ${SEED:-1}; seed < ${SEED:-1} + ${ROUNDS:-1}; seed++)); do round "$seed"; done
done
tap_end
