-- Constraints of tables and domains; foreign keys last, because they need the keys.  What a partition
-- has only because its parent has it (conparentid) is no object of its own.
SELECT k.oid, k.conrelid, k.contypid, k.conname, k.contype, k.conislocal, k.convalidated, k.connoinherit,
       k.conkey[1], CASE WHEN k.contype <> 'n' THEN pg_get_constraintdef(k.oid) END,
       i.reloptions, s.spcname, x.indisclustered
FROM pg_constraint k
JOIN pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_class i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_index x ON x.indexrelid = i.oid
LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
WHERE k.contype IN ('p', 'u', 'x', 'c', 'f', 'n') AND k.conparentid = 0
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY k.contype = 'f', k.oid
