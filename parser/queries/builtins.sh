#!/bin/sh
# Names of pg_catalog, from two or more servers, as sorted C arrays for parser/builtins.c.
#
#     parser/queries/builtins.sh URL_OF_OLDEST URL_OF_NEWEST > parser/builtin_names.inc
#
# The arrays hold the union: a name that only one of the servers has is built in all the same.
set -eu
export LC_ALL=C

names() { # TITLE QUERY URL...
    title=$1 query=$2
    shift 2
    printf 'static const char *const %s[] = {\n' "$title"
    for url in "$@"; do
        psql -XAtq -d "$url" -c "$query"
    done | sort -u | sed 's/.*/    "&",/'
    printf '};\n'
}

[ $# -ge 1 ] || { echo "usage: builtins.sh URL..." >&2; exit 2; }

printf '/* Read from'
for url in "$@"; do
    printf ' PostgreSQL %s' "$(psql -XAtq -d "$url" -c 'SHOW server_version')" | sed 's/ (.*//'
done
printf ' by parser/queries/builtins.sh; sorted in byte order. */\n\n'

names builtin_functions "SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace" "$@"
printf '\n'
# Array types ("_text") have no name of their own; row types are found among the relations.
names builtin_types "SELECT typname FROM pg_type t WHERE typnamespace = 'pg_catalog'::regnamespace
                     AND typtype <> 'c' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)" "$@"
printf '\n'
names builtin_relations "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace
                         AND relkind IN ('r', 'v')" "$@"

# What a set-returning function gives in FROM: "key,value", or nothing for one column named by the
# alias.  Left out: what differs between overloads, and what depends on the arguments.
printf '\nstatic const char *const builtin_results[] = {\n'
for url in "$@"; do
    psql -XAtq -d "$url" -c "
        WITH results AS (
            SELECT proname,
                   (SELECT string_agg(argument, ',' ORDER BY place)
                      FROM unnest(proargnames, proargmodes::text[]) WITH ORDINALITY AS a (argument, mode, place)
                     WHERE mode IN ('o', 'b', 't')) AS columns,
                   prorettype IN ('record'::regtype, 'anyelement'::regtype)
                   OR EXISTS (SELECT FROM pg_type WHERE oid = prorettype AND typtype = 'c') AS is_row
              FROM pg_proc
             WHERE pronamespace = 'pg_catalog'::regnamespace AND proretset)
        SELECT proname || ':' || coalesce(min(columns), '')
          FROM results
         GROUP BY proname
        HAVING count(DISTINCT coalesce(columns, '')) = 1
           AND bool_and(NOT is_row OR columns IS NOT NULL)"
done | sort -t: -k1,1 | awk -F: '
    { if ($1 in seen && seen[$1] != $2) differs[$1] = 1; seen[$1] = $2; if (!($1 in place)) { place[$1] = ++count; name[count] = $1 } }
    END { for (i = 1; i <= count; i++) if (!(name[i] in differs)) printf "    \"%s\", \"%s\",\n", name[i], seen[name[i]] }'
printf '};\n'
