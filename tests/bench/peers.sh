#!/usr/bin/env bash
# How long planpress and, where it is installed, Hugo take for the same plans, in one run. Hugo makes pages
# with a table of the front matter, contents, backlinks and tags, and a home page that adds targets up by region.
# planpress makes its whole site besides, with search, data files and checks.
#
#   tests/bench/peers.sh [PLANS] [FOLDER]     10000 plans, below /dev/shm
set -euo pipefail
cd "$(dirname "$0")/../.."
plans=${1:-10000}
work=$(mktemp -d "${2:-/dev/shm}/planpress-peers.XXXXXX")
trap 'rm -rf "$work"' EXIT
peers=$PWD/tests/bench/peers

cargo build --release --locked --quiet
cargo bench --quiet --locked --bench build -- --write "$work/site" "$plans"
planpress=${CARGO_TARGET_DIR:-$PWD/target}/release/planpress

# NAME COMMAND …: the best of three runs into an empty folder, and the most memory of them.
measure() {
    local name=$1 best=999999 most=0
    shift
    for _ in 1 2 3; do
        rm -rf "$work/out"
        local start end memory
        start=$(date +%s%N)
        "$@" >"$work/log" 2>&1 &
        local process=$!
        memory=0
        # The high-water mark stays until the process ends.
        while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$process/status" 2>/dev/null) && [ -n "$now" ]; do
            memory=$now
            sleep 0.01
        done
        wait "$process" || { cat "$work/log"; exit 1; }
        end=$(date +%s%N)
        ((end - start < best * 1000000)) && best=$(((end - start) / 1000000))
        ((memory > most)) && most=$memory
    done
    awk -v name="$name" -v ms="$best" -v kib="$most" -v pages="$(find "$work/out" -name '*.html' | wc -l)" \
        'BEGIN { printf "%-16s %8.2f s %8.0f MiB %8d pages\n", name, ms / 1000, kib / 1024, pages }'
}

export SOURCE_DATE_EPOCH=1789430400
echo "$plans plans, $(date +%F), $(nproc) cores"
measure planpress "$planpress" --site "$work/site" build --quiet --output "$work/out"

if command -v hugo >/dev/null; then
    cp -r "$peers/hugo" "$work/hugo"
    mkdir -p "$work/hugo/content"
    cp -r "$work/site/plans" "$work/hugo/content/plans"
    # Links by id become links to files; `kind` is a word of Hugo's own.
    find "$work/hugo/content" -name '*.md' -exec \
        sed -i -E 's/\[\[plan-([0-9]+)\]\]/[plan-\1]({{% relref "plan-\1.md" %}})/g; s/^kind: /plan_kind: /' {} +
    measure "Hugo $(hugo version | grep -o "v[0-9][0-9.]*" | head -1)" hugo --source "$work/hugo" --destination "$work/out" --quiet
fi
