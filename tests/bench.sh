#!/bin/bash
# How fast and how large: ratios of one run on one machine.
#
#   bench.sh [TABLES]      5000 unless told
#
# Offline: `schemac diff` of a generated schema with a slightly changed copy, that is two files parsed,
# compared and printed, as a multiple of libpg_query's bare raw parse of the same two texts.
# Live: `schemac dump --db`, and `schemac check --db` of the file that the database was built from, as
# fractions of `pg_dump -s` on a database with the same schema.
# History, where CORPORA=DIR has DIR/histories/PROJECT/NNNN_name/up.sql: `schemac check` of the longest one's
# final schema (as schemac dumps it) with its replay, as a multiple of the bare parse of the same files.
set -eu
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
tools=${TOOLS:-build/release/tests}
. tests/servers.sh
tables=${1:-5000}

generate() { # type of one column
    awk -v tables="$tables" -v type="$1" 'BEGIN {
        for (i = 1; i <= tables; i++) {
            printf "CREATE TABLE t%d (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n", i
            printf "    parent_id bigint NOT NULL%s,\n", (i > 1 ? " REFERENCES t" int(i / 2) " (id)" : "")
            printf "    name character varying(80) DEFAULT %snone%s NOT NULL,\n    amount %s CHECK (amount > 0),\n", "\047", "\047", (i % 500 ? "numeric(12,2)" : type)
            printf "    tags text[],\n    created_at timestamp with time zone DEFAULT now() NOT NULL\n);\n"
            printf "CREATE INDEX t%d_parent_id_idx ON t%d (parent_id);\nCOMMENT ON TABLE t%d IS %sTable number %d%s;\n\n", i, i, i, "\047", i, "\047"
        }
    }'
}

# Fastest of three: seconds and peak memory in MB, into the variables seconds and memory.
measure() { # command...
    seconds=999999 memory=0
    for _ in 1 2 3; do
        "$tools/measure" "$work/time" "$@" >"$work/output"
        read -r taken kilobytes <"$work/time"
        seconds=$(printf '%s\n%s\n' "$taken" "$seconds" | sort -g | head -n 1)
        memory=$((kilobytes / 1024))
    done
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

longest_history() { # folder of histories
    for project in "$1"/*/; do
        printf '%s %s\n' "$(find "$project" -name up.sql | wc -l)" "$project"
    done | sort -n | tail -n 1
}

bench_history() { # folder of histories
    read -r count project < <(longest_history "$1")
    "$schemac" dump "$project" --ignore-unsupported --no-config >"$work/final.sql" 2>"$work/notes" ||
        { cat "$work/notes" >&2; return 1; }
    for file in "$project"*/up.sql; do cat "$file"; echo ';'; done >"$work/history.sql"
    parse=$(cat <("$tools/statements" time "$work/history.sql" 5) <("$tools/statements" time "$work/final.sql" 5) | awk '{ sum += $1 } END { print sum }')
    measure "$schemac" check "$work/final.sql" --from "$project" --ignore-unsupported --no-config --quiet 2>"$work/notes"
    printf 'offline check  %6.3f s  = %s times the bare parse (%.3f s), %s MB at its peak: %s, %s migrations, %s MB\n' \
        "$seconds" "$(ratio "$seconds" "$parse")" "$parse" "$memory" "$(basename "$project")" "$count" \
        "$(ratio "$(stat -c %s "$work/history.sql")" 1000000)"
}

# Real schemas against their own databases: how many objects PostgreSQL stores in other words than the
# file has, and how many of them only the server's word settles.
bench_schemas() { # folder with schemas
    for file in "$1"/*.sql; do
        server_load "$file" bench_schema "$work/load" || continue
        "$schemac" check "$file" --db "$server_url/bench_schema" --strict --ignore-unsupported -v 2>&1 >/dev/null |
            sed -n -e 's/.*read the desired schema: \([0-9]*\) .*/objects \1/p' \
                -e 's/.*differently: \([0-9]*\); .*out: \([0-9]*\); .*: \([0-9]*\).*/words \1 \2 \3/p'
    done | awk '
        $1 == "objects" { schemas++; objects += $2 }
        $1 == "words" { spelled += $2; typed += $3; asked += $4 }
        END { printf "real schemas   %d, %d objects: %d (%.1f %%) stored in other words, %d (%.1f %%) of them asked of the server, %d left different\n",
                  schemas, objects, spelled, 100 * spelled / objects, typed, 100 * typed / objects, asked }'
}

server_start "$(server_newest_debian)"
work=$server_root/bench
mkdir "$work"
[ ! -d "${CORPORA:-}/histories" ] || bench_history "$CORPORA/histories"
[ ! -d "${CORPORA:-}/schemas" ] || bench_schemas "$CORPORA/schemas"
generate 'numeric(12,2)' >"$work/old.sql"
generate 'numeric(14,2)' >"$work/new.sql"
printf '%s tables, %s MB of SQL on each side\n' "$tables" "$(ratio "$(stat -c %s "$work/old.sql")" 1000000)"

parse=$(cat <("$tools/statements" time "$work/old.sql" 5) <("$tools/statements" time "$work/new.sql" 5) | awk '{ sum += $1 } END { print sum }')
measure "$schemac" diff "$work/new.sql" --from "$work/old.sql" --strict
printf 'offline diff   %6.3f s  = %s times the bare parse of both texts (%.3f s), %s MB at its peak\n' \
    "$seconds" "$(ratio "$seconds" "$parse")" "$parse" "$memory"

psql -X -q -d "$server_url/postgres" -c 'CREATE DATABASE bench'
psql -X -q -v ON_ERROR_STOP=1 -d "$server_url/bench" -1 -f "$work/old.sql"
psql -X -q -d "$server_url/bench" -c 'VACUUM ANALYZE'
measure pg_dump -s -d "$server_url/bench"
theirs=$seconds their_memory=$memory
measure "$schemac" dump --db "$server_url/bench"
printf 'schemac dump   %6.3f s  = %s of pg_dump -s (%.3f s), %s MB at its peak (pg_dump %s MB)\n' \
    "$seconds" "$(ratio "$seconds" "$theirs")" "$theirs" "$memory" "$their_memory"
measure "$schemac" check "$work/old.sql" --db "$server_url/bench" --strict --no-owner
[ ! -s "$work/output" ] || { echo "check found differences where there are none:" >&2; head -n 5 "$work/output" >&2; exit 1; }
printf 'schemac check  %6.3f s  = %s of pg_dump -s, in sync, %s MB at its peak\n' "$seconds" "$(ratio "$seconds" "$theirs")" "$memory"
