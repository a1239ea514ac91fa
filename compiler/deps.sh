#!/bin/sh
# What schemac is built and tested with, on Debian and its relatives.
#
#   deps.sh check GROUP...     say what is missing and how to install it; exit 1 when something is
#   deps.sh install GROUP...   install it (as root, or with sudo that asks nothing), else as check
#   deps.sh configure          print what the Makefile needs to know
#
# Groups: build, unit (unit tests), server (PostgreSQL from Debian), node (npm, for other servers),
# hooks (git and pre-commit).
# libpg_query 18.1 with PostgreSQL's headers is taken from the system when it is there; else Debian's
# package from unstable is unpacked into build/deps: nothing outside this folder is changed.
set -eu
cd "$(dirname "$0")/.."
deps=build/deps

say() { printf '%s\n' "$*" >&2; }

# Is this Debian package's content here?  Files are asked, not dpkg, so that other ways count too.
present() {
    case $1 in
        gcc) command -v "${CC:-cc}" >/dev/null || command -v gcc >/dev/null ;;
        libc6-dev) [ -e /usr/include/stdlib.h ] ;;
        libpq-dev) command -v pg_config >/dev/null && [ -e "$(pg_config --includedir)/libpq-fe.h" ] ;;
        libxxhash-dev) [ -e /usr/include/xxhash.h ] ;;
        libjansson-dev) [ -e /usr/include/jansson.h ] ;;
        libinih-dev) [ -e /usr/include/ini.h ] ;;
        uthash-dev) [ -e /usr/include/uthash.h ] ;;
        libbsd-dev) [ -e /usr/include/bsd/string.h ] ;;
        libcmocka-dev) [ -e /usr/include/cmocka.h ] ;;
        postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
        npm | time | perl | diffutils | git | pre-commit) command -v "$1" >/dev/null ;;
    esac
}

old_libc() { # true when the C library is older than 2.38, for which Debian builds libpg_query
    version=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)
    [ -n "$version" ] && [ "$(printf '%s\n2.38\n' "$version" | sort -V | head -n 1)" != 2.38 ]
}

packages() {
    for group in "$@"; do
        case $group in
            build) echo gcc libc6-dev libpq-dev libxxhash-dev libjansson-dev libinih-dev uthash-dev; old_libc && echo libbsd-dev ;;
            unit) echo libcmocka-dev ;;
            server) echo postgresql ;;
            hooks) echo git pre-commit ;;
            node) command -v npm >/dev/null || echo npm ;;
            *) say "deps.sh: no group named $group"; exit 2 ;;
        esac
    done
}

missing() {
    for package in $(packages "$@"); do
        present "$package" || printf '%s ' "$package"
    done
}

# The folder under which include/pg_query/postgres and lib/.../libpg_query.a lie; empty when nowhere.
pg_query_root() {
    for root in /usr/local /usr "$deps"; do
        [ -e "$root/include/pg_query/postgres/nodes/parsenodes.h" ] || continue
        grep -Eq 'PG_MAJORVERSION_NUM (1[89]|[2-9])' "$root/include/pg_query/postgres/pg_config.h" || continue
        echo "$root"
        return
    done
}

pg_query_library() { ls "$1"/lib/*/libpg_query.a "$1"/lib/libpg_query.a 2>/dev/null | head -n 1; }

# The mirror this machine already uses for Debian itself.
debian_mirror() {
    apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' |
        grep -E '/debian/?$' | head -n 1
}

fetch_pg_query() {
    command -v apt-get >/dev/null || {
        say "libpg_query 18.1 is missing: build it from its sources and install it with its headers."
        return 1
    }
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || { say "No Debian mirror is configured here to fetch libpg-query-dev from."; return 1; }
    mkdir -p "$deps/apt/lists/partial" "$deps/apt/cache/archives/partial"
    apt=$PWD/$deps/apt
    # Inline options: the machine's own lists, sources and pins are neither read nor changed.
    set -- -q -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::Etc::preferencesparts=/dev/null -o Dir::State::lists="$apt/lists" \
        -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$apt/sources.list"
    say "fetching libpg-query-dev from $mirror sid into $deps"
    apt-get "$@" update >"$apt/log" 2>&1 && (cd "$apt" && apt-get "$@" download libpg-query-dev >>log 2>&1) ||
        { cat "$apt/log" >&2; return 1; }
    dpkg -x "$apt"/libpg-query-dev_*.deb "$apt/unpacked"
    rm -rf "${deps:?}/include" "${deps:?}/lib"
    mv "$apt/unpacked/usr/include" "$apt/unpacked/usr/lib" "$deps/"
    rm -rf "$apt"
    [ "$(pg_query_root)" = "$deps" ] || { say "What was fetched is not libpg_query 18 with its headers."; return 1; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

install_packages() {
    say "installing: $*"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # Debian's postgresql would create and start a cluster of its own: only throw-away ones are wanted.
    setting=/etc/postgresql-common/createcluster.d/schemac.conf
    as_root mkdir -p "$(dirname "$setting")"
    echo 'create_main_cluster = false' | as_root tee "$setting" >/dev/null
    status=0
    { as_root apt-get -q update && as_root apt-get -q -y --no-install-recommends install "$@"; } >"$log" 2>&1 || status=1
    as_root rm -f "$setting"
    as_root rmdir -p "$(dirname "$setting")" 2>/dev/null || :
    [ "$status" = 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

command=${1:-check}
[ $# -gt 0 ] && shift
case $command in
    configure)
        root=$(pg_query_root)
        echo "PG_QUERY := $root"
        echo "PG_QUERY_LIB := $(pg_query_library "$root")"
        echo "PQ_INCLUDE := $(pg_config --includedir)"
        echo "PQ_LIB := $(pg_config --libdir)"
        old_libc && echo "OLD_LIBC := yes" || echo "OLD_LIBC :="
        ;;
    check)
        lacking=$(missing "$@")
        [ -z "$lacking" ] || say "Missing packages.  Install them:  apt-get install -y $lacking"
        case " $* " in
            *" build "*)
                if [ -z "$(pg_query_root)" ]; then
                    say "Missing libpg_query 18.1 with PostgreSQL's headers.  Fetch it into $deps:  compiler/deps.sh install build"
                    lacking=yes
                fi
                ;;
        esac
        [ -z "$lacking" ] || { say "Or all at once, as root:  make deps"; exit 1; }
        ;;
    install)
        lacking=$(missing "$@")
        if [ -n "$lacking" ]; then
            may_install || exec sh "$0" check "$@"
            # shellcheck disable=SC2086 # a list of package names
            install_packages $lacking
        fi
        case " $* " in *" build "*) [ -n "$(pg_query_root)" ] || fetch_pg_query ;; esac
        lacking=$(missing "$@")
        [ -z "$lacking" ] || { say "Still missing: $lacking"; exit 1; }
        ;;
    *) say "deps.sh: check, install or configure"; exit 2 ;;
esac
