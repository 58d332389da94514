#!/usr/bin/env bash
# What the models give on a processor with AVX2 and without VNNI, as valgrind shows one, beside this processor: the records of news.yaml over the sample
# articles must not differ, nor the scores of tags and trees on 400 sentences of the development data, where it is there. Confidences may, a little.
#
#   Scripts/other-processor.sh TEXTMILL
set -euo pipefail
if ! command -v valgrind >/dev/null; then
  echo "other-processor: needs valgrind: apt-get install valgrind" >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$(dirname "$0")/.."
# Valgrind does not read the debugging information of Swift.
strip -g "$1" -o "$work/textmill"
export TEXTMILL_MODELS=$PWD/Models TEXTMILL_ONNXRUNTIME=${TEXTMILL_ONNXRUNTIME:-$PWD/.onnxruntime}
ln -s "$(dirname "$(realpath "$1")")"/*.resources "$work/" 2>/dev/null || true
other() { valgrind --quiet --tool=none "$work/textmill" "$@"; }

"$work/textmill" run Pipelines/news.yaml Pipelines/articles -o "$work/here" --quiet
other run Pipelines/news.yaml Pipelines/articles -o "$work/other" --quiet --workers 1 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
"$work/textmill" diff "$work/here" "$work/other"

gold=${TEXTMILL_DATA:-../shared/data}/syntax/ud-gum-dev.conllu
if [ -f "$gold" ]; then
  printf 'pipeline: tag\nstages: [segment, tag]\n' >"$work/tag.yaml"
  awk 'BEGIN { RS = ""; ORS = "\n\n" } NR <= 400' "$gold" >"$work/gold.conllu"
  "$work/textmill" eval syntax "$work/tag.yaml" "$work/gold.conllu" --gold-tokens | tee "$work/here.txt"
  other eval syntax "$work/tag.yaml" "$work/gold.conllu" --gold-tokens 2>>"$work/log" >"$work/other.txt"
  cmp "$work/here.txt" "$work/other.txt"
fi
