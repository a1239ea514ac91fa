#!/bin/sh
# The example in the README is the case fixtures/demo/readme, byte for byte; --accept writes it anew.
# What its table of requirements names is there.  Prints TAP.
set -eu
cd "$(dirname "$0")/.." || exit 1
case=fixtures/demo/readme
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sql() { printf '```sql\n'; cat "$case/$1"; printf '```\n\n'; }
example() {
    echo '<!-- example -->'
    echo 'There is'
    echo
    sql old.sql
    echo 'and there shall be'
    echo
    sql new.sql
    printf '%s\n%s\n\n' 'Then `schemac diff new.sql --db "$DATABASE_URL"` prints two scripts, and with `-o migrations` writes them to' \
        '`migrations/scripts/`, each with its rollback in `migrations/rollback-scripts/`:'
    sql plan.sql
    echo '<!-- end of example -->'
}

example >"$work/example"
awk -v file="$work/example" '
    /^<!-- example -->$/ { while ((getline line <file) > 0) print line; skips = 1 }
    !skips { print }
    /^<!-- end of example -->$/ { skips = 0 }' README.md >"$work/README.md"
echo "1..2"
if [ "${1:-}" = --accept ]; then cat "$work/README.md" >README.md; fi
if diff -u README.md "$work/README.md" >"$work/difference"; then
    echo "ok 1 - the README shows $case"
else
    echo "not ok 1 - the README shows $case"
    sed 's/^/# /' "$work/difference"
    failed=1
fi

# Every case that the table of requirements names is there.
missing=
for name in $(sed -n '/^## What a good migration needs/,/^## /p' README.md | grep -oE '`(fixtures|tests)/[^`]*`' | tr -d '`'); do
    [ -e "$name" ] || missing="$missing $name"
done
if [ -z "$missing" ]; then
    echo "ok 2 - the README names cases that are there"
else
    failed=1
    echo "not ok 2 - the README names cases that are not there:$missing"
fi
exit "${failed:-0}"
