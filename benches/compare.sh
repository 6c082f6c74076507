#!/usr/bin/env bash
# Compares knoxlog with public tools: the same file, the same question, the same answer, then the time that each takes.
#
#     benches/compare.sh [SIZE] [QUESTION…]      SIZE of the corpus, 1G if not given
#
# Needs hyperfine. Of the peers it takes those that are installed: ripgrep, jq, jaq, angle-grinder, lnav, miller, and for
# Python duckdb, polars and chdb (ClickHouse). The corpus is generated. All ways are run by turns, RUNS times (5; those
# that take more than ten seconds, once), so that each meets the same machine; the median counts. PROFILE is how to build
# (dist, which is what packages hold), KNOXLOG the binary to take instead of building one. Exit code 1: two tools disagree.
# shellcheck disable=SC2317 # the questions are called by their names
set -euo pipefail
cd "$(dirname "$0")/.."

size=${1:-1G}
shift || true
questions=("$@")
runs=${RUNS:-5}
profile=${PROFILE:-dist}
target=${CARGO_TARGET_DIR:-$PWD/target}
work=$target/compare
mkdir -p "$work"

command -v hyperfine >/dev/null || { echo "hyperfine is not installed: https://github.com/sharkdp/hyperfine" >&2; exit 2; }
[[ -n ${KNOXLOG:-} ]] || cargo build --quiet --profile "$profile" --locked

export K=${KNOXLOG:-$target/$profile/knoxlog} F=$work/$size.ndjson W=$work LC_ALL=C
if [[ ! -s $F ]]; then
    cargo build --quiet --profile "$profile" --locked --example corpus
    "$target/$profile/examples/corpus" --bytes "$size" >"$F.part"
    # In large writes, so that the page cache is the same whoever made it; as of yesterday, so that it counts as settled.
    dd if="$F.part" of="$F.new" bs=4M status=none
    touch -d yesterday "$F.new"
    mv "$F.new" "$F"
    rm "$F.part"
fi

cat >"$work/ask_duckdb.py" <<'PYTHON'
import os, sys, duckdb
columns = {name: "VARCHAR" for name in ["Operation", "Result", "NamespaceName", "Resource", "Data", "PodName"]}
con = duckdb.connect()
con.execute("SET threads=1")
table = f"read_json('{os.environ['F']}', format='newline_delimited', columns={columns})"
print(con.execute(sys.argv[1].replace("TABLE", table).replace("MATCHES", "regexp_matches")).fetchone()[0])
PYTHON
cat >"$work/ask_chdb.py" <<'PYTHON'
import os, sys, chdb
columns = "Operation String, Result String, NamespaceName String, Resource String, Data String, PodName String"
table = f"file('{os.environ['F']}', JSONEachRow, '{columns}')"
settings = " SETTINGS max_threads=1, input_format_skip_unknown_fields=1"
print(chdb.query(sys.argv[1].replace("TABLE", table).replace("MATCHES", "match") + settings, "CSV"))
PYTHON
cat >"$work/ask_polars.py" <<'PYTHON'
import os, sys, polars as pl
columns = {name: pl.String for name in ["Operation", "Result", "NamespaceName", "Resource", "Data", "PodName"]}
table = pl.scan_ndjson(os.environ["F"], schema=columns)
print(pl.SQLContext(t=table).execute(sys.argv[1].replace("TABLE", "t").replace("MATCHES", "regexp_like")).collect().item())
PYTHON

has() { command -v "$1" >/dev/null; }
has_module() { has python3 && python3 -c "import $1" 2>/dev/null; }

# NAME COMMAND of each way to answer the question at hand. Commands print the answer as the last number.
ways=()
way() { ways+=("$1" "$2"); }
way_of() { if has "$1"; then way "$2" "$3"; fi; }
knoxlog() {
    way "knoxlog -j1" "\$K $1 -j1 \$F"
    way "knoxlog" "\$K $1 \$F"
}
ripgrep() { way_of rg "ripgrep, as text" "rg -c --include-zero '$1' \$F"; }
sql() {
    local module
    for module in duckdb chdb polars; do
        # DuckDB and ClickHouse are told to use one thread; polars takes what it finds.
        if has_module "$module"; then way "$module" "python3 \$W/ask_$module.py \"$1\""; fi
    done
}
jaq_like() { way_of jaq jaq "jaq -c '$1' \$F | wc -l"; }
# Asked for lines as they are: of objects it would have to be told what they are.
angle_grinder() { way_of agrind angle-grinder "agrind '$1' --file \$F"; }
lnav_like() { way_of lnav "lnav, as text" "lnav -n -c ':filter-in $1' \$F | wc -l"; }

# Each question: what it is about, and the ways.
in_agents='"NamespaceName":"accuknox-agents".*"Operation":"Network"'
is_in_agents='select(.Operation=="Network" and .NamespaceName=="accuknox-agents")'
where_agents="Operation='Network' and NamespaceName='accuknox-agents'"
count() {
    title="op=network ns=accuknox-agents, counted"
    knoxlog "count op=network ns=accuknox-agents"
    ripgrep "$in_agents"
    sql "select count(*) from TABLE where $where_agents"
    jaq_like "$is_in_agents|1"
    angle_grinder '"accuknox-agents" | json | where Operation == "Network" && NamespaceName == "accuknox-agents" | count'
    lnav_like "$in_agents"
    # A minute or so a gigabyte: asked once.
    way_of jq jq "jq -c '$is_in_agents|1' \$F | wc -l"
    way_of mlr miller "mlr --ijsonl --onidx filter '\$Operation==\"Network\" && \$NamespaceName==\"accuknox-agents\"' then count \$F"
}
print() {
    title="the same, printed as JSON and counted by wc"
    way "knoxlog -j1" "\$K filter op=network ns=accuknox-agents -j1 -o json \$F | wc -l"
    way_of rg "ripgrep, as text" "rg '$in_agents' \$F | wc -l"
    jaq_like "$is_in_agents"
}
groups() {
    title="count by op and result, all records: the largest group"
    way "knoxlog -j1" "\$K count --by op,result -j1 -o tsv --no-header \$F | grep -oE '[0-9]+' | sort -n | tail -1"
    way "knoxlog" "\$K count --by op,result -o tsv --no-header \$F | grep -oE '[0-9]+' | sort -n | tail -1"
    sql "select max(n) from (select count(*) n from TABLE group by Operation, Result) as x"
}
all() {
    title="every record, counted and found to be JSON"
    knoxlog "count"
    way "wc -l, lines only" "wc -l <\$F"
    jaq_like "1"
}
virtual() {
    title="syscall=connect port=9092, which are parts of texts"
    knoxlog "count syscall=connect port=9092"
    ripgrep 'sin_port=9092\b.*syscall=SYS_CONNECT\b'
}
regex() {
    title="resource~'serviceaccount/(token|ca.crt)'"
    knoxlog "count 'resource~serviceaccount/(token|ca.crt)'"
    ripgrep '"Resource":"[^"]*serviceaccount/(token|ca.crt)'
    sql "select count(*) from TABLE where MATCHES(Resource, 'serviceaccount/(token|ca.crt)')"
    jaq_like 'select((.Resource//"")|test("serviceaccount/(token|ca.crt)"))|1'
}
rare() {
    title="one pod that occurs five times"
    knoxlog "count pod:ledger-reconcile"
    ripgrep "ledger-reconcile"
    way "grep -F, as text" "grep -cF ledger-reconcile \$F"
}
window() {
    title="an hour of it, op=network ns=accuknox-agents"
    knoxlog "count op=network ns=accuknox-agents --since 2026-03-02T08:00:00Z --until 2026-03-02T09:00:00Z"
    way "the same, without passing lines over" "\$K count op=network ns=accuknox-agents --since 2026-03-02T08:00:00Z --until 2026-03-02T09:00:00Z -j1 --no-skim \$F"
}
pipe() {
    title="op=network ns=accuknox-agents, counted from a pipe"
    way "knoxlog" "cat \$F | \$K count op=network ns=accuknox-agents"
    way "knoxlog -j1" "cat \$F | \$K count op=network ns=accuknox-agents -j1"
    way_of rg "ripgrep, as text" "cat \$F | rg -c '$in_agents'"
}
through() {
    title="every record as JSON from a pipe to nowhere: how many"
    # The account, on standard error, ends with the records read.
    way "knoxlog" "cat \$F | \$K filter -o json 2>&1 >/dev/null | tr -d ,"
    way "knoxlog -j1" "cat \$F | \$K filter -j1 -o json 2>&1 >/dev/null | tr -d ,"
    way "wc -l, lines only" "cat \$F | wc -l"
}
rows() {
    title="100,000 rows for people"
    local format
    for format in line "table --no-header"; do
        way "knoxlog -j1 -o $format" "\$K filter -j1 -m 100000 -o $format \$F | wc -l"
        way "knoxlog -o $format" "\$K filter -m 100000 -o $format \$F | wc -l"
    done
}
gzip() {
    [[ -s $F.gz ]] || command gzip -k1 "$F"
    title="op=network ns=accuknox-agents, counted from gzip"
    way "knoxlog" "\$K count op=network ns=accuknox-agents \$F.gz"
    way_of rg "gzip -dc, then ripgrep" "gzip -dc \$F.gz | rg -c '$in_agents'"
    way_of pigz "pigz -dc, then grep" "pigz -dc \$F.gz | grep -c '$in_agents'"
}
start() {
    head -1 "$F" >"$work/one.ndjson"
    title="start-up: one record"
    way "knoxlog" "\$K count \$W/one.ndjson"
    way_of jq jq "jq -c 1 \$W/one.ndjson | wc -l"
}

# Runs every way once for its answer, then all of them by turns; the first is what the others are held against.
compare() {
    local at round name command started got cpu wall answer='' expected=()
    ways=() title=''
    "$1"
    printf '\n### %s\n\n' "$1: $title"
    rm -f "$work"/times.*
    for ((at = 0; at < ${#ways[@]}; at += 2)); do
        command=${ways[at + 1]}
        started=$SECONDS
        got=$(bash -o pipefail -c "$command" 2>"$work/errors" | grep -oE '[0-9]+' | tail -1) || true
        answer=${answer:-$got}
        if [[ -z $got || $got != "$answer" ]]; then
            echo "- ${ways[at]} answers ${got:-nothing}, not $answer"
            sed 's/^/  /' "$work/errors"
            differs=1
            continue
        fi
        expected+=("$at" $((SECONDS - started > 10 ? 1 : runs)))
    done
    for ((round = 1; round <= runs; round++)); do
        for ((at = 0; at < ${#expected[@]}; at += 2)); do
            ((round <= expected[at + 1])) || continue
            # mean, stddev, median, user, system, min, max stand at the end of the line
            hyperfine --style none --runs 1 --shell bash --export-csv "$work/times.csv" "${ways[expected[at] + 1]}" >/dev/null 2>"$work/errors"
            awk -F, 'NR == 2 { print $(NF - 3) + $(NF - 2), $(NF - 6) }' "$work/times.csv" >>"$work/times.${expected[at]}"
        done
    done
    printf '| way | CPU s | wall s | CPU against the first |\n|---|---|---|---|\n'
    local base=''
    for ((at = 0; at < ${#expected[@]}; at += 2)); do
        name=${ways[expected[at]]}
        read -r cpu wall < <(median 1 "$work/times.${expected[at]}" && median 2 "$work/times.${expected[at]}" && echo)
        base=${base:-$cpu}
        awk -v name="$name" -v cpu="$cpu" -v wall="$wall" -v base="$base" \
            'BEGIN { printf "| %s | %.3f | %.3f | %.2f |\n", name, cpu, wall, base ? cpu / base : 0 }'
    done
    echo
    echo "answer: $answer"
}

# The median of a column, without its line feed.
median() { sort -g -k"$1,$1" "$2" | awk -v column="$1" '{ all[NR] = $column } END { printf "%s ", all[int((NR + 1) / 2)] }'; }

differs=0
((${#questions[@]})) || questions=(count print groups all virtual regex rare window pipe through rows gzip start)
echo "$("$K" --version), $(wc -c <"$F") bytes, $(wc -l <"$F") lines, $(nproc) cores, $(uname -m)"
for question in "${questions[@]}"; do
    compare "$question"
done
exit "$differs"
