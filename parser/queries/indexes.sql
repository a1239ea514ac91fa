-- Indexes that back no constraint and have no parent index.
SELECT i.oid, x.indrelid, n.nspname, i.relname, i.relkind, x.indisvalid, x.indisclustered,
       pg_get_indexdef(i.oid), s.spcname,
       CASE WHEN i.reltablespace <> 0 THEN pg_get_expr(x.indpred, x.indrelid) END
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_namespace n ON n.oid = i.relnamespace
LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
WHERE k.oid IS NULL AND NOT i.relispartition
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY i.oid
