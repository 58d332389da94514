#!/usr/bin/env bash
# Installs what Textmill is built with, on Debian and Ubuntu, and takes ONNX Runtime into the checkout. Says what it installs; says nothing when nothing is
# to do.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libyaml-dev libsimdjson-dev libuchardet-dev libssl-dev pkg-config python3)

command -v swift >/dev/null || {
  echo "setup: Swift 6.2 or newer is not on the PATH: install it from swift.org first" >&2
  exit 1
}

log=$(mktemp)
folder=
trap 'rm -rf "$log" "$folder"' EXIT

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done

# ONNX Runtime is taken out of its Python package, which pip fetches; nothing is installed into any Python.
wanted=$(sed -n 's/^onnxruntime==\([^ ]*\).*/\1/p' Scripts/onnxruntime.txt)
library=.onnxruntime/libonnxruntime.so.$wanted
# Who has a library of their own names it.
[ -z "${TEXTMILL_ONNXRUNTIME:-}" ] || library=$TEXTMILL_ONNXRUNTIME
[ -e "$library" ] || python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)

install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
if [ ${#missing[@]} -ne 0 ]; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "setup: these Debian packages are missing and this user may not install them: ${missing[*]}" >&2
      exit 1
    }
    as_root=(sudo)
  fi
  echo "setup: installing the Debian packages ${missing[*]}"
  install || { "${as_root[@]}" apt-get update >"$log" 2>&1 && install; } || {
    cat "$log" >&2
    echo "setup: the packages could not be installed" >&2
    exit 1
  }
fi

if [ ! -e "$library" ] && [ -n "${TEXTMILL_ONNXRUNTIME:-}" ]; then
  echo "setup: there is nothing at '$library', which TEXTMILL_ONNXRUNTIME names" >&2
  exit 1
elif [ ! -e "$library" ]; then
  echo "setup: taking ONNX Runtime $wanted into .onnxruntime"
  folder=$(mktemp -d)
  # The library is the same in the package for every version of Python, so one is asked for whatever Python is here.
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --python-version 3.11 --implementation cp \
    --abi cp311 --platform "manylinux_2_28_$(uname -m)" --dest "$folder" --requirement Scripts/onnxruntime.txt >"$log" 2>&1 || {
    cat "$log" >&2
    echo "setup: ONNX Runtime $wanted could not be fetched: put its library into .onnxruntime, or name it in TEXTMILL_ONNXRUNTIME" >&2
    exit 1
  }
  python3 - "$folder" "$library" <<'END'
import pathlib, sys, zipfile

folder, library = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
library.parent.mkdir(exist_ok=True)
for old in library.parent.glob("libonnxruntime.so*"):
    old.unlink()
with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
    for name in ("LICENSE", "ThirdPartyNotices.txt"):
        (library.parent / name).write_bytes(wheel.read(f"onnxruntime/{name}"))
    # Whole or not there: a library that is cut off must not stay.
    part = library.parent / "part"
    part.write_bytes(wheel.read(f"onnxruntime/capi/{library.name}"))
    part.rename(library)
END
fi
