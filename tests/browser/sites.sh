#!/usr/bin/env bash
# Installs what is missing (setup.sh) and builds the sites that the browser tests and the screenshots open, into
# target/browser/sites/.
# usage: tests/browser/sites.sh [PLANPRESS]   (default: the release build)
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/browser/setup.sh

build() { # SITE OUTPUT [FLAG…]
    local site=$1 output=$2
    shift 2
    "${program[@]}" --site "$site" --today 2026-09-15 build --output "$output" "$@"
}
program=("$@")
[ ${#program[@]} -gt 0 ] || program=(cargo run --locked --release --quiet --)
out=target/browser/sites
rm -rf "$out"
mkdir -p "$out"

build content "$out/plans"
build tests/english/site "$out/english"
sources=target/browser/sources
trap 'rm -rf "$sources"' EXIT
rm -rf "$sources"
mkdir -p "$sources"
# The nine faulty plans under the schemas and metrics of the sample, as tests/nine has them, for the findings: a site is
# built although the checker refuses it.
cp -r tests/nine/site "$sources/faulty"
cp -r content/schemas content/metrics.yaml content/dimensions.yaml "$sources/faulty"
build "$sources/faulty" "$out/faulty" --keep-going 2>/dev/null || [ -f "$out/faulty/index.html" ]
# So many plans with phases that their timeline begins folded.
mkdir -p "$sources/many/plans" "$sources/many/schemas"
printf 'title: Many\nlanguage: en\n' >"$sources/many/planpress.yaml"
printf 'title: Plan\nsections:\n- { id: phases, title: Phases, table: { as: phases, columns: { name: Phase, start: From, end: To } } }\n' >"$sources/many/schemas/plan.yaml"
for n in $(seq 100 309); do
    printf -- '---\nkind: plan\n---\n# Plan %s\n\n## Phases\n\n| Phase | From | To |\n| --- | --- | --- |\n' "$n"
    printf '| Step %s | 2026-0%s-01 | 2026-0%s-20 |\n' 1 1 1 2 2 2 3 3 3 4 4 4 5 5 5
done | awk -v folder="$sources/many/plans" '/^---$/ && ++fences % 2 { name = folder "/p" ++plans ".md" } { print > name }'
build "$sources/many" "$out/many"
# The sample once more in the plain theme.
cp -r content "$sources/plain"
sed -i '1i theme: plain' "$sources/plain/planpress.yaml"
build "$sources/plain" "$out/plain"
