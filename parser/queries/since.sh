#!/bin/sh
# What pg_catalog has by name that PostgreSQL 13 did not have, and since when, as a sorted C array for
# parser/builtins.c.
#
#     parser/queries/since.sh URL_OF_13 URL_OF_14 ... URL_OF_NEWEST > parser/builtin_since.inc
#
# "function name": no function had that name; "function name/2": none that two arguments fit.
# Collations that come with the operating system are left out.
set -eu
export LC_ALL=C

[ $# -ge 2 ] || { echo "usage: since.sh URL..." >&2; exit 2; }
ask() { psql -XAtq -d "$1" -c "$2"; }

printf '/* Read from'
for url in "$@"; do
    printf ' PostgreSQL %s' "$(ask "$url" 'SHOW server_version' | sed 's/ .*//')"
done
printf ' by parser/queries/since.sh; sorted in byte order. */\n\n'

printf 'static const BuiltinSince builtin_since_list[] = {\n'
for url in "$@"; do
    major=$(ask "$url" "SELECT current_setting('server_version_num')::integer / 10000")
    ask "$url" "
        WITH functions AS (
            SELECT proname, pronargs - pronargdefaults AS least, pronargs AS most, provariadic <> 0 AS is_variadic
              FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p')
        SELECT 'function ' || proname FROM functions
        UNION SELECT format('function %s/%s', proname, count)
                FROM functions, generate_series(least, CASE WHEN is_variadic THEN 9 ELSE most END) AS count
        UNION SELECT 'type ' || typname FROM pg_type t WHERE typnamespace = 'pg_catalog'::regnamespace
                 AND typtype <> 'c' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        UNION SELECT 'relation ' || relname FROM pg_class
               WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
        UNION SELECT 'collation ' || collname FROM pg_collation WHERE oid < 10000
        UNION SELECT 'operator class ' || opcname FROM pg_opclass WHERE opcnamespace = 'pg_catalog'::regnamespace" |
        sed "s/^/$major /"
done | awk '
    { major = $1; sub(/^[0-9]+ /, ""); if (!($0 in since) || major < since[$0]) since[$0] = major; if (!oldest || major < oldest) oldest = major }
    END {
        for (name in since) {
            bare = name
            sub(/\/[0-9]+$/, "", bare)
            if (since[name] > oldest && (name == bare || since[bare] < since[name])) printf "    {\"%s\", %s},\n", name, since[name]
        }
    }' | sort
printf '};\n'
