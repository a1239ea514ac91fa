-- Names that extensions brought: t = type, f = function, r = relation.
WITH member AS (
  SELECT d.classid, d.objid, e.extname
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname <> 'plpgsql'
)
SELECT 't', n.nspname, t.typname, m.extname
FROM member m JOIN pg_type t ON t.oid = m.objid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE m.classid = 'pg_type'::regclass
UNION ALL
SELECT DISTINCT 'f', n.nspname, p.proname, m.extname
FROM member m JOIN pg_proc p ON p.oid = m.objid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE m.classid = 'pg_proc'::regclass
UNION ALL
SELECT 'r', n.nspname, c.relname, m.extname
FROM member m JOIN pg_class c ON c.oid = m.objid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE m.classid = 'pg_class'::regclass
