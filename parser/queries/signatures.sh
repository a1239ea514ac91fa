#!/bin/sh
# Types, casts, operators and functions of pg_catalog, from one server, as C tables for
# parser/type_table.c.  A type's number is its place in builtin_type_facts, from 1; 0 is no type.
#
#     parser/queries/signatures.sh URL types > parser/builtin_types.inc
#     parser/queries/signatures.sh URL all > parser/builtin_signatures.inc
#
# Left out: row types of the catalogs, and what nobody can call (internal, cstring, trigger ...).
set -eu
export LC_ALL=C

[ $# -eq 2 ] || { echo "usage: signatures.sh URL types|all" >&2; exit 2; }
ask() { psql -XAtq -F ' ' -d "$1" -c "$2"; }

# Every query begins with this: the types, numbered in the byte order of their display names.
types="WITH shown AS (
    SELECT format_type(t.oid, NULL) AS name, t.*
      FROM pg_type t LEFT JOIN pg_type e ON e.typarray = t.oid
     WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype <> 'c'
       AND coalesce(e.typtype, 'b') <> 'c'),
  n AS (SELECT shown.*, row_number() OVER (ORDER BY name COLLATE \"C\") AS number FROM shown),
  callable AS (
    SELECT number, oid FROM n
     WHERE typtype <> 'p' OR typname ~ '^any' OR typname IN ('record', '_record', 'void', 'unknown'))"

printf '/* Read from PostgreSQL %s by parser/queries/signatures.sh; sorted in byte order. */\n\n' \
    "$(ask "$1" 'SHOW server_version' | sed 's/ .*//')"

if [ "$2" = types ]; then
    printf 'enum BuiltinTypeId {\n'
    ask "$1" "$types SELECT format('    TYPE_%s = %s,', upper(typname), number) FROM n ORDER BY number"
    printf '};\n'
    exit
fi

printf '/* name, kind, category, preferred, element of an array or range, array type */\n'
printf 'static const BuiltinType builtin_type_facts[] = {\n'
ask "$1" "$types
    SELECT format('    {\"%s\", ''%s'', ''%s'', %s, %s, %s},', replace(n.name, '\"', '\\\"'), n.typtype, n.typcategory,
                  n.typispreferred::int,
                  coalesce((SELECT e.number FROM n e WHERE e.typarray = n.oid),
                           (SELECT e.number FROM pg_range r JOIN n e ON e.oid = r.rngsubtype
                             WHERE n.oid IN (r.rngtypid, r.rngmultitypid)), 0),
                  coalesce((SELECT a.number FROM n a WHERE a.oid = n.typarray), 0))
      FROM n ORDER BY number"
printf '};\n\n'

printf '/* source, target, context, method: as in pg_cast */\n'
printf 'static const BuiltinCast builtin_casts[] = {\n'
ask "$1" "$types
    SELECT format('    {%s, %s, ''%s'', ''%s''},', s.number, t.number, castcontext, castmethod)
      FROM pg_cast JOIN n s ON s.oid = castsource JOIN n t ON t.oid = casttarget
     WHERE castsource <> casttarget ORDER BY s.number, t.number"
printf '};\n\n'

# NAME, then the bytes of a row; equal names once, in an array of their own.
pool() { # ARRAY TYPE
    awk -v array="$1" -v type="$2" '
        { name = $1; sub(/^[^ ]* /, "")
          if (!(name in at)) { at[name] = count++; names[count] = name }
          if (length(name) > longest) longest = length(name)
          row[++rows] = sprintf("    {%d, %s},", at[name], $0) }
        END { printf "static const char %s_names[][%d] = {\n", array, longest + 1
              for (i = 1; i <= count; i++) printf "    \"%s\",\n", names[i]
              printf "};\n\nstatic const %s %s[] = {\n", type, array
              for (i = 1; i <= rows; i++) print row[i]
              print "};" }'
}

printf '/* name, left, right, result; left 0: a prefix operator */\n'
ask "$1" "$types
    SELECT oprname, coalesce(l.number, 0) || ', ' || r.number || ', ' || t.number
      FROM pg_operator o LEFT JOIN callable l ON l.oid = oprleft JOIN callable r ON r.oid = oprright
      JOIN callable t ON t.oid = oprresult
     WHERE oprnamespace = 'pg_catalog'::regnamespace AND (oprleft = 0 OR l.oid IS NOT NULL)
     ORDER BY oprname COLLATE \"C\", 2" | pool builtin_operators BuiltinOperator

printf '\n/* name, kind, result, element of VARIADIC, number of defaults, number of arguments, arguments */\n'
ask "$1" "$types
    SELECT proname, format('''%s'', %s, %s, %s, %s, {%s}', prokind, r.number,
                           coalesce((SELECT v.number FROM n v WHERE v.oid = provariadic), 0),
                           pronargdefaults, pronargs,
                           coalesce(nullif(array_to_string(arguments, ', '), ''), '0'))
      FROM pg_proc p JOIN callable r ON r.oid = prorettype
      JOIN LATERAL (SELECT array_agg(a.number ORDER BY place) AS arguments
                      FROM unnest(proargtypes::oid[]) WITH ORDINALITY AS u (argument, place)
                      LEFT JOIN callable a ON a.oid = argument) AS s
        ON array_position(arguments, NULL) IS NULL
     WHERE pronamespace = 'pg_catalog'::regnamespace AND pronargs <= 8
     ORDER BY proname COLLATE \"C\", pronargs, 2" | pool builtin_routines BuiltinRoutine
