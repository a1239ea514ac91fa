#!/bin/sh
# Every rule of lint: a case that it finds and one that it does not.  Prints TAP; needs no server.
#
#   lint.sh [--accept] [RULE...]      --accept rewrites what is expected: read the difference
#
# tests/lint/RULE/bad.sql, looked at for that rule alone, gives bad.txt and exit code 1; good.sql gives
# nothing and exit code 0.  A folder with before.sql is about a migration over that schema.  A rule
# without its folder, and a folder without its rule, fail.  More options stand in the first line:
# "-- options: ...".
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
accept=no
if [ "${1:-}" = --accept ]; then
    accept=yes
    shift
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/tap.sh

verdict() { # status title
    tap_result "$1" "$2" "$work/out"
}

look() { # rule file -> $work/found, exit code
    options=$(sed -n '1s/^-- options: //p' "$2")
    from=
    [ ! -e "tests/lint/$1/before.sql" ] || from="--from tests/lint/$1/before.sql"
    # shellcheck disable=SC2086 # options are words
    "$schemac" lint "$2" $from $options --no-rule all --rule "$1" >"$work/found" 2>"$work/out" </dev/null
}

finds() { # rule
    folder=tests/lint/$1
    [ -e "$folder/bad.sql" ] || { echo "no $folder/bad.sql" >"$work/out"; return 1; }
    look "$1" "$folder/bad.sql"
    status=$?
    [ "$accept" = no ] || cp "$work/found" "$folder/bad.txt"
    diff -u "$folder/bad.txt" "$work/found" >>"$work/out" || return 1
    [ "$status" = 1 ] && grep -q "\[$1\]" "$work/found" && return
    echo "exit code $status, 1 and a finding expected" >>"$work/out"
    return 1
}

finds_nothing() { # rule
    folder=tests/lint/$1
    [ -e "$folder/good.sql" ] || { echo "no $folder/good.sql" >"$work/out"; return 1; }
    look "$1" "$folder/good.sql"
    status=$?
    cat "$work/found" >>"$work/out"
    [ "$status" = 0 ] && ! [ -s "$work/found" ] && return
    echo "exit code $status, 0 expected" >>"$work/out"
    return 1
}

# shellcheck disable=SC2046 # names of rules are words
[ $# -gt 0 ] || set -- $("$schemac" lint --list-rules | sed -n 's/^\([a-z-]*\) (.*/\1/p')
for rule in "$@"; do
    finds "$rule"
    verdict $? "$rule finds"
    finds_nothing "$rule"
    verdict $? "$rule finds nothing"
done
"$schemac" lint --list-rules >"$work/rules"
for folder in tests/lint/*/; do
    rule=$(basename "$folder")
    grep -q "^$rule (" "$work/rules" && continue
    echo "there is no such rule" >"$work/out"
    verdict 1 "$rule"
done
tap_end
