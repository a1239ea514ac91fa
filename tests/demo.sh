#!/bin/sh
# A whole migration on a throw-away PostgreSQL: compare, look, write, apply, check.
set -eu
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
. tests/servers.sh

bold='' plain=''
if [ -t 1 ]; then bold=$(tput bold 2>/dev/null || :) plain=$(tput sgr0 2>/dev/null || :); fi
show() { # command...: printed, then run
    printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"
    "$@"
}

server_start "$(server_newest_debian)"
url=$server_url/shop
scripts=$server_root/migration
psql -X -q -d "$server_url/postgres" -c 'CREATE DATABASE shop'
show psql -X -q -d "$url" -f fixtures/demo/shop/old.sql
psql -X -q -d "$url" -c "INSERT INTO shop.customers (email, name) VALUES ('ada@example.org', 'Ada')"
show "$schemac" diff fixtures/demo/shop/new.sql --db "$url"
show "$schemac" diff fixtures/demo/shop/new.sql --db "$url" -o "$scripts" --allow-destructive
(cd "$scripts" && show ls scripts rollback-scripts)
for script in "$scripts"/scripts/*.sql; do
    show psql -X -q -v ON_ERROR_STOP=1 -d "$url" -f "$script"
done
show "$schemac" check fixtures/demo/shop/new.sql --db "$url"
echo "Nothing is left to do.  The scripts and the server are removed now."
