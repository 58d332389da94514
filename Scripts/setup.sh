#!/usr/bin/env bash
# Installs what Textmill is built with, on Debian and Ubuntu. Says what it installs; says nothing when nothing is to do.
set -euo pipefail

packages=(libyaml-dev libsimdjson-dev libuchardet-dev libssl-dev pkg-config python3)

command -v swift >/dev/null || {
  echo "setup: Swift 6.2 or newer is not on the PATH: install it from swift.org first" >&2
  exit 1
}

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "setup: these Debian packages are missing and this user may not install them: ${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo)
fi
echo "setup: installing the Debian packages ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
install || { "${as_root[@]}" apt-get update >"$log" 2>&1 && install; } || {
  cat "$log" >&2
  echo "setup: the packages could not be installed" >&2
  exit 1
}
