#!/bin/sh
# Create the virtual environment $1 and install requirements.txt into it, then the npm packages that
# make the pages; one clear line if that fails.
# Called by the Makefile; the environment is ready when $1/.ready exists.
set -u
venv=$1
log=$venv/install.log

fail() {
    echo "setup: $1" >&2
    exit 1
}

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

if [ ! -x "$venv/bin/python" ]; then
    for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        suits "$python" && break
        python=
    done
    [ -n "$python" ] || fail "Python 3.11 to 3.14 is needed and was not found; name one with PYTHON=/path/to/python"
    "$python" -m venv "$venv" >/dev/null 2>&1 || {
        rm -rf "$venv"
        fail "$python cannot create a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"
    }
fi

echo "Installing $(grep -c '==' requirements.txt) packages into $venv (once, a minute or two)"
# pip names each package as it comes to it: every twentieth line is progress enough.
{ "$venv/bin/python" -m pip install --disable-pip-version-check -r requirements.txt 2>&1; echo "exit $?"; } |
    tee "$log" | awk '/^Collecting /{ if (++n % 20 == 0) { print "  " n " packages found"; fflush() } }
                      /^Installing collected/{ print "  installing"; fflush() }'
tail -n 1 "$log" | grep -q '^exit 0$' ||
    fail "installation failed: $(grep -m 1 '^ERROR' "$log" || echo 'no reason given') (all of it in $log)"
"$venv/bin/python" site/extensions/nodejs.py || exit 1
touch "$venv/.ready"
