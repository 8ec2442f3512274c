#!/bin/sh
# Makes this folder ready to run, check or test; a second run does only what changed.
# usage: scripts/setup.sh run|check|test
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"
python=${PYTHON:-python3}
purpose=${1:-run}

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}
has_command() { command -v "$1" >/dev/null 2>&1; }
has_library() { ! has_command ldconfig || ldconfig -p | grep -q "$1\.so"; }
has_environment() { .venv/bin/python -c 'import pip' >/dev/null 2>&1; }
has_initdb() { has_command initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_browser() { has_command chromium || has_command chromium-browser; }
chromium_package() { if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi; }

# System packages without which nothing works, looked for by what they provide.
needed_packages() {
    has_command "$python" || echo python3
    has_environment || "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || echo python3-venv
    [ "$purpose" != check ] || return 0
    has_library libpango-1.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset || echo libharfbuzz-subset0
}

# System packages without which some tests are skipped.
test_packages() {
    [ "$purpose" = test ] || return 0
    has_browser || chromium_package
    has_command pdftotext || echo poppler-utils
    has_initdb || echo postgresql
}

install_system_packages() {
    needed=$(needed_packages | xargs)
    missing=$(printf '%s %s' "$needed" "$(test_packages | xargs)" | xargs)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && has_command apt-get; then
        say "Installing the system packages that are missing: $missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        # shellcheck disable=SC2086 -- one word a package
        apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends $missing >/dev/null
        return 0
    fi
    say "System packages are missing. To install them:"
    say "    sudo apt-get install $missing"
    [ -z "$needed" ] || fail "Then run the same command again."
    say "Until then the tests that need them are skipped."
}

check_python() {
    ! has_command "$python" || "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Pathways needs Python 3.11 or newer; this is $("$python" --version 2>&1). Set PYTHON to a newer one."
}

# Prints the sha256 of the named files together.
fingerprint() { cat "$@" | .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

install_python_packages() {
    if ! has_environment; then
        say "Making the virtual environment .venv"
        "$python" -m venv .venv
    fi
    stamp=.venv/.installed-run
    file=requirements.txt
    print=$(fingerprint requirements.txt)
    if [ "$purpose" != run ]; then
        stamp=.venv/.installed-dev
        file=requirements-dev.txt
        print=$(fingerprint requirements.txt requirements-dev.txt)
    fi
    [ "$(cat "$stamp" 2>/dev/null)" != "$print" ] || return 0
    say "Installing the Python packages of $file; the first time takes a minute or two"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --root-user-action=ignore -r "$file"
    [ "$purpose" = run ] || fingerprint requirements.txt >.venv/.installed-run
    printf '%s\n' "$print" >"$stamp"
}

compile_translations() {
    if [ "$purpose" != run ] && [ -e app/translations/messages.pot ]; then
        .venv/bin/python scripts/make_pseudo_locale.py
    fi
    for source in app/translations/*/LC_MESSAGES/messages.po; do
        [ -e "$source" ] || continue
        compiled=${source%.po}.mo
        if [ -z "$(find "$compiled" -newer "$source" 2>/dev/null)" ]; then
            .venv/bin/pybabel --quiet compile --input-file "$source" --output-file "$compiled"
        fi
    done
}

# WhiteNoise serves the .gz and .br beside a file; gunicorn compresses nothing.
compress_static_files() {
    [ "$purpose" = run ] || return 0
    stamp=.setup/compressed
    if [ -e "$stamp" ] &&
        [ -z "$(find static -type f ! -name '*.gz' ! -name '*.br' -newer "$stamp")" ]; then
        return 0
    fi
    say "Compressing the static files"
    .venv/bin/python -m whitenoise.compress --quiet static gz br ttf png jpg ico
    mkdir -p .setup
    touch "$stamp"
}

check_python
install_system_packages
check_python
install_python_packages
compile_translations
compress_static_files
