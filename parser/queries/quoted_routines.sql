-- Asked of servers before 16 with quote_all_identifiers: routines with a parameter whose name became a
-- keyword since.  Our grammar, of 18, does not take it bare.
SELECT p.oid, pg_get_functiondef(p.oid)
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p', 'w')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND p.proargnames && ARRAY['json', 'json_array', 'json_arrayagg', 'json_exists', 'json_object', 'json_objectagg',
                             'json_query', 'json_scalar', 'json_serialize', 'json_table', 'json_value',
                             'merge_action', 'system_user']
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
ORDER BY p.oid
