#!/usr/bin/env bash
# Chromium and Chinese fonts for the browser tests, from the system's packages. Does nothing when both are there.
set -euo pipefail
wanted=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || wanted+=(chromium)
[ -n "$(find /usr/share/fonts -iname '*NotoSansCJK*' -print -quit 2>/dev/null)" ] || wanted+=(fonts-noto-cjk)
[ ${#wanted[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Please install these by hand, then run this again: ${wanted[*]}" >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please run as root: apt-get install ${wanted[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}"; }
# The lists of a fresh machine are often empty or old: the first attempt may fail for that reason alone.
if ! install >"$log" 2>&1; then
    "${as_root[@]}" apt-get update -qq >"$log" 2>&1 && install >>"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
