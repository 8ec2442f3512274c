#!/bin/sh
# The whole test suite, first on SQLite and then on a PostgreSQL that it starts itself.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh test

# Where everything can be installed, a skipped test is a failure.
strict=
[ "${CI:-}" != true ] || strict="-p tests.no_skips"

# shellcheck disable=SC2086 -- $strict is none or two words
run_tests() { .venv/bin/python -m pytest -n 2 $strict "$@"; }

without=$(.venv/bin/python -c 'from tests import postgres; print(postgres.missing())')
if [ -n "$without" ]; then
    printf 'The tests on PostgreSQL are left out: %s\n' "$without"
    [ "${CI:-}" != true ] || exit 1
fi

status=0
echo "The test suite on SQLite"
TEST_DATABASE=sqlite run_tests -m "not postgresql" || status=$?
if [ -z "$without" ]; then
    echo "The test suite on PostgreSQL"
    TEST_DATABASE=postgresql run_tests || status=$?
fi
exit "$status"
