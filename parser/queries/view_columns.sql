-- Columns of views of which something is said beyond the query.
SELECT a.attrelid, a.attnum, a.attname,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
       a.attcompression, -- 14+
       '', -- before 14
       NULLIF(a.attstattarget, -1), a.attoptions, a.attacl,
       pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_description o ON o.classoid = 'pg_class'::regclass AND o.objoid = a.attrelid AND o.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('v', 'm')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND (d.oid IS NOT NULL OR o.objoid IS NOT NULL OR a.attacl IS NOT NULL OR a.attoptions IS NOT NULL
       OR a.attstattarget >= 0 OR a.attstorage <> t.typstorage)
ORDER BY a.attrelid, a.attnum
