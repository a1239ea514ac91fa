-- Options that this role may not see are NULL, like options that are not there.
SELECT m.srvname, NULLIF(m.usename, 'public'), m.umuser = 0,
       (SELECT string_agg(format('%I %L', option_name, option_value), ', ') FROM pg_options_to_table(m.umoptions)),
       pg_has_role(s.srvowner, 'USAGE')
         OR m.usename = current_user AND has_server_privilege(s.oid, 'USAGE')
         OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
FROM pg_user_mappings m
JOIN pg_foreign_server s ON s.oid = m.srvid
ORDER BY m.srvname, m.usename
