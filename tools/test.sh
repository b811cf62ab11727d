#!/usr/bin/env bash
# Everything that has to hold, quick looks first; ends with pytest's own closing line.
#   tools/test.sh [pytest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
# Hundreds of processes start on the way; with this variable, which many containers set, each compiles a thousand
# modules anew: 2.2 s of processor time for a command instead of 1.0.
unset PYTHONDONTWRITEBYTECODE

run() { local name="$1"; shift; local out; out="$(mktemp)"; if "$@" >"$out" 2>&1; then echo "ok    $name"; else cat "$out"; echo "FAILED $name"; rm -f "$out"; exit 1; fi; rm -f "$out"; }

run "imports go down only" lint-imports --no-logo
run "lint" ruff check .
run "format" ruff format --check .
run "types" mypy
run "both languages" python tools/compile_messages.py --check
run "migrations are complete" env -u DATABASE_URL -u DATABASE_OWNER_URL GRIDKEEPER_HOME=/nonexistent GRIDKEEPER_DATABASE_POOL=0 \
    DJANGO_SETTINGS_MODULE=gridkeeper.project.settings python -W ignore -m django makemigrations --check --dry-run

exec python -m pytest -n "${PYTEST_WORKERS:-3}" --dist loadfile --no-loadscope-reorder "$@"
