-- What publications publish: tables first, schemas from 15 on.
SELECT p.pubname, n.nspname, c.relname,
       (SELECT string_agg(quote_ident(a.attname), ', ') FROM unnest(r.prattrs) k JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = k), -- 15+
       pg_get_expr(r.prqual, r.prrelid) -- 15+
       NULL, NULL -- before 15
FROM pg_publication_rel r
JOIN pg_publication p ON p.oid = r.prpubid
JOIN pg_class c ON c.oid = r.prrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
UNION ALL -- 15+
SELECT p.pubname, n.nspname, NULL, NULL, NULL -- 15+
FROM pg_publication_namespace x JOIN pg_publication p ON p.oid = x.pnpubid JOIN pg_namespace n ON n.oid = x.pnnspid -- 15+
