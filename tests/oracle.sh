#!/bin/bash
# An oracle that shares no code with schemac judges its scripts: what is not whole is known, with its reason.
#
#   CORPORA=DIR ORACLE=FILE oracle.sh [OPTION...]       of DIR/cases; options are the oracle's: --match, --every
#   CORPORA=DIR ORACLE=FILE oracle.sh --accept [OPTION...]   write tests/oracle_exceptions.tsv anew
#
# The oracle builds a database from each case's old.sql, fills it with rows, lets schemac migrate it to
# new.sql and back, and compares catalogs and rows.  It is called as
#   FILE DIR/cases --pg 15 --pg 18 --json RESULT
# and leaves a list of {case, pg, quiet, up, up2, converged, data, down, down2, why}.
# tests/oracle_exceptions.tsv holds case, servers, checks that fail ("?": by chance), reason.  A case
# that fails and is not there, or is there and passes, fails.  MAJORS="15 18" chooses servers.  Prints TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
if [ -z "${CORPORA:-}" ] || [ -z "${ORACLE:-}" ]; then
    echo "1..0 # SKIP no CORPORA or no ORACLE: make check-oracle CORPORA=DIR ORACLE=FILE"
    exit 0
fi
accept=no
if [ "${1:-}" = --accept ]; then accept=yes; shift; fi
SCHEMAC=$(realpath "${SCHEMAC:-build/release/schemac}")
export SCHEMAC
result=$(mktemp)
trap 'rm -f "$result"' EXIT
servers=()
for major in ${MAJORS:-15 18}; do servers+=(--pg "$major"); done
python3 "$ORACLE" "$CORPORA/cases" "${servers[@]}" --json "$result" "$@" | sed 's/^/# /'
[ -s "$result" ] || { echo "not ok 1 - the oracle ran"; echo "1..1"; exit 1; }
python3 tests/oracle_compare.py "$accept" "$result" "$CORPORA/cases" tests/oracle_exceptions.tsv
