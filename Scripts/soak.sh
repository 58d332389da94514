#!/usr/bin/env bash
# A hundred thousand documents (or as many as the second argument says) with one worker, with two, and by a run that is killed halfway and
# then repeated: all three give the same bytes, and the killed one left no output that looks whole.
set -euo pipefail
cd "$(dirname "$0")/.."
textmill=$PWD/$1
count=${2:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$count" >"$work/in.jsonl" <<'PY'
import json, pathlib, sys
texts = [p.read_text(errors="replace") for p in sorted(pathlib.Path("Pipelines/articles").rglob("*.txt"))]
for number in range(int(sys.argv[1])):
    print(json.dumps({"id": f"d{number}", "text": f"{texts[number % len(texts)]}\n\nDocument {number} ends here."}))
PY
sed 's|html: report/.*||' Pipelines/news.yaml >"$work/news.yaml"
cp -r Pipelines/rules "$work/rules"

digest() { (cd "$1" && sha256sum documents.jsonl digest.md tables/*.csv | sha256sum); }
run() { "$textmill" run "$work/news.yaml" "$work/in.jsonl" -o "$work/$1" --quiet --workers "$2"; }

started=$SECONDS
run one 1
took=$((SECONDS - started))
run two 2
"$textmill" run "$work/news.yaml" "$work/in.jsonl" -o "$work/killed" --quiet --workers 2 &
process=$!
sleep "$(((took + 3) / 4))"
kill -9 "$process" 2>/dev/null || { echo "soak: the run ended before it could be killed: give more documents" >&2; exit 1; }
wait "$process" 2>/dev/null || true
left=$(find "$work/killed" -mindepth 1 -maxdepth 1 ! -name .textmill)
[ -z "$left" ] || { echo "soak: the killed run left $left" >&2; exit 1; }
run killed 2
[ "$(digest "$work/one")" = "$(digest "$work/two")" ] || { echo "soak: two workers gave other bytes than one" >&2; exit 1; }
[ "$(digest "$work/one")" = "$(digest "$work/killed")" ] || { echo "soak: the repeated run gave other bytes" >&2; exit 1; }
[ "$(wc -l <"$work/one/documents.jsonl")" -eq "$count" ] || { echo "soak: documents are missing" >&2; exit 1; }
echo "soak: $count documents, the same bytes with one worker, with two, and after a kill"
