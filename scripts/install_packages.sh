#!/usr/bin/env bash
# Installs the Debian packages that the tests need; stops with one sentence where that is not allowed.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    echo "The tests need ${missing[*]}: please install with root rights (apt-get install ${missing[*]})." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q
# The cluster that Debian would start by itself is of no use here: the tests start their own.
"${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
