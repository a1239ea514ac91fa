-- Sequences; deptype "a" is OWNED BY, "i" the sequence of an identity column.
SELECT c.oid, n.nspname, c.relname, pg_get_userbyid(c.relowner), c.relacl, c.relpersistence,
       format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
       d.deptype, d.refobjid, d.refobjsubid
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.refclassid = 'pg_extension'::regclass AND x.classid = 'pg_class'::regclass
                    AND x.objid = c.oid AND x.deptype = 'e')
ORDER BY c.oid
