#!/usr/bin/env bash
# Makes the DocC archive of the module Pipeline, all that the author of a stage in Swift sees, from the modules of a build, with the toolchain's own docc.
# A link in a comment that leads nowhere is an error, and so is a symbol that no group of the first page names.
# Arguments: the folder with the modules, where the archive is to stand, and the path on its server where that is not the root.
set -euo pipefail
modules=$(realpath "$1")
archive=$(realpath --canonicalize-missing "$2")
base=${3:-/}
cd "$(dirname "$0")/.."
command -v docc >/dev/null || {
  echo "docs: docc, which comes with Swift's toolchain, is not on the PATH: the pages of the API are not made" >&2
  exit 0
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
target=$(swiftc -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["unversionedTriple"])')
swift symbolgraph-extract -module-name Pipeline -I "$modules" -module-cache-path "$scratch/cache" -target "$target" \
  -minimum-access-level public -skip-synthesized-members -output-dir "$scratch"
docc convert Sources/Pipeline/Pipeline.docc --additional-symbol-graph-dir "$scratch" --output-path "$scratch/archive" \
  --fallback-display-name Pipeline --fallback-bundle-identifier textmill.Pipeline --fallback-default-module-kind Module \
  --hosting-base-path "$base" --transform-for-static-hosting --warnings-as-errors >"$scratch/log" 2>&1 || {
  cat "$scratch/log" >&2
  exit 1
}
python3 - "$scratch/archive/data/documentation/pipeline.json" <<'PYTHON'
import json, sys

groups = json.load(open(sys.argv[1], encoding="utf-8"))["topicSections"]
lost = [link.rsplit("/", 1)[1] for group in groups if group.get("generated") for link in group["identifiers"]]
if lost:
    sys.exit("docs: Sources/Pipeline/Pipeline.docc/Pipeline.md has no group for " + ", ".join(lost))
PYTHON
rm -rf "$archive"
mkdir -p "$(dirname "$archive")"
cp -r "$scratch/archive" "$archive"
echo "The API of stages: python3 -m http.server --bind 127.0.0.1 --directory $archive, then http://127.0.0.1:8000/documentation/pipeline/"
