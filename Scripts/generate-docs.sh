#!/usr/bin/env bash
# Writes the generated reference in Docs/ with the given textmill. A test fails when it is stale.
set -euo pipefail
cd "$(dirname "$0")/.."
textmill=$1
Scripts/copy-pipelines.sh
{
  printf '# The built-in stages\n\n<!-- Written by make docs. -->\n\n'
  "$textmill" stages --all --no-plugins
} >Docs/stages.md
"$textmill" schema --no-plugins >Docs/pipeline.schema.json
