-- Names that extensions brought: t = type, f = function, r = relation, o = operator with its operands
-- and result; of text search: d = dictionary, m = template, p = parser, g = configuration.
WITH member AS (
  SELECT d.classid, d.objid, e.extname
  FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname <> 'plpgsql'
)
SELECT 't', n.nspname, t.typname, m.extname, '', ''
FROM member m JOIN pg_type t ON t.oid = m.objid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE m.classid = 'pg_type'::regclass
UNION ALL
SELECT DISTINCT 'f', n.nspname, p.proname, m.extname, '', ''
FROM member m JOIN pg_proc p ON p.oid = m.objid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE m.classid = 'pg_proc'::regclass
UNION ALL
SELECT 'r', n.nspname, c.relname, m.extname, '', ''
FROM member m JOIN pg_class c ON c.oid = m.objid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE m.classid = 'pg_class'::regclass
UNION ALL
SELECT 'd', n.nspname, o.dictname, m.extname, '', ''
FROM member m JOIN pg_ts_dict o ON o.oid = m.objid JOIN pg_namespace n ON n.oid = o.dictnamespace
WHERE m.classid = 'pg_ts_dict'::regclass
UNION ALL
SELECT 'm', n.nspname, o.tmplname, m.extname, '', ''
FROM member m JOIN pg_ts_template o ON o.oid = m.objid JOIN pg_namespace n ON n.oid = o.tmplnamespace
WHERE m.classid = 'pg_ts_template'::regclass
UNION ALL
SELECT 'p', n.nspname, o.prsname, m.extname, '', ''
FROM member m JOIN pg_ts_parser o ON o.oid = m.objid JOIN pg_namespace n ON n.oid = o.prsnamespace
WHERE m.classid = 'pg_ts_parser'::regclass
UNION ALL
SELECT 'g', n.nspname, o.cfgname, m.extname, '', ''
FROM member m JOIN pg_ts_config o ON o.oid = m.objid JOIN pg_namespace n ON n.oid = o.cfgnamespace
WHERE m.classid = 'pg_ts_config'::regclass
UNION ALL
SELECT 'o', n.nspname, o.oprname, m.extname,
       coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE') || ', ' || format_type(o.oprright, NULL),
       format_type(o.oprresult, NULL)
FROM member m JOIN pg_operator o ON o.oid = m.objid JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE m.classid = 'pg_operator'::regclass
