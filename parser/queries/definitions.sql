-- Objects whose definition is a list of items: where they are, who they are, and a statement that makes them.
WITH object(classid, oid, kind, namespace, name, arguments, owner, acl, statement) AS (
  SELECT 'pg_language'::regclass, l.oid, 'LANGUAGE', 0::oid, l.lanname, '', l.lanowner, l.lanacl,
         format('%sLANGUAGE %I HANDLER %s', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END, l.lanname, l.lanplcallfoid::regproc)
           || CASE WHEN l.laninline <> 0 THEN ' INLINE ' || l.laninline::regproc ELSE '' END
           || CASE WHEN l.lanvalidator <> 0 THEN ' VALIDATOR ' || l.lanvalidator::regproc ELSE '' END
  FROM pg_language l WHERE l.lanispl
  UNION ALL
  SELECT 'pg_am'::regclass, a.oid, 'ACCESS_METHOD', 0, a.amname, '', NULL, NULL,
         format('ACCESS METHOD %I TYPE %s HANDLER %s', a.amname, CASE a.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, a.amhandler)
  FROM pg_am a
  UNION ALL
  SELECT 'pg_cast'::regclass, c.oid, 'CAST', 0, format_type(c.castsource, NULL), format_type(c.casttarget, NULL), NULL, NULL,
         format('CAST (%s AS %s) %s%s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
                CASE c.castmethod WHEN 'i' THEN 'WITH INOUT' WHEN 'b' THEN 'WITHOUT FUNCTION'
                                  ELSE 'WITH FUNCTION ' || c.castfunc::regprocedure END,
                CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' ELSE '' END)
  FROM pg_cast c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'pg_transform'::regclass, t.oid, 'TRANSFORM', 0, format_type(t.trftype, NULL), l.lanname, NULL, NULL,
         format('TRANSFORM FOR %s LANGUAGE %I (%s)', format_type(t.trftype, NULL), l.lanname,
                concat_ws(', ', CASE WHEN t.trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || t.trffromsql::regprocedure END,
                                CASE WHEN t.trftosql <> 0 THEN 'TO SQL WITH FUNCTION ' || t.trftosql::regprocedure END))
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
  UNION ALL
  SELECT 'pg_conversion'::regclass, c.oid, 'CONVERSION', c.connamespace, c.conname, '', c.conowner, NULL,
         format('%sCONVERSION %I.%I FOR %L TO %L FROM %s', CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END, n.nspname, c.conname,
                pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc)
  FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
  UNION ALL
  SELECT 'pg_collation'::regclass, c.oid, 'COLLATION', c.collnamespace, c.collname, '', c.collowner, NULL::aclitem[],
         format('COLLATION %I.%I (provider = %s, deterministic = %s', n.nspname, c.collname,
                CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END, c.collisdeterministic::text)
           || CASE WHEN c.collprovider <> 'c'
                THEN ', locale = ' || quote_literal(COALESCE(
                  to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate)) -- 17, 15, 14
                ELSE format(', lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END
           || COALESCE(', rules = ' || quote_literal(c.collicurules), '') -- 16+
           || ')'
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, 'BASE_TYPE', t.typnamespace, t.typname, '', t.typowner, t.typacl,
         format('TYPE %I.%I', n.nspname, t.typname)
           || CASE WHEN t.typisdefined THEN format(
                ' (input = %s, output = %s, internallength = %s, passedbyvalue = %s, alignment = %s, storage = %s, category = %L, preferred = %s, delimiter = %L, collatable = %s',
                t.typinput, t.typoutput, CASE WHEN t.typlen < 0 THEN 'variable' ELSE t.typlen::text END, t.typbyval::text,
                CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' ELSE 'int4' END,
                CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' ELSE 'plain' END,
                t.typcategory, t.typispreferred::text, t.typdelim, (t.typcollation <> 0)::text)
             || CASE WHEN t.typreceive <> 0 THEN ', receive = ' || t.typreceive ELSE '' END
             || CASE WHEN t.typsend <> 0 THEN ', send = ' || t.typsend ELSE '' END
             || CASE WHEN t.typmodin <> 0 THEN ', typmod_in = ' || t.typmodin ELSE '' END
             || CASE WHEN t.typmodout <> 0 THEN ', typmod_out = ' || t.typmodout ELSE '' END
             || CASE WHEN t.typanalyze <> 0 THEN ', analyze = ' || t.typanalyze ELSE '' END
             || CASE WHEN t.typsubscript <> 0 THEN ', subscript = ' || t.typsubscript ELSE '' END -- 14+
             || COALESCE(', "default" = ' || quote_literal(t.typdefault), '')
             || CASE WHEN t.typelem <> 0 THEN ', element = ' || format_type(t.typelem, NULL) ELSE '' END
             || ')' ELSE '' END
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE t.oid >= 16384
    AND (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) OR NOT t.typisdefined)
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, 'RANGE', t.typnamespace, t.typname, '', t.typowner, t.typacl,
         format('TYPE %I.%I AS RANGE (subtype = %s', n.nspname, t.typname, format_type(r.rngsubtype, NULL))
           || COALESCE((SELECT format(', subtype_opclass = %I.%I', opn.nspname, opcname)
                        FROM pg_opclass JOIN pg_namespace opn ON opn.oid = opcnamespace
                        WHERE pg_opclass.oid = r.rngsubopc AND NOT opcdefault), '')
           || CASE WHEN r.rngcollation <> s.typcollation THEN ', collation = ' || r.rngcollation::regcollation ELSE '' END
           || CASE WHEN r.rngcanonical <> 0 THEN ', canonical = ' || r.rngcanonical::regproc ELSE '' END
           || CASE WHEN r.rngsubdiff <> 0 THEN ', subtype_diff = ' || r.rngsubdiff::regproc ELSE '' END
           || ', multirange_type_name = ' || r.rngmultitypid::regtype -- 14+
           || ')'
  FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type s ON s.oid = r.rngsubtype
  JOIN pg_namespace n ON n.oid = t.typnamespace
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, 'AGGREGATE', p.pronamespace, p.proname, oidvectortypes(p.proargtypes), p.proowner, p.proacl,
         format('AGGREGATE %I.%I(%s) (sfunc = %s, stype = %s, sspace = %s, parallel = %s',
                n.nspname, p.proname,
                CASE WHEN p.pronargs = 0 AND a.aggkind = 'n' THEN '*' ELSE pg_get_function_arguments(p.oid) END,
                a.aggtransfn, format_type(a.aggtranstype, NULL), a.aggtransspace,
                CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END)
           || CASE WHEN a.aggfinalfn <> 0 THEN format(', finalfunc = %s, finalfunc_modify = %s', a.aggfinalfn,
                CASE a.aggfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END) ELSE '' END
           || CASE WHEN a.aggfinalextra THEN ', finalfunc_extra' ELSE '' END
           || CASE WHEN a.aggcombinefn <> 0 THEN ', combinefunc = ' || a.aggcombinefn ELSE '' END
           || CASE WHEN a.aggserialfn <> 0 THEN ', serialfunc = ' || a.aggserialfn ELSE '' END
           || CASE WHEN a.aggdeserialfn <> 0 THEN ', deserialfunc = ' || a.aggdeserialfn ELSE '' END
           || COALESCE(', initcond = ' || quote_literal(a.agginitval), '')
           || CASE WHEN a.aggmtransfn <> 0 THEN format(', msfunc = %s, minvfunc = %s, mstype = %s, msspace = %s',
                a.aggmtransfn, a.aggminvtransfn, format_type(a.aggmtranstype, NULL), a.aggmtransspace) ELSE '' END
           || CASE WHEN a.aggmfinalfn <> 0 THEN format(', mfinalfunc = %s, mfinalfunc_modify = %s', a.aggmfinalfn,
                CASE a.aggmfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END) ELSE '' END
           || CASE WHEN a.aggmfinalextra THEN ', mfinalfunc_extra' ELSE '' END
           || COALESCE(', minitcond = ' || quote_literal(a.aggminitval), '')
           || COALESCE((SELECT format(', sortop = OPERATOR(%I.%s)', opn.nspname, oprname)
                        FROM pg_operator JOIN pg_namespace opn ON opn.oid = oprnamespace
                        WHERE pg_operator.oid = a.aggsortop), '')
           || CASE WHEN a.aggkind = 'h' THEN ', hypothetical' ELSE '' END || ')'
  FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, 'OPERATOR', o.oprnamespace, o.oprname,
         CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', ' || format_type(o.oprright, NULL),
         o.oprowner, NULL,
         format('OPERATOR %I.%s (function = %s, rightarg = %s', n.nspname, o.oprname, o.oprcode, format_type(o.oprright, NULL))
           || CASE WHEN o.oprleft <> 0 THEN ', leftarg = ' || format_type(o.oprleft, NULL) ELSE '' END
           || COALESCE((SELECT format(', commutator = OPERATOR(%I.%s)', cn.nspname, c.oprname)
                        FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprcom), '')
           || COALESCE((SELECT format(', negator = OPERATOR(%I.%s)', cn.nspname, c.oprname)
                        FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprnegate), '')
           || CASE WHEN o.oprrest <> 0 THEN ', restrict = ' || o.oprrest ELSE '' END
           || CASE WHEN o.oprjoin <> 0 THEN ', join = ' || o.oprjoin ELSE '' END
           || CASE WHEN o.oprcanhash THEN ', hashes' ELSE '' END
           || CASE WHEN o.oprcanmerge THEN ', merges' ELSE '' END || ')'
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
  WHERE o.oprcode <> 0
  UNION ALL
  SELECT 'pg_opfamily'::regclass, f.oid, 'OPERATOR_FAMILY', f.opfnamespace, f.opfname, am.amname, f.opfowner, NULL,
         format('OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, am.amname)
           || COALESCE(format(E';\nALTER OPERATOR FAMILY %I.%I USING %I ADD ', n.nspname, f.opfname, am.amname) || members.list, '')
  FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am am ON am.oid = f.opfmethod
  LEFT JOIN (
    SELECT d.refobjid, string_agg(text, ', ' ORDER BY text) AS list
    FROM (SELECT m.oid, 'pg_amop'::regclass AS classid,
                 format('OPERATOR %s %s', m.amopstrategy, m.amopopr::regoperator)
                   || CASE WHEN m.amopsortfamily <> 0
                        THEN (SELECT format(' FOR ORDER BY %I.%I', n.nspname, f.opfname) FROM pg_opfamily f
                              JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = m.amopsortfamily)
                        ELSE '' END AS text
          FROM pg_amop m WHERE m.oid >= 16384
          UNION ALL
          SELECT m.oid, 'pg_amproc'::regclass,
                 format('FUNCTION %s (%s, %s) %s', m.amprocnum, format_type(m.amproclefttype, NULL),
                        format_type(m.amprocrighttype, NULL), m.amproc::regprocedure)
          FROM pg_amproc m WHERE m.oid >= 16384) m
    JOIN pg_depend d ON d.classid = m.classid AND d.objid = m.oid AND d.refclassid = 'pg_opfamily'::regclass AND d.deptype IN ('a', 'i')
    GROUP BY d.refobjid) members ON members.refobjid = f.oid
  UNION ALL
  SELECT 'pg_opclass'::regclass, c.oid, 'OPERATOR_CLASS', c.opcnamespace, c.opcname, am.amname, c.opcowner, NULL,
         format('OPERATOR CLASS %I.%I %sFOR TYPE %s USING %I FAMILY %I.%I AS STORAGE %s', n.nspname, c.opcname,
                CASE WHEN c.opcdefault THEN 'DEFAULT ' ELSE '' END, format_type(c.opcintype, NULL), am.amname, fn.nspname, f.opfname,
                format_type(CASE WHEN c.opckeytype = 0 THEN c.opcintype ELSE c.opckeytype END, NULL))
           || COALESCE(', ' || members.list, '')
  FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am am ON am.oid = c.opcmethod
  JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
  LEFT JOIN (
    SELECT d.refobjid, string_agg(text, ', ' ORDER BY text) AS list
    FROM (SELECT m.oid, 'pg_amop'::regclass AS classid,
                 format('OPERATOR %s %s', m.amopstrategy, m.amopopr::regoperator)
                   || CASE WHEN m.amopsortfamily <> 0
                        THEN (SELECT format(' FOR ORDER BY %I.%I', n.nspname, f.opfname) FROM pg_opfamily f
                              JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = m.amopsortfamily)
                        ELSE '' END AS text
          FROM pg_amop m WHERE m.oid >= 16384
          UNION ALL
          SELECT m.oid, 'pg_amproc'::regclass,
                 format('FUNCTION %s (%s, %s) %s', m.amprocnum, format_type(m.amproclefttype, NULL),
                        format_type(m.amprocrighttype, NULL), m.amproc::regprocedure)
          FROM pg_amproc m WHERE m.oid >= 16384) m
    JOIN pg_depend d ON d.classid = m.classid AND d.objid = m.oid AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i'
    GROUP BY d.refobjid) members ON members.refobjid = c.oid
  UNION ALL
  SELECT 'pg_ts_parser'::regclass, p.oid, 'TEXT_SEARCH_PARSER', p.prsnamespace, p.prsname, '', NULL, NULL,
         format('TEXT SEARCH PARSER %I.%I (start = %s, gettoken = %s, "end" = %s, lextypes = %s%s)', n.nspname, p.prsname,
                p.prsstart, p.prstoken, p.prsend, p.prslextype,
                CASE WHEN p.prsheadline <> 0 THEN ', headline = ' || p.prsheadline ELSE '' END)
  FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
  UNION ALL
  SELECT 'pg_ts_template'::regclass, t.oid, 'TEXT_SEARCH_TEMPLATE', t.tmplnamespace, t.tmplname, '', NULL, NULL,
         format('TEXT SEARCH TEMPLATE %I.%I (lexize = %s%s)', n.nspname, t.tmplname, t.tmpllexize,
                CASE WHEN t.tmplinit <> 0 THEN ', init = ' || t.tmplinit ELSE '' END)
  FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, d.oid, 'TEXT_SEARCH_DICTIONARY', d.dictnamespace, d.dictname, '', d.dictowner, NULL,
         format('TEXT SEARCH DICTIONARY %I.%I (template = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname,
                COALESCE(', ' || d.dictinitoption, ''))
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
  JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
  UNION ALL
  SELECT 'pg_ts_config'::regclass, c.oid, 'TEXT_SEARCH_CONFIGURATION', c.cfgnamespace, c.cfgname, '', c.cfgowner, NULL,
         format('TEXT SEARCH CONFIGURATION %I.%I (parser = %I.%I)', n.nspname, c.cfgname, pn.nspname, p.prsname)
           || COALESCE((
             SELECT string_agg(format(E';\nALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s',
                                      n.nspname, c.cfgname, m.alias, m.dictionaries), '')
             FROM (SELECT t.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno) AS dictionaries
                   FROM pg_ts_config_map m
                   JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
                   JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                   WHERE m.mapcfg = c.oid AND c.oid >= 16384
                   GROUP BY t.alias) m), '')
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
  JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
)
SELECT o.classid::oid, o.oid, o.kind, n.nspname, o.name, o.arguments,
       CASE WHEN o.owner IS NOT NULL THEN pg_get_userbyid(o.owner) END, o.acl, 'CREATE ' || o.statement
FROM object o LEFT JOIN pg_namespace n ON n.oid = o.namespace
WHERE o.oid >= 16384
  AND (n.nspname IS NULL OR n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = o.classid AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
ORDER BY o.oid
