#!/usr/bin/env bash
# Measures textmill on the articles of TEXTMILL_DATA and prints a table. Arguments go to bench.py. What it is measured beside is
# installed into an environment of its own, TEXTMILL_BENCH_VENV; where that fails, its rows are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=${TEXTMILL_BENCH_VENV:-$HOME/.venvs/textmill-bench}
if ! cmp -s Benchmarks/requirements.txt "$environment/installed.txt"; then
  echo "bench: installing BlingFire and spaCy into $environment" >&2
  if python3 -m venv "$environment" && "$environment/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt; then
    cp Benchmarks/requirements.txt "$environment/installed.txt"
  else
    echo "bench: they could not be installed: textmill is measured alone" >&2
  fi
fi
python=$environment/bin/python
[ -x "$python" ] || python=python3
exec "$python" -B Benchmarks/bench.py --textmill .build/release/textmill --data "${TEXTMILL_DATA:-../shared/data}" "$@"
