-- The comment is told only when it is not the one of the extension's control file.
SELECT e.oid, e.extname, n.nspname, e.extversion,
       CASE WHEN d.description IS DISTINCT FROM a.comment THEN d.description END
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid AND d.objsubid = 0
LEFT JOIN pg_available_extensions() a ON a.name = e.extname
WHERE e.extname <> 'plpgsql'
ORDER BY e.oid
