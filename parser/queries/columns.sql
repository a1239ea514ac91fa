-- Columns of tables and composite types, in order.  Only the expression of a generated column names
-- other columns; told of the table, pg_get_expr() would have the server load all it knows of it.
-- From 17 on the identity of a partition's column is that of the whole table's.
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), en.nspname, e.typname,
       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
       a.attnotnull,
       CASE WHEN c.relispartition THEN '' ELSE a.attidentity END, -- 17+
       a.attidentity, -- before 17
       a.attgenerated, a.attislocal,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
       a.attcompression, -- 14+
       '', -- before 14
       NULLIF(a.attstattarget, -1),
       CASE WHEN array_length(a.attoptions, 1) > 1 OR a.attoptions[1] NOT LIKE 'pg\_attver=%' THEN a.attoptions END,
       a.attacl, a.attfdwoptions,
       pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type e ON t.oid >= 16384
  AND e.oid = CASE WHEN t.typtype = 'b' AND t.typlen = -1 AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
LEFT JOIN pg_namespace en ON en.oid = e.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'c', 'f')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum
