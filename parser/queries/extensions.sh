#!/bin/sh
# Types, functions and text search objects of the extensions that come with PostgreSQL, as a sorted C
# array for parser/builtins.c: "name:kind:extension", kind t for a type, f for a function, d, m, p and g
# for a text search dictionary, template, parser and configuration.
#
#     parser/queries/extensions.sh URL_OF_OLDEST URL_OF_NEWEST > parser/extension_names.inc
#
# Operators that share a name with one of pg_catalog follow in a second array: "name extension", operands,
# result.  Those with types of the extension are left out, since nothing is known of such types.
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
}

list_operators() { # URL
    psql -XAtq -d "${1%/*}/$scratch" -c "
        SELECT format('{\"%s %s\", \"%s, %s\", \"%s\"}', o.oprname, e.extname,
                      coalesce(l.typname, 'NONE'), r.typname, t.typname)
          FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
          JOIN pg_operator o ON d.classid = 'pg_operator'::regclass AND o.oid = d.objid
          JOIN (SELECT oid, format_type(oid, NULL) AS typname FROM pg_type
                 WHERE typnamespace = 'pg_catalog'::regnamespace) AS r ON r.oid = o.oprright
          JOIN (SELECT oid, format_type(oid, NULL) AS typname FROM pg_type
                 WHERE typnamespace = 'pg_catalog'::regnamespace) AS t ON t.oid = o.oprresult
          LEFT JOIN (SELECT oid, format_type(oid, NULL) AS typname FROM pg_type
                 WHERE typnamespace = 'pg_catalog'::regnamespace) AS l ON l.oid = o.oprleft
         WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
           AND (o.oprleft = 0 OR l.oid IS NOT NULL)
           AND EXISTS (SELECT FROM pg_operator b WHERE b.oprname = o.oprname
                          AND b.oprnamespace = 'pg_catalog'::regnamespace)"
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

printf '\nstatic const char *const extension_operators[][3] = {\n'
for url in "$@"; do
    list_operators "$url"
    psql -XAtq -d "$url" -c "DROP DATABASE $scratch" >&2
done | sort -u | sed 's/.*/    &,/'
printf '};\n'
