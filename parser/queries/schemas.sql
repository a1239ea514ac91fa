-- Members of extensions are left out here and everywhere; externals.sql names them.
SELECT n.oid, n.nspname, pg_get_userbyid(n.nspowner), n.nspacl
FROM pg_namespace n
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
ORDER BY n.oid
