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
printf 'Pathways is at http://127.0.0.1:%s (Ctrl-C stops it)\n' "$PORT"
exec .venv/bin/gunicorn --bind "127.0.0.1:$PORT" --preload --workers 2 --threads 4 \
    --log-level warning --no-control-socket wsgi:app
