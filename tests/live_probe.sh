#!/bin/bash
# The server's word: definitions that only a server can settle, in every place where one may stand.
# Prints TAP.
#
#   live_probe.sh        on PostgreSQL as Debian packages it, and 18 (MAJORS="15 18" chooses)
#
# Operators of extensions have to be looked for along the search path, so what PostgreSQL stores
# ("email OPERATOR(public.=) 'a'::public.citext") cannot be told from "email = 'a'" alone.  The
# file must be in sync with its database; without asking, every definition in it counts as changed.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
. tests/servers.sh
. tests/tap.sh

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@"; }
# A partition key that differs cannot be migrated, and would keep all else from being listed.
check() {
    "$schemac" check "$@" --strict --no-owner -T 'in_key'
    status=$?
    "$schemac" check "$@" --strict --no-owner -t 'in_key' 2>&1 | grep -v note:
    return "$status"
}
state() { psql -X -q -d "$1" -f tests/snapshot.sql; }

# witness() is immutable, so PostgreSQL evaluates it when it makes the twin of the index, and tells
# in the server's log which relations of the schema are locked at that moment, and how.
definitions() { # major
    cat <<'SQL'
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE FUNCTION witness() RETURNS citext IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE held record;
BEGIN
    FOR held IN SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                WHERE l.pid = pg_backend_pid() AND c.relnamespace = 'public'::regnamespace LOOP
        RAISE LOG 'witnessed % on %', held.mode, held.relname;
    END LOOP;
    RETURN 'a';
END $$;
CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE DOMAIN word AS citext DEFAULT ('a=>1'::hstore -> 'a') CONSTRAINT in_domain CHECK (VALUE <> 'x');
CREATE TABLE users (
    id integer,
    email citext,
    h hstore,
    in_default text DEFAULT ('a=>1'::hstore -> 'a'),
    in_generated boolean GENERATED ALWAYS AS (h ? 'a') STORED,
    CONSTRAINT in_check CHECK (email <> 'x'),
    CONSTRAINT in_exclude EXCLUDE USING btree ((h -> 'a') WITH =)
);
CREATE INDEX in_index ON users ((h -> 'a')) WHERE email <> witness();
CREATE POLICY in_policy ON users USING (email = 'a') WITH CHECK (email <> 'b');
CREATE TRIGGER in_trigger BEFORE UPDATE ON users FOR EACH ROW WHEN (NEW.email <> 'a') EXECUTE FUNCTION changed();
CREATE RULE in_rule AS ON UPDATE TO users WHERE OLD.email = 'a' DO INSTEAD NOTHING;
CREATE VIEW in_view AS SELECT id FROM users WHERE email = 'a';
CREATE RULE in_rule_of_view AS ON DELETE TO in_view WHERE OLD.id::text::citext = 'a' DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW in_materialized AS SELECT h -> 'a' AS a FROM users;
CREATE INDEX in_index_of_materialized ON in_materialized ((a::citext = 'a'));
CREATE FUNCTION in_parameter(a integer, b text DEFAULT ('a=>1'::hstore -> 'a'), OUT c integer) LANGUAGE plpgsql AS 'BEGIN c := 1; END';
CREATE PROCEDURE in_procedure(a text DEFAULT ('a=>1'::hstore -> 'a')) LANGUAGE plpgsql AS 'BEGIN END';
CREATE TABLE in_key (h hstore) PARTITION BY RANGE ((h -> 'a'));
CREATE TABLE in_bound PARTITION OF in_key FOR VALUES FROM ('a=>1'::hstore -> 'a') TO ('a=>2'::hstore -> 'a');
SQL
    [ "$1" -lt 14 ] || cat <<'SQL'
CREATE FUNCTION in_body(email citext, h hstore) RETURNS boolean LANGUAGE sql RETURN email = 'a' AND h ? 'b';
CREATE FUNCTION in_atomic(email citext) RETURNS TABLE (n bigint) LANGUAGE sql
    BEGIN ATOMIC SELECT count(*) FROM users WHERE users.email = in_atomic.email AND h ? 'c'; END;
SQL
}

unnamed() { # file: which places it does not name
    for place in $places; do grep -qw "$place" "$1" || echo "$place is not there"; done
}

live() { # major
    server_start "$1" || { echo "it does not" >"$work/wrong"; tap_quiet "$work/wrong" "PostgreSQL $1 starts"; return; }
    log=$server_folder/log
    definitions "$1" >"$work/desired.sql"
    places="word in_domain in_default in_generated in_check in_exclude in_index in_policy in_trigger in_rule in_view
        in_rule_of_view in_materialized in_parameter in_procedure in_key"
    [ "$1" -lt 14 ] || places="$places in_body in_atomic"
    sql "$server_url/postgres" -c 'CREATE DATABASE probe' -c 'CREATE ROLE reader LOGIN' \
        -c 'CREATE ROLE careful LOGIN' -c 'ALTER ROLE careful SET default_transaction_read_only = on' \
        -c 'REVOKE TEMP ON DATABASE probe FROM PUBLIC'
    database=$server_url/probe
    sql "$database" -f "$work/desired.sql" >"$work/wrong" 2>&1
    tap_quiet "$work/wrong" "$1: the definitions load"
    state "$database" >"$work/before"

    loaded=$(wc -l <"$log")
    check "$work/desired.sql" --db "$database" >"$work/wrong" 2>&1
    tap_quiet "$work/wrong" "$1: nothing differs"
    check "$work/desired.sql" --db "$database" --no-probe >"$work/said" 2>&1
    unnamed "$work/said" >"$work/wrong"
    tap_quiet "$work/wrong" "$1: without asking, every place counts as changed"

    state "$database" | diff "$work/before" - >"$work/wrong"
    psql -X -q -A -t -d "$database" -c "SELECT nspname || '.' || relname FROM pg_class c JOIN pg_namespace n
        ON n.oid = c.relnamespace WHERE nspname ~ '^pg_(toast_)?temp'" >>"$work/wrong"
    tap_quiet "$work/wrong" "$1: nothing remains"
    tail -n "+$((loaded + 1))" "$log" | grep -o 'witnessed .*' | sort -u >"$work/witnessed"
    grep -v 'witnessed AccessShareLock on' "$work/witnessed" >"$work/wrong"
    grep -q 'witnessed AccessShareLock on users' "$work/witnessed" || echo "nothing was witnessed" >>"$work/wrong"
    tap_quiet "$work/wrong" "$1: no lock beyond ACCESS SHARE"

    # What the server refuses, because it needs something that is still to come, spoils nothing else.
    { cat "$work/desired.sql"
      echo "CREATE OR REPLACE VIEW in_view AS SELECT id FROM users WHERE email = 'a' AND new_function();"
      echo "CREATE FUNCTION new_function() RETURNS boolean LANGUAGE sql AS 'SELECT true';"; } >"$work/more.sql"
    check "$work/more.sql" --db "$database" 2>&1 | grep -v -e 'view public.in_view' -e 'rule in_rule_of_view' \
        -e '+ function public.new_function()' >"$work/wrong"
    tap_quiet "$work/wrong" "$1: what is refused spoils nothing else"

    # Parsing INSERT INTO users takes ROW EXCLUSIVE on users: the server is not asked.
    { cat "$work/desired.sql"
      echo "CREATE RULE writes AS ON DELETE TO users DO ALSO INSERT INTO users (email) VALUES (OLD.h -> 'a');"; } >"$work/more.sql"
    sql "$database" -c "$(tail -n 1 "$work/more.sql")"
    check "$work/more.sql" --db "$database" >"$work/said" 2>&1
    [ "$(grep -v note: "$work/said")" = "~ table public.users: rule writes: definition changed" ] && : >"$work/wrong" || cp "$work/said" "$work/wrong"
    tap_quiet "$work/wrong" "$1: no question that would lock more"

    for role in reader careful; do
        check "$work/desired.sql" --db "${database/postgres@/$role@}" >"$work/said" 2>"$work/errors"
        status=$?
        unnamed "$work/said" >"$work/wrong"
        [ "$status" = 1 ] || echo "exit code $status" >>"$work/wrong"
        grep -q 'note: the server could not be asked .*\[undecided\]' "$work/errors" || cat "$work/errors" >>"$work/wrong"
        tap_quiet "$work/wrong" "$1: $role may not make temporary objects: a note, and the cautious answer"
    done
}

servers_begin
work=$server_root/probe
mkdir "$work"
for major in ${MAJORS:-$(server_newest_debian) 18}; do live "$major"; done
tap_end
