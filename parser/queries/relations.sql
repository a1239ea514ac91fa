-- Tables, partitioned and foreign tables and composite types.  Their columns are in columns.sql.
SELECT c.oid, c.relkind, n.nspname, c.relname, pg_get_userbyid(c.relowner),
       CASE WHEN c.relkind = 'c' THEN t.typacl ELSE c.relacl END,
       CASE WHEN c.relkind = 'c' THEN c.reltype END,
       c.relpersistence, c.reloptions, o.reloptions, am.amname, s.spcname,
       c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
       CASE WHEN c.relreplident = 'i'
            THEN (SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                  WHERE x.indrelid = c.oid AND x.indisreplident) END,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
       CASE WHEN c.relkind <> 'c' AND c.reltuples >= 0 AND (c.reltuples > 0 OR c.relpages > 0)
            THEN c.reltuples::bigint END,
       c.relpages * current_setting('block_size')::bigint,
       fs.srvname, f.ftoptions, tn.nspname, ty.typname
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_type t ON c.relkind = 'c' AND t.oid = c.reltype
LEFT JOIN pg_class o ON o.oid = c.reltoastrelid AND o.reloptions IS NOT NULL
LEFT JOIN pg_am am ON am.oid = c.relam AND am.amname <> 'heap'
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = f.ftserver
LEFT JOIN pg_type ty ON ty.oid = c.reloftype
LEFT JOIN pg_namespace tn ON tn.oid = ty.typnamespace
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
WHERE c.relkind IN ('r', 'p', 'c', 'f')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                    AND d.classid = CASE WHEN c.relkind = 'c' THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END
                    AND d.objid = CASE WHEN c.relkind = 'c' THEN c.reltype ELSE c.oid END)
ORDER BY c.oid
