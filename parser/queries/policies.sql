SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,
       CASE WHEN p.polroles <> '{0}' THEN (SELECT array_agg(pg_get_userbyid(r)) FROM unnest(p.polroles) r) END,
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p
ORDER BY p.oid
