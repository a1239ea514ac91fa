-- Constraints of tables and domains; foreign keys last, because they need the keys.  Foreign
-- keys that a partition has only because its parent has them (conparentid) are no objects of their own.
-- pg_get_constraintdef() is slow, so it is not asked for keys that are nothing but columns and actions.
SELECT k.oid, k.conrelid, k.contypid, k.conname, k.contype, k.conislocal, k.convalidated, k.connoinherit,
       i.reloptions, s.spcname, x.indisclustered, i.oid,
       k.conkey, k.confrelid, k.confkey, k.confupdtype, k.confdeltype,
       CASE WHEN k.contype IN ('c', 'x') OR k.condeferrable OR NOT k.convalidated OR k.confmatchtype = 'f'
                 OR x.indnatts <> x.indnkeyatts
                 OR x.indnullsnotdistinct OR k.confdelsetcols IS NOT NULL -- 15+
                 OR k.conperiod OR NOT k.conenforced -- 18+
                 OR e.objid IS NOT NULL
            THEN pg_get_constraintdef(k.oid) END,
       w.conindid
FROM pg_constraint k
JOIN pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_class i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_index x ON x.indexrelid = i.oid
LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
LEFT JOIN pg_depend e ON k.contype = 'f' AND e.refclassid = 'pg_extension'::regclass
  AND e.classid = 'pg_class'::regclass AND e.objid = k.confrelid AND e.deptype = 'e'
LEFT JOIN pg_constraint w ON w.oid = k.conparentid AND k.contype IN ('p', 'u', 'x')
WHERE k.contype IN ('p', 'u', 'x', 'c', 'f', 'n') AND (k.conparentid = 0 OR k.contype <> 'f')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY k.contype = 'f', k.oid
