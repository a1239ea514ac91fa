-- Comments of extensions come with extensions.sql.  The public schema has one from birth.
-- DROP SUBSCRIPTION leaves its comment behind.
SELECT d.classoid, d.objoid, d.objsubid, d.description
FROM pg_description d
WHERE (d.objoid >= 16384 AND d.classoid <> 'pg_extension'::regclass
       AND (d.classoid <> 'pg_subscription'::regclass
            OR d.objoid IN (SELECT subid FROM pg_stat_subscription))) -- before 14
            OR d.objoid IN (SELECT oid FROM pg_subscription))) -- 14+
   OR (d.classoid = 'pg_namespace'::regclass AND d.objoid = (SELECT oid FROM pg_namespace WHERE nspname = 'public')
       AND d.description <> 'standard public schema')
