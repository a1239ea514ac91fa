-- Only a superuser may read the connection string.
SELECT s.oid, s.subname, pg_get_userbyid(s.subowner), s.subconninfo,
       (SELECT string_agg(quote_ident(p), ', ') FROM unnest(s.subpublications) p), s.subenabled,
       concat_ws(', ', format('slot_name = %s', coalesce(quote_literal(s.subslotname), 'NONE')),
                 format('synchronous_commit = %L', s.subsynccommit)
                 , format('binary = %L', s.subbinary) -- 14+
                 , format('streaming = %L', CASE s.substream::text WHEN 't' THEN 'on' WHEN 'true' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END) -- 14+
                 , format('two_phase = %L', s.subtwophasestate <> 'd') -- 15+
                 , format('disable_on_error = %L', s.subdisableonerr) -- 15+
                 , format('password_required = %L', s.subpasswordrequired) -- 16+
                 , format('run_as_owner = %L', s.subrunasowner) -- 16+
                 , format('origin = %L', s.suborigin) -- 16+
                 , format('failover = %L', s.subfailover) -- 17+
                )
FROM pg_subscription s
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY s.oid
