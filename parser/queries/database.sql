-- A snapshot for a second connection when the catalog is large enough to be worth one.
SELECT current_user,
       CASE WHEN pg_relation_size('pg_attribute') > 4 * 1024 * 1024 THEN pg_export_snapshot() END,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
