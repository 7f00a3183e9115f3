#!/usr/bin/env bash
# need.sh COMMAND PACKAGE...: installs Debian packages when COMMAND is missing,
# and says so. Elsewhere than Debian it says what to install.
set -euo pipefail
command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] && exit 0
echo "installing ${*:2} (for $1)"
if ! command -v apt-get >/dev/null 2>&1; then
	echo "please install: ${*:2}" >&2
	exit 1
fi
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${@:2}" >/dev/null
