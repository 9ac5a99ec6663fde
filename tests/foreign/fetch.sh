#!/usr/bin/env bash
# The documentation of others for the test of foreign Markdown: some 1,500 files, a third of them behind front matter,
# from packages of npm under the Apache 2.0 licence, unpacked once into a folder. Fails where it cannot get them.
# usage: tests/foreign/fetch.sh FOLDER
set -euo pipefail

folder=$1
packages=(
    "ai@7.0.173 74b79adfbcd3d61edc8e452c069ad4e11ab7e4726a86d1c76aad634c05e31d0a327e97acc29802ae18d9256756735d208c40319b3d75e29cbb88b190df120cc7"
    "workflow@4.8.9 7b4ed40aedd5f111723b2edcafe80d7d67410e84204b8d3e48f124d97050cb65814f52dc4c6a16b3d1cfc08e40bdc6b05794c1ed3ad52aa0412a8a86943a26c1"
    "@mastra/mcp-docs-server@1.2.27 607a1a3b560b09eb58246e4fe1119b85c5a5c0018cb478fa6e972f7c993acfeb59c41e6391ffe45f306e2980f6ebd0a73946f56a3a8e67023fdbf322359863e9"
)

for entry in "${packages[@]}"; do
    read -r package sum <<<"$entry"
    target=$folder/${package//[@\/]/-}
    [ -d "$target" ] && continue
    beside=$(mktemp -d)
    file=$(npm pack --silent --pack-destination "$beside" "$package" | tail -1)
    echo "$sum  $beside/$file" | sha512sum --check --quiet
    mkdir "$beside/unpacked"
    tar xzf "$beside/$file" -C "$beside/unpacked"
    mkdir -p "$folder"
    mv "$beside/unpacked" "$target"
    rm -r "$beside"
done
