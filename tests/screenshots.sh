#!/usr/bin/env bash
# Makes the pictures of the sites: eight pages, light, dark and on a phone, and the search, into target/screenshots/;
# the README's picture (content/static/planpress-home.png) is the home page among them.
# usage: tests/screenshots.sh [PLANPRESS]   (default: the release build)
set -euo pipefail
cd "$(dirname "$0")/.."

tests/browser/sites.sh "$@"
node tests/browser/screenshots.js
mkdir -p content/static
cp target/screenshots/home.png content/static/planpress-home.png
