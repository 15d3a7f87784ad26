#!/bin/sh
# Make this checkout ready to run on Debian, Ubuntu or macOS: system libraries through apt when it may, then .venv from the lock.
# Usage: packaging/setup.sh [test]     "test" also installs what only the tests need.
set -eu
cd "$(dirname "$0")/.."

missing() { # of the packages listed in the files given, those that dpkg does not know as installed
    sed -e '/^#/d' -e '/^$/d' "$@" | while read -r name; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && continue
        # a library renamed for 64-bit time (libglib2.0-0t64) serves as well
        [ "$(dpkg-query -W -f '${db:Status-Status}' "${name}t64" 2>/dev/null)" = installed ] || printf '%s ' "$name"
    done
}

system_libraries() {
    command -v apt-get >/dev/null || return 0
    lists=packaging/debian-packages.txt
    [ "${1:-}" = test ] && lists="$lists packaging/debian-test-packages.txt"
    # shellcheck disable=SC2086
    wanted=$(missing $lists)
    [ -n "$wanted" ] || return 0
    as_root=''
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=sudo; else
            echo "These system packages are missing; install them, then run this again:  sudo apt-get install $wanted" >&2
            exit 1
        fi
    fi
    echo "Installing system packages: $wanted"
    # Orthanc comes as a service; the tests start their own, so keep Debian from starting one that listens to the network.
    blocked=''
    if [ "${1:-}" = test ] && [ ! -e /usr/sbin/policy-rc.d ]; then
        blocked=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$blocked" >/dev/null
        $as_root chmod 755 "$blocked"
    fi
    status=0
    # shellcheck disable=SC2086
    { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null; } || status=$?
    [ -z "$blocked" ] || $as_root rm -f "$blocked"
    if [ "$status" != 0 ]; then
        echo "apt-get could not install them (see above):  $wanted" >&2
        exit 1
    fi
}

newest_python() { # the first Python that is 3.11 or later
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or later is needed (package python3)." >&2
    exit 1
}

system_libraries "$@"
stamp=.venv/.made-from
fingerprint=$(cat packaging/lock.txt pyproject.toml | cksum)
if [ ! -x .venv/bin/garonne ] || [ "$(cat "$stamp" 2>/dev/null)" != "$fingerprint" ]; then
    python=$(newest_python)
    echo "Making .venv from packaging/lock.txt (about a minute) ..."
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r packaging/lock.txt
    .venv/bin/python packaging/trim.py
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps --config-settings editable_mode=compat -e .
    printf '%s' "$fingerprint" >"$stamp"
fi
