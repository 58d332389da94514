#!/usr/bin/env bash
# What the models give on a processor with AVX2 and without VNNI, as valgrind shows one, beside this processor: the records of news.yaml over the sample
# articles must not differ, nor the scores of tags and trees on 400 sentences of the development data, where it is there. Confidences may: says how many do.
#
#   Scripts/other-processor.sh TEXTMILL
set -euo pipefail
if ! command -v valgrind >/dev/null; then
  echo "other-processor: needs valgrind: apt-get install valgrind" >&2
  exit 1
fi
textmill=$(realpath "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Valgrind does not read the debugging information of Swift.
strip -g "$textmill" -o "$work/textmill"
ln -s "$(dirname "$textmill")"/*.resources "$work/"
export TEXTMILL_MODELS=$PWD/Models TEXTMILL_ONNXRUNTIME=${TEXTMILL_ONNXRUNTIME:-$PWD/.onnxruntime}
other() { valgrind --quiet --tool=none "$work/textmill" "$@" 2>"$work/log" || { cat "$work/log" >&2; return 1; }; }

"$work/textmill" run Pipelines/news.yaml Pipelines/articles -o "$work/here" --quiet
other run Pipelines/news.yaml Pipelines/articles -o "$work/other" --quiet --workers 1
"$work/textmill" diff "$work/here" "$work/other"
python3 - "$work/here/documents.jsonl" "$work/other/documents.jsonl" <<'PY'
import json, sys
here, other = ([entity["confidence"] for line in open(path) for entity in json.loads(line)["entities"]] for path in sys.argv[1:])
apart = [abs(a - b) for a, b in zip(here, other, strict=True) if a != b]
print(f"{len(apart)} of {len(here)} confidences differ, by {max(apart, default=0):.4f} at most")
PY

gold=${TEXTMILL_DATA:-../shared/data}/syntax/ud-gum-dev.conllu
if [ ! -f "$gold" ]; then
  echo "other-processor: tags and trees left out, for there is no '$gold': name the folder of development data in TEXTMILL_DATA" >&2
  exit 0
fi
printf 'pipeline: tag\nstages: [segment, tag]\n' >"$work/tag.yaml"
awk 'BEGIN { RS = ""; ORS = "\n\n" } NR <= 400' "$gold" >"$work/gold.conllu"
"$work/textmill" eval syntax "$work/tag.yaml" "$work/gold.conllu" --gold-tokens | tee "$work/here.txt"
other eval syntax "$work/tag.yaml" "$work/gold.conllu" --gold-tokens >"$work/other.txt"
cmp "$work/here.txt" "$work/other.txt"
