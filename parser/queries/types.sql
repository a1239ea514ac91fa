-- Enums and domains.  Composite types are relations.
SELECT t.oid, t.typtype, n.nspname, t.typname, pg_get_userbyid(t.typowner), t.typacl,
       l.labels,
       format_type(t.typbasetype, t.typtypmod), en.nspname, e.typname,
       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,
       t.typnotnull, pg_get_expr(t.typdefaultbin, 0)
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_type e ON b.oid >= 16384
  AND e.oid = CASE WHEN b.typtype = 'b' AND b.typlen = -1 AND b.typelem <> 0 THEN b.typelem ELSE b.oid END
LEFT JOIN pg_namespace en ON en.oid = e.typnamespace
LEFT JOIN (SELECT enumtypid, array_agg(enumlabel ORDER BY enumsortorder) AS labels
           FROM pg_enum GROUP BY enumtypid) l ON l.enumtypid = t.oid
WHERE t.typtype IN ('e', 'd')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_type'::regclass
                    AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY t.oid
