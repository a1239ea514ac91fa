-- Columns of views of which something is said beyond the query.  LATERAL: views are few, and
-- pg_attribute is the largest catalog.
SELECT c.oid, a.attnum, a.attname, CASE WHEN a.is_stored THEN a.attstorage END,
       a.attcompression, -- 14+
       '', -- before 14
       NULLIF(a.attstattarget, -1), a.attoptions, a.attacl,
       CASE WHEN a.atthasdef THEN (SELECT pg_get_expr(d.adbin, 0) FROM pg_attrdef d
                                   WHERE d.adrelid = c.oid AND d.adnum = a.attnum) END
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT a.*, c.relkind = 'm'
              AND a.attstorage <> (SELECT t.typstorage FROM pg_type t WHERE t.oid = a.atttypid) AS is_stored
  FROM pg_attribute a
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  OFFSET 0
) a
WHERE c.relkind IN ('v', 'm')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND (a.atthasdef OR a.attacl IS NOT NULL OR a.is_stored OR a.attstattarget >= 0
       OR array_length(a.attoptions, 1) > 1 OR a.attoptions[1] NOT LIKE 'pg\_attver=%'
       OR EXISTS (SELECT FROM pg_description o
                  WHERE o.classoid = 'pg_class'::regclass AND o.objoid = c.oid AND o.objsubid = a.attnum)
       OR EXISTS (SELECT FROM pg_seclabel l
                  WHERE l.classoid = 'pg_class'::regclass AND l.objoid = c.oid AND l.objsubid = a.attnum))
ORDER BY c.oid, a.attnum
