#!/bin/sh
# Format, lint, types, import contracts, translations; every check runs, whatever the others say.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh check

failed=
check() {
    name=$1
    shift
    if "$@"; then return 0; fi
    failed="$failed, $name"
}

check format .venv/bin/ruff format --check --quiet .
check lint .venv/bin/ruff check --quiet .
check types .venv/bin/mypy --no-error-summary
check imports .venv/bin/lint-imports
check translations .venv/bin/python scripts/check_translations.py
[ -z "$failed" ] || {
    printf 'Not right: %s\n' "${failed#, }" >&2
    exit 1
}
echo "All checks passed"
