#!/usr/bin/env bash
# Makes the pictures of the sample site with Debian's chromium: the README's (content/static/planpress-home.png) and,
# for looking at, pages in light, dark and phone width under target/screenshots/.
# usage: tests/screenshots.sh [SITE]   (default: the sample site, built anew into target/sample)
set -euo pipefail
cd "$(dirname "$0")/.."

site=${1:-}
if [ -z "$site" ]; then
    site=target/sample
    cargo run --locked --release --quiet -- --today 2026-09-15 build --output "$site"
fi
site=$(realpath "$site")
out=target/screenshots
mkdir -p "$out"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# shoot FILE PAGE SIZE [FLAG…]
shoot() {
    local file=$1 page=$2 size=$3
    shift 3
    chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" \
        --force-device-scale-factor=1 --window-size="$size" --virtual-time-budget=3000 \
        --screenshot="$PWD/$out/$file.png" "$@" "file://$site/$page" 2>/dev/null
    echo "$out/$file.png"
}

shoot home index.html 1440,1000
shoot home-dark index.html 1440,1000 --blink-settings=preferredColorScheme=0
shoot home-phone index.html 500,900
shoot plan plans/changsha-2026.html 1440,1400
shoot plan-dark plans/changsha-2026.html 1440,1400 --blink-settings=preferredColorScheme=0
shoot metric targets/revenue.html 1440,1000
shoot timeline timeline.html 1440,1000
shoot checks checks.html 1440,1000

mkdir -p content/static
cp "$out/home.png" content/static/planpress-home.png
