-- Functions and procedures.  deptype "i": the constructors of a range type, which come and go with it.
-- Sent twice to servers before 16, the second time with quote_all_identifiers for those that have a
-- parameter whose name became a keyword since: our grammar, of 18, does not take it bare.
SELECT p.oid, p.prokind, n.nspname, p.proname, oidvectortypes(p.proargtypes), pg_get_userbyid(p.proowner),
       p.proacl, pg_get_functiondef(p.oid)
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p', 'w')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
  AND (p.proargnames && ARRAY['json', 'json_array', 'json_arrayagg', 'json_exists', 'json_object', 'json_objectagg', -- before 16
                              'json_query', 'json_scalar', 'json_serialize', 'json_table', 'json_value', -- before 16
                              'merge_action', 'system_user']) IS TRUE -- before 16
      = (current_setting('quote_all_identifiers') = 'on') -- before 16
ORDER BY p.oid
