#!/bin/sh
# Columns of the relations and of the functions of pg_catalog that give rows, from one server, as C
# tables for parser/builtin_columns.c: a name, then "column type" for each, separated by commas.
#
#     parser/queries/columns.sh URL > parser/builtin_columns.inc
#
# Left out: functions of one name that give different rows, and rows of types that nobody can name.
set -eu
export LC_ALL=C

[ $# -eq 1 ] || { echo "usage: columns.sh URL" >&2; exit 2; }
ask() { psql -XAtq -d "$1" -c "$2"; }

printf '/* Read from PostgreSQL %s by parser/queries/columns.sh; sorted in byte order. */\n\n' \
    "$(ask "$1" 'SHOW server_version' | sed 's/ .*//')"

printf 'static const BuiltinColumns builtin_relation_columns[] = {\n'
ask "$1" "SELECT format('    {\"%s\", \"%s\"},', relname,
                 string_agg(attname || ' ' || replace(format_type(atttypid, NULL), '\"', '\\\"'), ',' ORDER BY attnum))
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
           WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped
           GROUP BY relname ORDER BY relname COLLATE \"C\""
printf '};\n\nstatic const BuiltinColumns builtin_function_columns[] = {\n'
ask "$1" "WITH one AS (
    SELECT proname, string_agg(proargnames[place] || ' ' || replace(format_type(type, NULL), '\"', '\\\"'), ',' ORDER BY place) AS columns
      FROM pg_proc p, unnest(proallargtypes, proargmodes) WITH ORDINALITY AS a (type, mode, place)
     WHERE pronamespace = 'pg_catalog'::regnamespace AND mode IN ('o', 'b', 't')
     GROUP BY p.oid, proname)
  SELECT format('    {\"%s\", \"%s\"},', proname, min(columns))
    FROM one GROUP BY proname HAVING min(columns) = max(columns) AND min(columns) !~ ' any'
     AND count(*) = (SELECT count(*) FROM pg_proc p WHERE p.proname = one.proname) ORDER BY proname COLLATE \"C\""
printf '};\n'
