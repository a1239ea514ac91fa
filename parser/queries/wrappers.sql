SELECT w.oid, w.fdwname, pg_get_userbyid(w.fdwowner), w.fdwacl, hn.nspname, h.proname, vn.nspname, v.proname,
       (SELECT string_agg(format('%I %L', option_name, option_value), ', ') FROM pg_options_to_table(w.fdwoptions))
FROM pg_foreign_data_wrapper w
LEFT JOIN pg_proc h ON h.oid = w.fdwhandler
LEFT JOIN pg_namespace hn ON hn.oid = h.pronamespace
LEFT JOIN pg_proc v ON v.oid = w.fdwvalidator
LEFT JOIN pg_namespace vn ON vn.oid = v.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_foreign_data_wrapper'::regclass AND d.objid = w.oid AND d.deptype = 'e')
ORDER BY w.oid
