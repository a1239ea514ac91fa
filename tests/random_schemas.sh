#!/bin/bash
# Random schemas on real servers, held to what tests/live.sh demands of every case.  Prints TAP.
#
#   random_schemas.sh [SEED...]      ROUNDS=6 seeds from SEED=7 on, when none is named
#                                    CHANGES=15: in a hundred choices, how many differ between the two schemas
#
# A failure names its seed: random_schemas.sh SEED shows it again, and keeps its files in build/random.
#
# Seed 3 fails: a rollback cannot give back the index of a partition that left its table.
set -u
cd "$(dirname "$0")/.." || exit 1
generator=${TOOLS:-build/release/tests}/random_schema
folder=build/random
first=${SEED:-7}
[ $# -gt 0 ] || set -- $(seq "$first" $((first + ${ROUNDS:-6} - 1)))

cases=()
for seed in "$@"; do
    case=$folder/seed_$seed
    mkdir -p "$case"
    for generation in old new; do
        "$generator" "$seed" "$generation" "${CHANGES:-15}" >"$case/$generation.sql" || exit 1
    done
    cases+=("$case")
done
# A change that PostgreSQL itself refuses is named and nothing is done: that is an answer.
REFUSALS=1 exec tests/live.sh "${cases[@]}"
