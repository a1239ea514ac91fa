-- What users have made and schemac does not model, by kind and identity.
-- Before 14 only superusers may look at pg_subscription, which says whose database it is.
SELECT 'subscription', quote_ident(s.subname)
FROM pg_stat_subscription s WHERE s.subid IN (SELECT srsubid FROM pg_subscription_rel) -- before 14
FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database() -- 14+
  AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
UNION ALL
SELECT 'dependency on an extension of', pg_describe_object(classid, objid, objsubid)
FROM pg_depend WHERE deptype = 'x'
UNION ALL
-- Properties without a place in the model.
SELECT 'privileges of the row type of table', t.oid::regtype::text
FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typtype = 'c' AND t.typacl IS NOT NULL AND c.relkind <> 'c' AND t.oid >= 16384
UNION ALL
SELECT 'statistics target of a column of index', a.attrelid::regclass::text
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND a.attstattarget >= 0 AND c.relkind IN ('i', 'I') AND c.oid >= 16384
  AND (EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype = 'x')
       OR c.relispartition AND NOT EXISTS (
            SELECT FROM pg_inherits h JOIN pg_attribute w ON w.attrelid = h.inhparent
            WHERE h.inhrelid = c.oid AND w.attnum = a.attnum AND w.attstattarget = a.attstattarget))
UNION ALL
SELECT 'enabled state of a foreign key''s trigger on partition', format('%s: %I', t.tgrelid::regclass, t.tgname)
FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid
WHERE t.tgenabled <> p.tgenabled AND p.tgconstraint <> 0 AND p.tgisinternal
UNION ALL
SELECT 'key that some partitions lack,', c.conname || ' on ' || c.conrelid::regclass
FROM pg_constraint c JOIN pg_index x ON x.indexrelid = c.conindid
WHERE c.contype IN ('p', 'u', 'x') AND NOT x.indisvalid
UNION ALL -- 14+
SELECT 'pending detachment of partition', inhrelid::regclass::text FROM pg_inherits WHERE inhdetachpending -- 14+
