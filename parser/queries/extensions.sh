#!/bin/sh
# Types, functions and text search objects of the extensions that come with PostgreSQL, as a sorted C
# array for parser/builtins.c: "name:kind:extension", kind t for a type, f for a function, d, m, p and g
# for a text search dictionary, template, parser and configuration.
#
#     parser/queries/extensions.sh URL_OF_OLDEST URL_OF_NEWEST > parser/extension_names.inc
#
# Creates a scratch database on each server and drops it again.
set -eu
export LC_ALL=C

[ $# -ge 1 ] || { echo "usage: extensions.sh URL..." >&2; exit 2; }

scratch=schemac_extension_names

list_members() { # URL
    psql -XAtq -d "$1" -c "DROP DATABASE IF EXISTS $scratch" -c "CREATE DATABASE $scratch" >&2
    url=${1%/*}/$scratch
    psql -XAtq -d "$url" -c "SELECT format('CREATE EXTENSION IF NOT EXISTS %I CASCADE;', name)
                             FROM pg_available_extensions WHERE name !~ '^(pl|.*_pl)'" |
        psql -XAtq -d "$url" >&2
    psql -XAtq -d "$url" -c "
        SELECT p.proname || ':f:' || e.extname
          FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_proc p ON p.oid = d.objid
         WHERE d.deptype = 'e' AND d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass
         UNION
        SELECT t.typname || ':t:' || e.extname
          FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid JOIN pg_type t ON t.oid = d.objid
         WHERE d.deptype = 'e' AND d.classid = 'pg_type'::regclass AND d.refclassid = 'pg_extension'::regclass
           AND t.typelem = 0 AND t.typtype <> 'c'
         UNION
        SELECT o.name || ':' || o.kind || ':' || e.extname
          FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
          JOIN (SELECT 'd' AS kind, 'pg_ts_dict'::regclass AS class, oid, dictname AS name FROM pg_ts_dict
                 UNION ALL SELECT 'm', 'pg_ts_template'::regclass, oid, tmplname FROM pg_ts_template
                 UNION ALL SELECT 'p', 'pg_ts_parser'::regclass, oid, prsname FROM pg_ts_parser
                 UNION ALL SELECT 'g', 'pg_ts_config'::regclass, oid, cfgname FROM pg_ts_config) AS o
            ON d.classid = o.class AND d.objid = o.oid
         WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass"
    psql -XAtq -d "$1" -c "DROP DATABASE $scratch" >&2
}

printf '/* Read from'
for url in "$@"; do
    printf ' PostgreSQL %s' "$(psql -XAtq -d "$url" -c 'SHOW server_version')" | sed 's/ (.*//'
done
printf ' by parser/queries/extensions.sh; sorted in byte order. */\n\n'
printf 'static const char *const extension_members[] = {\n'
for url in "$@"; do
    list_members "$url"
done | sort -u | sed 's/.*/    "&",/'
printf '};\n'
