SELECT e.oid, e.evtname, e.evtevent, pg_get_userbyid(e.evtowner), e.evtenabled, e.evttags, n.nspname, p.proname
FROM pg_event_trigger e
JOIN pg_proc p ON p.oid = e.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid AND d.deptype = 'e')
ORDER BY e.oid
