#!/bin/sh
# What --layout writes: tests/layouts/LAYOUT.txt holds every file of it, one after the other.
# Then how files are numbered after those that are there.  Prints TAP; needs no server.
#
#   layouts.sh [--accept]      --accept rewrites what is expected: read the difference
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=${SCHEMAC:-build/release/schemac}
accept=no
[ "${1:-}" != --accept ] || accept=yes
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failures=0

verdict() { # status title
    number=$((number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $number - $2"
    else
        failures=$((failures + 1))
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/difference"
    fi
}

write() { # layout folder option...
    layout=$1 folder=$2
    shift 2
    "$schemac" diff tests/layouts/new.sql --from tests/layouts/old.sql --layout "$layout" -o "$folder" "$@" >"$work/difference" 2>&1 </dev/null
}

for layout in golang-migrate sqlx diesel prisma flyway dbmate goose knex typeorm sequelize alembic; do
    folder=$work/$layout
    write "$layout" "$folder"
    status=$?
    (cd "$folder" && find . -type f | LC_ALL=C sort | while read -r file; do printf '==> %s <==\n' "${file#./}" && cat "$file"; done) >"$work/actual"
    [ "$accept" = no ] || cp "$work/actual" "tests/layouts/$layout.txt"
    diff -u "tests/layouts/$layout.txt" "$work/actual" >>"$work/difference" || status=1
    verdict "$status" "layout $layout"
done

# The first file that is written into a folder which holds this name.
first_after() { # layout name wanted option...
    folder=$work/after-$number
    layout=$1 name=$2 wanted=$3
    shift 3
    mkdir -p "$folder/$(dirname "$name")"
    echo 'SELECT 1;' >"$folder/$name"
    write "$layout" "$folder" "$@" && ls "$folder" >"$work/difference" && [ -e "$folder/$wanted" ]
    verdict $? "$layout: after $name comes $wanted $*"
}

first_after golang-migrate 000009_x.up.sql 000010_add_held_to_status.up.sql
first_after golang-migrate 20260131120000_x.up.sql 20260131120001_add_held_to_status.up.sql
first_after golang-migrate 000999_x.up.sql 001000_add_held_to_status.up.sql
first_after golang-migrate 99_x.up.sql 100_add_held_to_status.up.sql
first_after diesel 2026-01-31-120009_x/up.sql 2026-01-31-120010_add_held_to_status/up.sql
first_after flyway V1_9__x.sql V1_10__add_held_to_status.sql
first_after flyway R__x.sql V1__add_held_to_status.sql
first_after typeorm 1795172524759-X.ts 1795172524760-AddHeldToStatus.ts
first_after knex 20260131120000_x.js 20260201000000_add_held_to_status.js --timestamp 20260201000000
first_after knex 20260131120000_x.js 20260131120001_add_held_to_status.js --timestamp 20250101000000

write dbmate "$work/clock" --timestamp now
ls "$work"/clock/2*_add_held_to_status.sql >"$work/difference" 2>&1
verdict $? "--timestamp now numbers by the clock"

# Alembic's files name the one before.
mkdir "$work/chain"
printf 'revision: str = "aaa"\ndown_revision = None\n' >"$work/chain/aaa_x.py"
printf 'revision = "bbb"\ndown_revision: Union[str, None] = "aaa"\n' >"$work/chain/bbb_x.py"
write alembic "$work/chain"
grep -q '^down_revision = "bbb"$' "$work"/chain/*_add_held_to_status.py
verdict $? "alembic: goes on after the revision that no other follows"
mkdir "$work/fork"
cp "$work/chain/bbb_x.py" "$work/fork/"
sed 's/bbb/ccc/' "$work/chain/bbb_x.py" >"$work/fork/ccc_x.py"
write alembic "$work/fork"
[ $? = 2 ] && grep -q 'has 2 revisions that no other follows' "$work/difference"
verdict $? "alembic: two heads are an error"

# A line that the runner would take for its own is refused.
echo "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS '
-- see +goose Down
SELECT 1';" >"$work/unfit.sql"
echo 'CREATE TABLE t (a int);' >"$work/unfit_old.sql"
"$schemac" diff "$work/unfit.sql" --from "$work/unfit_old.sql" --layout goose -o "$work/unfit" --allow-destructive 2>"$work/difference"
[ $? = 2 ] && grep -q 'cannot hold this line' "$work/difference" && [ ! -e "$work/unfit" ]
verdict $? "goose: a body that speaks to goose is refused"

echo "1..$number"
[ "$failures" = 0 ] || { echo "# $failures of $number failed"; exit 1; }
