-- The schema of a database as text: one line a fact, sorted, without OIDs, column positions or
-- anything that SQL cannot set.  Read from the system catalogs alone, so that it shares no code with
-- schemac; two databases hold the same schema when their snapshots are equal.
-- PostgreSQL 13 to 18: what a catalog lacks in an older version is read through to_jsonb().
\set QUIET on
\pset format unaligned
\pset tuples_only on
SET search_path = '';
SET quote_all_identifiers = off;

CREATE TEMP VIEW member AS
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e';

CREATE TEMP VIEW space AS
    SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_temp.member WHERE classid = 'pg_catalog.pg_namespace'::regclass AND objid = n.oid);

CREATE TEMP VIEW relation AS
    SELECT c.* FROM pg_catalog.pg_class c JOIN pg_temp.space s ON s.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM pg_temp.member WHERE classid = 'pg_catalog.pg_class'::regclass AND objid = c.oid);

CREATE TEMP VIEW type AS
    SELECT t.* FROM pg_catalog.pg_type t JOIN pg_temp.space s ON s.oid = t.typnamespace
    WHERE NOT EXISTS (SELECT FROM pg_temp.member WHERE classid = 'pg_catalog.pg_type'::regclass AND objid = t.oid);

CREATE TEMP VIEW routine AS
    SELECT p.* FROM pg_catalog.pg_proc p JOIN pg_temp.space s ON s.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_temp.member WHERE classid = 'pg_catalog.pg_proc'::regclass AND objid = p.oid);

-- Access rights, one text for a list whatever its order; an absent list is the default one.
CREATE FUNCTION pg_temp.rights(list aclitem[], kind "char", owner oid) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || '=' || privilege_type ||
                      CASE WHEN is_grantable THEN '*' ELSE '' END, ' ' ORDER BY grantee::regrole::text COLLATE pg_catalog."C", privilege_type COLLATE pg_catalog."C")
    FROM pg_catalog.aclexplode(COALESCE(list, pg_catalog.acldefault(kind, owner)))
$$;

CREATE TEMP TABLE fact (kind text, name text, what text, value text);

INSERT INTO fact
SELECT 'schema', quote_ident(n.nspname), w.what, w.value
FROM pg_temp.space s JOIN pg_catalog.pg_namespace n USING (oid),
     LATERAL (VALUES ('owner', n.nspowner::regrole::text), ('rights', pg_temp.rights(n.nspacl, 'n', n.nspowner))) w(what, value);

INSERT INTO fact
SELECT 'extension', quote_ident(extname), 'schema', extnamespace::regnamespace::text
FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql';

INSERT INTO fact
SELECT 'type', t.oid::regtype::text, w.what, w.value
FROM pg_temp.type t,
     LATERAL (VALUES
        ('kind', t.typtype::text),
        ('owner', t.typowner::regrole::text),
        ('rights', pg_temp.rights(t.typacl, 'T', t.typowner)),
        ('labels', (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_catalog.pg_enum WHERE enumtypid = t.oid)),
        ('base', CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END),
        ('default', CASE t.typtype WHEN 'd' THEN t.typdefault END),
        ('not null', CASE t.typtype WHEN 'd' THEN t.typnotnull::text END),
        ('collation', CASE t.typtype WHEN 'd' THEN t.typcollation::regcollation::text END),
        ('range', (SELECT format_type(rngsubtype, NULL) FROM pg_catalog.pg_range WHERE rngtypid = t.oid))) w(what, value)
WHERE t.typtype IN ('e', 'd', 'r') OR EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = t.typrelid AND relkind = 'c');

INSERT INTO fact
SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                      WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' WHEN 'I' THEN 'partitioned index' WHEN 'c' THEN 'composite'
                      ELSE 'relation ' || c.relkind::text END,
       c.oid::regclass::text, w.what, w.value
FROM pg_temp.relation c,
     LATERAL (VALUES
        ('persistence', c.relpersistence::text),
        ('owner', CASE WHEN c.relkind NOT IN ('i', 'I') THEN c.relowner::regrole::text END),
        ('rights', CASE WHEN c.relkind NOT IN ('i', 'I', 'c') THEN pg_temp.rights(c.relacl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) END),
        ('options', (SELECT string_agg(o, ' ' ORDER BY o COLLATE pg_catalog."C") FROM unnest(c.reloptions) o)),
        ('toast options', (SELECT string_agg(o, ' ' ORDER BY o COLLATE pg_catalog."C") FROM pg_catalog.pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid)),
        ('method', (SELECT amname FROM pg_catalog.pg_am WHERE oid = c.relam)),
        ('tablespace', (SELECT spcname FROM pg_catalog.pg_tablespace WHERE oid = c.reltablespace)),
        ('row security', concat_ws(' ', CASE WHEN c.relrowsecurity THEN 'enabled' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END)),
        ('replica identity', CASE WHEN c.relkind IN ('r', 'p') THEN c.relreplident::text END),
        ('partition key', CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END),
        ('bound', pg_get_expr(c.relpartbound, c.oid)),
        ('parents', (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_catalog.pg_inherits WHERE inhrelid = c.oid)),
        ('query', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)) w(what, value)
WHERE c.relkind <> 't';

INSERT INTO fact
SELECT 'column', a.attrelid::regclass::text || '.' || quote_ident(a.attname), w.what, w.value
FROM pg_temp.relation c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum,
     LATERAL (VALUES
        ('type', format_type(a.atttypid, a.atttypmod)),
        ('collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END),
        ('not null', a.attnotnull::text),
        ('default', pg_get_expr(d.adbin, d.adrelid)),
        ('generated', NULLIF(a.attgenerated::text, '')),
        ('identity', NULLIF(a.attidentity::text, '')),
        ('storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END),
        ('compression', NULLIF(to_jsonb(a) ->> 'attcompression', '')),
        ('statistics', NULLIF(to_jsonb(a) ->> 'attstattarget', '-1')),
        ('options', (SELECT string_agg(o, ' ' ORDER BY o COLLATE pg_catalog."C") FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_attver=%')),
        ('rights', CASE WHEN cardinality(a.attacl) > 0 THEN pg_temp.rights(a.attacl, 'c', c.relowner) END),
        ('local', a.attislocal::text),
        ('inherited', a.attinhcount::text)) w(what, value)
WHERE c.relkind IN ('r', 'p', 'f', 'c', 'v', 'm');

-- Order matters where SQL shows it: columns of views and attributes that rows are compared by.
INSERT INTO fact
SELECT 'columns', c.oid::regclass::text, 'order',
       string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
FROM pg_temp.relation c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('v', 'm') GROUP BY c.oid;

INSERT INTO fact
SELECT 'sequence', s.seqrelid::regclass::text, w.what, w.value
FROM pg_temp.relation c JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid,
     LATERAL (VALUES
        ('options', format('%s start %s by %s from %s to %s cache %s cycle %s', format_type(s.seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)),
        ('owned by', (SELECT d.refobjid::regclass::text || '.' || quote_ident(a.attname) || ' ' || d.deptype::text
                      FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                      WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')))) w(what, value);

INSERT INTO fact
SELECT 'constraint', COALESCE(NULLIF(k.conrelid, 0)::regclass::text, k.contypid::regtype::text) || '.' || quote_ident(k.conname), w.what, w.value
FROM pg_catalog.pg_constraint k JOIN pg_temp.space s ON s.oid = k.connamespace,
     LATERAL (VALUES
        ('definition', pg_get_constraintdef(k.oid)),
        ('validated', k.convalidated::text),
        ('local', CASE WHEN k.conparentid = 0 THEN k.conislocal::text END)) w(what, value)
WHERE k.contype NOT IN ('t', 'n');

-- PostgreSQL 18 names NOT NULL constraints; two databases agree when the names chosen by hand do.
INSERT INTO fact
SELECT 'not null constraint', k.conrelid::regclass::text || '.' || quote_ident(k.conname), 'definition', pg_get_constraintdef(k.oid)
FROM pg_catalog.pg_constraint k JOIN pg_temp.space s ON s.oid = k.connamespace WHERE k.contype = 'n' AND k.conrelid <> 0;

INSERT INTO fact
SELECT 'index', i.indexrelid::regclass::text, w.what, w.value
FROM pg_temp.relation c JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid,
     LATERAL (VALUES
        ('definition', pg_get_indexdef(i.indexrelid)),
        ('valid', i.indisvalid::text),
        ('clustered', i.indisclustered::text),
        ('replica identity', i.indisreplident::text),
        ('statistics', (SELECT string_agg(attnum || ':' || attstattarget, ' ' ORDER BY attnum) FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attstattarget > 0))) w(what, value);

INSERT INTO fact
SELECT 'trigger', t.tgrelid::regclass::text || '.' || quote_ident(t.tgname), w.what, w.value
FROM pg_temp.relation c JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid,
     LATERAL (VALUES ('definition', pg_get_triggerdef(t.oid)), ('enabled', t.tgenabled::text)) w(what, value)
WHERE NOT t.tgisinternal;

INSERT INTO fact
SELECT 'rule', r.ev_class::regclass::text || '.' || quote_ident(r.rulename), w.what, w.value
FROM pg_temp.relation c JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid,
     LATERAL (VALUES ('definition', pg_get_ruledef(r.oid)), ('enabled', r.ev_enabled::text)) w(what, value)
WHERE r.rulename <> '_RETURN';

INSERT INTO fact
SELECT 'policy', p.polrelid::regclass::text || '.' || quote_ident(p.polname), w.what, w.value
FROM pg_temp.relation c JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid,
     LATERAL (VALUES
        ('command', p.polcmd::text || CASE WHEN p.polpermissive THEN ' permissive' ELSE ' restrictive' END),
        ('roles', (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', ' ORDER BY r::regrole::text) FROM unnest(p.polroles) r)),
        ('using', pg_get_expr(p.polqual, p.polrelid)),
        ('check', pg_get_expr(p.polwithcheck, p.polrelid))) w(what, value);

INSERT INTO fact
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, p.oid::regprocedure::text, w.what, w.value
FROM pg_temp.routine p,
     LATERAL (VALUES
        ('definition', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END),
        ('owner', p.proowner::regrole::text),
        ('rights', pg_temp.rights(p.proacl, 'f', p.proowner))) w(what, value);

INSERT INTO fact
SELECT 'default privileges', concat_ws(' ', d.defaclrole::regrole, NULLIF(d.defaclnamespace, 0)::regnamespace, d.defaclobjtype), 'rights',
       (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(d.defaclacl) a)
FROM pg_catalog.pg_default_acl d;

-- pg_description knows all comments; pg_identify_object() names what each belongs to.
INSERT INTO fact
SELECT 'comment', i.type || ' ' || i.identity, 'text', d.description
FROM pg_catalog.pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
WHERE d.objoid >= 16384
  AND NOT EXISTS (SELECT FROM pg_temp.member m WHERE m.classid = d.classoid AND m.objid = d.objoid);

INSERT INTO fact
SELECT 'label', i.type || ' ' || i.identity, l.provider, l.label
FROM (SELECT classoid, objoid, objsubid, provider, label FROM pg_catalog.pg_seclabel
      UNION ALL
      SELECT classoid, objoid, 0, provider, label FROM pg_catalog.pg_shseclabel
      WHERE classoid = 'pg_subscription'::regclass
        AND objoid IN (SELECT oid FROM pg_catalog.pg_subscription
                       WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))) l,
     LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i;

INSERT INTO fact
SELECT 'other', i.type || ' ' || i.identity, 'exists', 'yes'
FROM (SELECT 'pg_catalog.pg_statistic_ext'::regclass AS class, oid FROM pg_catalog.pg_statistic_ext
      UNION ALL SELECT 'pg_catalog.pg_event_trigger'::regclass, oid FROM pg_catalog.pg_event_trigger
      UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, oid FROM pg_catalog.pg_publication
      UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, oid FROM pg_catalog.pg_cast WHERE oid >= 16384
      UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid FROM pg_catalog.pg_operator WHERE oid >= 16384
      UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, oid FROM pg_catalog.pg_collation WHERE oid >= 16384) o,
     LATERAL pg_identify_object(o.class, o.oid, 0) i
WHERE NOT EXISTS (SELECT FROM pg_temp.member m WHERE m.classid = o.class AND m.objid = o.oid);

SELECT line
FROM (SELECT replace(concat_ws(' | ', kind, name, what, value), E'\n', E'\\n') AS line
      FROM pg_temp.fact WHERE value <> '' AND name !~ 'pg_temp') facts
ORDER BY line COLLATE pg_catalog."C";
