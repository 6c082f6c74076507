#!/usr/bin/env bash
# Instructions that a record costs, start-up not counted: the same on every run, so a later change can be held against
# them. Needs valgrind.
#
#     benches/instructions.sh [RECORDS]          20,000 if not given
#
# PROFILE is how to build (release; dist is what packages hold); KNOXLOG is the binary to take instead of building one.
set -euo pipefail
cd "$(dirname "$0")/.."

records=${1:-20000}
profile=${PROFILE:-release}
target=${CARGO_TARGET_DIR:-$PWD/target}/$profile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v valgrind >/dev/null || { echo "valgrind is not installed: https://valgrind.org" >&2; exit 2; }
cargo build --quiet --profile "$profile" --locked --example corpus
[[ -n ${KNOXLOG:-} ]] || cargo build --quiet --profile "$profile" --locked --bins
"$target/examples/corpus" --records "$records" >"$work/all.ndjson"
head -1 "$work/all.ndjson" >"$work/one.ndjson"

instructions() {
    local knoxlog=${KNOXLOG:-$target/knoxlog}
    # Exit code 1 is an answer too.
    { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$knoxlog" "$@" 2>&1 >/dev/null </dev/null || true; } |
        awk '/Collected/ { print $NF }'
}

printf '| query | instructions a record |\n|---|---|\n'
while read -r query; do
    # shellcheck disable=SC2086 # words are meant
    all=$(instructions $query -j1 "$work/all.ndjson") one=$(instructions $query -j1 "$work/one.ndjson")
    # shellcheck disable=SC2016 # and so are backquotes
    printf '| `%s` | %d |\n' "$query" "$(((all - one) / (records - 1)))"
done <<'QUERIES'
count
count op=network ns=accuknox-agents
count severity=8..
count syscall=connect port=9092
count resource~serviceaccount/(token|ca.crt)
count pod:ledger-reconcile
count --by op,result
count --by ip,port
filter -o json
filter -o line
QUERIES
