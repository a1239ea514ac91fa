#!/bin/sh
# .pre-commit-hooks.yaml under the real pre-commit, in a real git repository.  Prints TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
schemac=$(realpath "${SCHEMAC:-build/release/schemac}")
hooks=$(realpath .pre-commit-hooks.yaml)
readme=$(realpath README.md)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for program in git pre-commit; do
    command -v $program >/dev/null || { echo "1..0 # SKIP there is no $program"; exit 0; }
done
number=0
failures=0

# Only this test's own settings and files: no user's configuration, no cache from before.
export HOME="$work" XDG_CONFIG_HOME="$work" PRE_COMMIT_HOME="$work/cache" GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.org
export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org
PATH="$(dirname "$schemac"):$PATH"

expect() { # title exit-code pattern command...
    title=$1 wanted=$2 pattern=$3
    shift 3
    number=$((number + 1))
    "$@" >"$work/output" 2>&1 </dev/null
    status=$?
    if [ "$status" = "$wanted" ] && grep -qE -- "$pattern" "$work/output"; then
        echo "ok $number - $title"
    else
        failures=$((failures + 1))
        echo "not ok $number - $title"
        echo "# exit code $status, $wanted expected; no line matches: $pattern"
        sed 's/^/# /' "$work/output"
    fi
}
repository() { # folder
    git init -q -b main "$1" && cd "$1" || exit 1
}

repository "$work/hooks"
cp "$hooks" .
git add -A && git commit -q -m hooks
revision=$(git rev-parse HEAD)

repository "$work/project"
mkdir migrations
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $work/hooks
    rev: $revision
    hooks:
      - id: schemac-check
      - id: schemac-lint
END
cat >schemac.ini <<END
desired = schema.sql

[check]
from = migrations
END
echo 'CREATE TABLE users (id bigint PRIMARY KEY, email text);' >schema.sql
echo 'CREATE TABLE users (id bigint PRIMARY KEY);' >migrations/001_users.up.sql
echo 'DROP TABLE users;' >migrations/001_users.down.sql
pre-commit install >/dev/null || exit 1

git add -A
expect "a commit with drift is stopped" 1 '^~ table public\.users: column email added$' git commit -m drift
expect "and is not there" 128 'does not have any commits' git log
echo 'ALTER TABLE users ADD COLUMN email text;' >migrations/002_email.up.sql
git add -A
expect "a commit without drift passes" 0 'schemac check\.+Passed' git commit -m email
expect "and lint has seen it" 0 'schemac lint\.+Passed' pre-commit run --all-files
echo 'Notes' >notes.txt
git add -A
expect "a commit without SQL is not looked at" 0 'schemac check\.+\(no files to check\)Skipped' git commit -m notes
echo 'ALTER TABLE members ADD COLUMN email text;' >migrations/003_members.up.sql
git add -A
expect "a migration that does not apply stops it" 1 'migrations/003_members\.up\.sql:1:13: error: relation "members" does not exist' git commit -m members
git rm -q -f migrations/003_members.up.sql
cat >>schema.sql <<END
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
END
cp schema.sql migrations/003_orders.up.sql
sed -i 1d migrations/003_orders.up.sql
git add -A
expect "what lint finds stops it" 1 'schemac lint\.+Failed' git commit -m orders

repository "$work/plain"
cp "$work/project/schemac.ini" .
mkdir migrations
echo 'CREATE TABLE users (id bigint PRIMARY KEY, email text);' >schema.sql
echo 'CREATE TABLE users (id bigint PRIMARY KEY);' >migrations/001_users.sql
sed -n '/^<!-- git hook -->$/,/^```$/p' "$readme" | sed '1,2d;$d' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
git add -A
expect "the hook of the README stops a commit with drift" 1 '^~ table public\.users: column email added$' git commit -m drift
echo 'ALTER TABLE users ADD COLUMN email text;' >migrations/002_email.sql
expect "which a file that is not added does not close" 1 '^~ table public\.users: column email added$' git commit -m drift
git add -A
expect "and lets pass one without" 0 'email' git commit -m email
echo "1..$number"
[ "$failures" = 0 ] || { echo "# $failures of $number failed"; exit 1; }
