#!/usr/bin/env bash
# What the browser tests and the screenshots need: Debian's headless Chromium, nginx, poppler, a Chinese font, node with
# npm (by apt-get, where missing), and the two packages of package.json (by npm). Says clearly what it cannot get.
# CHROMIUM=/usr/bin/chromium takes another browser; it needs three times as long.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
need() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null || missing+=("$2"); }
need "${CHROMIUM:-chromium-headless-shell}" chromium-headless-shell
need nginx nginx-light
need pdftotext poppler-utils
need node nodejs
need npm npm
[ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || missing+=(fonts-noto-cjk)

if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}"
    as_root=()
    if [ "$(id -u)" != 0 ]; then
        as_root=(sudo -n)
        sudo -n true 2>/dev/null || { echo "missing: ${missing[*]}; install them, or run as root or with sudo" >&2; exit 1; }
    fi
    command -v apt-get >/dev/null || { echo "missing: ${missing[*]}; there is no apt-get to install them" >&2; exit 1; }
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Node's packages, as the lock file says; again only when it has changed.
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --loglevel=error
    cp package-lock.json node_modules/.installed
fi
