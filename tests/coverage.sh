#!/bin/sh
# Every kind of object and every part that a plan can change has a case: see tests/coverage.c.  Prints TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
exec "${TOOLS:-build/release/tests}/coverage" fixtures/*/*/
