#!/bin/sh
# Starts Pathways on this machine with a demo programme; Ctrl-C stops everything.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh run
PORT=$(.venv/bin/python scripts/port.py)
export PORT
.venv/bin/flask --app wsgi migrate
if [ "${APP_ENV:-development}" != production ]; then
    .venv/bin/flask --app wsgi seed-demo
fi
.venv/bin/flask --app wsgi worker &
worker=$!
.venv/bin/gunicorn --bind "127.0.0.1:$PORT" --preload --workers 2 --threads 4 \
    --log-level warning --no-control-socket wsgi:app &
server=$!
# Whatever ends this script ends both. A signal ends wait early, so it is asked again.
trap 'kill "$server" "$worker" 2>/dev/null || :' EXIT INT TERM HUP
printf 'Pathways is at http://127.0.0.1:%s (Ctrl-C stops it)\n' "$PORT"
status=0
wait "$server" || status=$?
[ "$status" -le 128 ] || { status=0 && wait "$server"; } || status=$?
kill "$worker" 2>/dev/null || :
wait "$worker" || :
exit "$status"
