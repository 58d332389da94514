#!/usr/bin/env bash
# From the data folder to Models/: the environment, then every step; each goes on where it was stopped. README.md tells more.
set -euo pipefail
cd "$(dirname "$0")"
work=${TEXTMILL_TRAINING:-$HOME/.cache/textmill/training}
environment=${TEXTMILL_TRAINING_VENV:-$HOME/.venvs/textmill-training}
if ! cmp -s requirements.txt "$environment/installed.txt"; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet -r requirements.txt
  cp requirements.txt "$environment/installed.txt"
fi
mkdir -p "$work"
run() { nice -n "${TEXTMILL_TRAINING_NICE:-0}" "$environment/bin/python" -m newsmodel "$@"; }
if [ $# -gt 0 ]; then
  run "$@"
  exit
fi
run teacher minilm
run teacher mpnet
run student student-base
run student student-small
run export student-small news-en
run student student-large
run export student-large news-en-large
