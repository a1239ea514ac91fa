-- Those of built-in objects are the server's, as their comments are; large objects are data.
-- Subscriptions stand in a catalog of the whole cluster, and so do their labels.
SELECT l.classoid, l.objoid, l.objsubid, l.provider, l.label
FROM pg_seclabel l
WHERE l.objoid >= 16384 AND l.classoid <> 'pg_largeobject'::regclass
   OR (l.classoid = 'pg_namespace'::regclass AND l.objoid = (SELECT oid FROM pg_namespace WHERE nspname = 'public'))
UNION ALL
SELECT l.classoid, l.objoid, 0, l.provider, l.label
FROM pg_shseclabel l
WHERE l.classoid = 'pg_subscription'::regclass
