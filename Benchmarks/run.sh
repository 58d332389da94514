#!/usr/bin/env bash
# Measures textmill on the articles of TEXTMILL_DATA/corpora and prints a table. Arguments go to bench.py.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 Benchmarks/bench.py --textmill .build/release/textmill --data "${TEXTMILL_DATA:-../shared/data}" "$@"
