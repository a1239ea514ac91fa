-- Indexes that back no constraint; of a partition, the index of the whole that it is a part of.
-- pg_get_indexdef() makes the server load all that it knows of the table, so it is not asked for plain
-- columns in btrees with the operator class and collation that everybody gets.  Those classes are of
-- types that nothing else is coerced to (varchar to text apart, which has no class of its own), unless
-- a user has made such a cast.
WITH usual AS MATERIALIZED (
  SELECT array_agg(o.oid) AS classes
  FROM pg_opclass o JOIN pg_am a ON a.oid = o.opcmethod
  WHERE a.amname = 'btree' AND o.opcdefault AND o.oid < 16384
    AND o.opcintype::regtype::text IN ('boolean', 'smallint', 'integer', 'bigint', 'text', 'real',
      'double precision', 'numeric', 'date', 'timestamp without time zone', 'timestamp with time zone',
      'uuid', 'anyenum')
    AND NOT EXISTS (SELECT FROM pg_cast c
                    WHERE c.oid >= 16384 AND c.casttarget = o.opcintype AND c.castmethod = 'b')
), unusual(relation) AS MATERIALIZED (
  SELECT attrelid FROM pg_attribute
  WHERE attcollation <> 0 AND attcollation <> 'pg_catalog."default"'::regcollation AND attrelid >= 16384
  UNION SELECT oid FROM pg_class WHERE relkind = 'm'
)
SELECT i.oid, x.indrelid, i.relname, i.relkind, x.indisvalid, x.indisclustered, s.spcname,
       CASE WHEN i.reltablespace <> 0 THEN pg_get_expr(x.indpred, x.indrelid) END,
       x.indisunique, x.indkey, x.indoption,
       CASE WHEN x.indexprs IS NOT NULL OR x.indpred IS NOT NULL OR i.reloptions IS NOT NULL
                 OR x.indnatts <> x.indnkeyatts
                 OR x.indnullsnotdistinct -- 15+
                 OR NOT x.indclass::oid[] <@ (SELECT classes FROM usual)
                 OR NOT x.indcollation::oid[] <@ ARRAY[0, 'pg_catalog."default"'::regcollation::oid]
                 OR x.indrelid IN (SELECT relation FROM unusual)
            THEN pg_get_indexdef(i.oid) END,
       CASE WHEN x.indexprs IS NOT NULL
            THEN (SELECT array_agg(a.attnum || '=' || a.attstattarget ORDER BY a.attnum) FROM pg_attribute a
                  WHERE a.attrelid = i.oid AND a.attstattarget >= 0) END,
       h.inhparent
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_namespace n ON n.oid = i.relnamespace
LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_inherits h ON h.inhrelid = i.oid AND i.relispartition
WHERE k.oid IS NULL
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY i.oid
