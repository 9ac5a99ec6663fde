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
# A site full of faults, for the findings: it is built although the checker refuses it.
build tests/nine/site "$out/faulty" --keep-going 2>/dev/null || [ -f "$out/faulty/index.html" ]
# The sample once more in the plain theme.
cp -r content target/browser/plain-source
trap 'rm -rf target/browser/plain-source' EXIT
sed -i '1i theme: plain' target/browser/plain-source/planpress.yaml
build target/browser/plain-source "$out/plain"
