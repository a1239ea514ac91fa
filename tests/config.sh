#!/bin/sh
# schemac.ini: where it is found, what wins, what is an error.  Prints TAP; needs no server.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=$(realpath "${SCHEMAC:-build/release/schemac}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failures=0

# What the command prints, both streams, and its exit code, must be standard input.
expect() { # title command...
    title=$1
    shift
    number=$((number + 1))
    cat >"$work/expected"
    { "$@" 2>&1 </dev/null; echo "exit code $?"; } >"$work/actual"
    if diff -u "$work/expected" "$work/actual" >"$work/difference"; then
        echo "ok $number - $title"
    else
        failures=$((failures + 1))
        echo "not ok $number - $title"
        sed 's/^/# /' "$work/difference"
    fi
}

mkdir -p "$work/project/.git" "$work/project/migrations" "$work/project/code/deep"
cd "$work/project" || exit 1
echo 'CREATE TABLE users (id bigint PRIMARY KEY, email text);' >schema.sql
echo 'CREATE TABLE users (id bigint PRIMARY KEY);' >migrations/001_users.sql
cat >schemac.ini <<'END'
; for all commands
db = postgresql://app:ses@me:x@db.example.org:5432/app?sslmode=require&password=sesame
exclude-schema = pg_temp
exclude-schema = audit

[check]
desired = schema.sql
from = migrations
strict = yes

[diff]
db = host=db user=app password='open sesame' dbname=app
END

expect "what is in force, and what is not set" sh -c "'$schemac' config check | grep -E 'schemac.ini|-owner'" <<'END'
from = migrations  ; schemac.ini:8
desired = schema.sql  ; schemac.ini:7
strict = yes  ; schemac.ini:9
exclude-schema = pg_temp, audit  ; schemac.ini:4
no-owner = no  ; default
exit code 0
END
expect "a connection string without its password" sh -c "'$schemac' config | grep db | sort -u" <<'END'
db = host=db user=app password=*** dbname=app  ; schemac.ini:12
db = postgresql://app:***@db.example.org:5432/app?sslmode=require&password=***  ; schemac.ini:2
exit code 0
END
cd code/deep || exit 1
expect "found from below, with paths from its own folder" "$schemac" check <<'END'
~ table public.users: column email added
exit code 1
END
expect "the command line wins" "$schemac" check ../../migrations/001_users.sql --strict=no <<'END'
exit code 0
END
expect "also over what goes in its place" "$schemac" check --from ../../schema.sql <<'END'
exit code 0
END
expect "and can do without the file" "$schemac" check --no-config <<'END'
schemac: error: the desired schema is missing [usage]
  hint: Try "schemac --help".
exit code 2
END
mkdir -p "$work/project/other/.git"
cd "$work/project/other" || exit 1
expect "not looked for above the project's root" "$schemac" check schema.sql <<'END'
schemac: error: exactly one of --db and --from must be given [usage]
  hint: Try "schemac --help".
exit code 2
END
expect "which config says" sh -c "'$schemac' config dump | grep -v default" <<'END'
schemac: note: there is no schemac.ini here or above, up to the project's root [no-config]
[dump]
exit code 0
END
cat >bad.ini <<'END'
strikt = yes
db = postgresql://me:sesame@host/app
pasword sesame
[chek]
strict = yes
[dump]
strict = yes
[check]
strict = perhaps
from = a
from = b
help = yes
END
expect "errors name the line and hold no password" "$schemac" check x.sql --config bad.ini <<'END'
bad.ini:3: error: the line is neither [section] nor name = value [config]
bad.ini:1: error: there is no option "strikt" [config]
bad.ini:5: error: there is no command "chek" [config]
bad.ini:7: error: option "strict" does not belong to dump [config]
bad.ini:9: error: option "strict" takes yes or no [config]
bad.ini:11: error: option "from" is given twice [config]
bad.ini:12: error: there is no option "help" [config]
exit code 2
END
printf 'db = postgresql://me:sesame@host/%0200d\n' 7 >bad.ini
expect "a line that libinih would cut" "$schemac" check x.sql --config bad.ini <<'END'
bad.ini:1: error: the line is longer than 198 characters [config]
exit code 2
END
expect "a file that is not there" "$schemac" check x.sql --config missing.ini <<'END'
schemac: error: cannot read "missing.ini": No such file or directory [cannot-read]
exit code 2
END
echo "1..$number"
[ "$failures" = 0 ] || { echo "# $failures of $number failed"; exit 1; }
