#!/bin/bash
# Servers that refuse, break off or are not there: exit code 2, nothing written, no password shown.
# What is said must be as in fixtures/errors/server.txt; --accept rewrites it.  Prints TAP.
#
#   live_errors.sh [--accept]      on PostgreSQL as Debian packages it (MAJORS="15 18" chooses)
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
. tests/servers.sh

password=open-sesame
number=0
failures=0

admin() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$server_url/${2:-postgres}" -c "$1"; }

verdict() { # good? title
    number=$((number + 1))
    if [ "$1" = yes ]; then echo "ok $number - $2"; else failures=$((failures + 1)); echo "not ok $number - $2"; fi
}

# What differs from run to run becomes a word: port, folder, process.
plain() {
    sed -E -e "s/\b$port\b|\b$dead_port\b|\b${proxy_port:-none}\b/PORT/g" -e "s#$server_root#FOLDER#g" -e "s/the server is [0-9]+/the server is VERSION/"
}

# Must fail with code 2, print nothing to standard output, write nothing, and show no password.
refused() { # title command...
    title=$1
    shift
    printf '%s\n' "== $title" >>"$said"
    "$@" >"$server_root/stdout" 2>"$server_root/stderr" </dev/null
    status=$?
    plain <"$server_root/stderr" >>"$said"
    good=yes
    [ "$status" = 2 ] || { echo "# exit code $status"; good=no; }
    [ ! -s "$server_root/stdout" ] || { echo "# something on standard output"; good=no; }
    [ ! -e "$server_root/out" ] || { echo "# something was written"; good=no; }
    ! grep -q "$password" "$server_root/stderr" || { echo "# the password is shown"; good=no; }
    verdict "$good" "$major: $title"
}

diff_to() { "$schemac" diff fixtures/demo/shop/new.sql --db "$1" -o "$server_root/out"; }

# Wait until the backend of schemac waits for a lock, then do something to it.
while_it_waits() { # statement that disturbs, given the pid as $1
    for _ in $(seq 100); do
        pid=$(admin "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'shop' LIMIT 1")
        [ -z "$pid" ] || break
        sleep 0.1
    done
    admin "SELECT pg_terminate_backend($pid)" >/dev/null
}

cut_by_the_server() {
    # Whoever reads the catalog waits for this lock, and is ended while it waits.
    admin "BEGIN; LOCK TABLE pg_catalog.pg_trigger IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(20)" shop >/dev/null 2>&1 &
    locker=$!
    sleep 0.5
    while_it_waits &
    diff_to "$server_url/shop"
    status=$?
    admin "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()" >/dev/null
    wait "$locker" 2>/dev/null
    return "$status"
}

# A proxy that lets this many bytes of answers pass and then hangs up.
cut_after() { # bytes
    perl -e '
        use strict; use IO::Socket::INET; use IO::Select;
        my ($port, $limit, $note) = @ARGV;
        my $listener = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1) or die $!;
        open(my $file, ">", $note); print $file $listener->sockport; close $file;
        my $client = $listener->accept; my $server = IO::Socket::INET->new("127.0.0.1:$port") or die $!;
        my $select = IO::Select->new($client, $server); my $passed = 0;
        while (1) { for my $from ($select->can_read) {
            my $got = sysread($from, my $bytes, 4096); exit unless $got;
            if ($from == $server) { exit if ($passed += $got) > $limit; syswrite($client, $bytes) }
            else { syswrite($server, $bytes) } } }' "$port" "$1" "$server_root/proxy_port" &
    proxy=$!
    while ! [ -s "$server_root/proxy_port" ]; do sleep 0.05; done
    proxy_port=$(cat "$server_root/proxy_port")
    diff_to "postgresql://postgres:$password@127.0.0.1:$proxy_port/shop"
    status=$?
    kill "$proxy" 2>/dev/null
    rm -f "$server_root/proxy_port"
    return "$status"
}

server_says() { # major
    major=$1
    server_start "$major" || exit 1
    port=${server_url##*:}
    proxy_port=
    : >"$said"
    admin "CREATE DATABASE shop"
    psql -X -q -d "$server_url/shop" -f fixtures/demo/shop/old.sql
    admin "CREATE ROLE clerk LOGIN PASSWORD '$password'"
    admin "CREATE ROLE visitor LOGIN"
    admin "REVOKE CONNECT ON DATABASE shop FROM PUBLIC; GRANT CONNECT ON DATABASE shop TO clerk"
    admin "CREATE DATABASE closed"
    admin "REVOKE SELECT ON pg_catalog.pg_proc FROM PUBLIC" closed
    # The first line that fits decides: clerk has to show a password, everybody else need not.
    hba=$server_folder/data/pg_hba.conf
    { echo "host all clerk 127.0.0.1/32 scram-sha-256"; cat "$hba"; } >"$server_root/hba" && cat "$server_root/hba" >"$hba"
    admin "SELECT pg_reload_conf()" >/dev/null
    dead_port=$(shuf -i 60001-65000 -n 1)

    refused "server that is down" diff_to "postgresql://clerk:$password@127.0.0.1:$dead_port/shop"
    refused "host that does not exist" diff_to "postgresql://clerk:$password@no-such-host.invalid/shop"
    refused "wrong password" diff_to "postgresql://clerk:${password}x@127.0.0.1:$port/shop"
    refused "no password" diff_to "postgresql://clerk@127.0.0.1:$port/shop"
    refused "database that is not there" diff_to "$server_url/shpo"
    refused "role that may not connect" diff_to "postgresql://visitor@127.0.0.1:$port/shop"
    refused "role that may not read the catalog" diff_to "postgresql://visitor@127.0.0.1:$port/closed"
    refused "connection string that is none" diff_to "postgresql://clerk:$password@127.0.0.1:$port/shop?sslmood=x"
    echo 'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) VIRTUAL NOT NULL, CHECK (a > 0) NOT ENFORCED);
CREATE COLLATION upside_down (provider = icu, locale = '"'und', rules = '&b < a'"');' >"$server_root/newer.sql"
    refused "syntax that the server lacks" "$schemac" diff "$server_root/newer.sql" --db "$server_url/shop" --server-version 15
    refused "backend ended while a query waits" cut_by_the_server
    for bytes in 200 600 2000 6000; do
        proxy_port=
        refused "connection cut after $bytes bytes" cut_after "$bytes"
    done

    expected=fixtures/errors/server.txt
    if [ "$accept" = --accept ]; then
        cp "$said" "$expected"
    else
        if diff -u "$expected" "$said" | sed 's/^/# /' && cmp -s "$expected" "$said"; then good=yes; else good=no; fi
        verdict "$good" "$major: what is said is as in $expected"
    fi
}

servers_begin
said=$server_root/said
accept=${1:-}
for one in ${MAJORS:-$(server_newest_debian)}; do server_says "$one"; done
echo "1..$number"
[ "$failures" = 0 ] || exit 1
