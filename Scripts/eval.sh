#!/usr/bin/env bash
# Scores the shipped pipelines on the development data in TEXTMILL_DATA, and fails where a score is below its floor: what it reached, a little rounded down.
#
#   Scripts/eval.sh TEXTMILL
set -euo pipefail
textmill=$(realpath "$1")
cd "$(dirname "$0")/.."
data=${TEXTMILL_DATA:-../shared/data}
if [ ! -d "$data" ]; then
  echo "eval: left out, for there is no development data at '$data': name its folder in TEXTMILL_DATA" >&2
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The segmenter alone, without the blocks of normalize.
printf 'pipeline: segment\nstages: [segment]\n' >"$folder/segment.yaml"
printf 'pipeline: tag\nstages: [segment, tag]\n' >"$folder/tag.yaml"
printf 'pipeline: large\nextends: %s\noptions: { tag: { model: news-en-large }, entities: { model: news-en-large } }\n' "$PWD/Pipelines/news.yaml" >"$folder/large.yaml"
printf 'pipeline: large-tag\nstages: [segment, { tag: { model: news-en-large } }]\n' >"$folder/large-tag.yaml"
printf 'pipeline: rules\nstages: [normalize, segment, { entities: { model: none } }]\n' >"$folder/rules.yaml"
status=0

# floors EVALUATION PIPELINE GOLD [--OPTION...] SCORE=PERCENT...
floors() {
  local arguments=("$1" "$2" "$data/$3") minimum
  for minimum in "${@:4}"; do
    case $minimum in --*) arguments+=("$minimum") ;; *) arguments+=(--minimum "$minimum") ;; esac
  done
  echo "== $1: $(basename "$2"), $3"
  "$textmill" eval "${arguments[@]}" || status=1
  echo
}

floors segmentation "$folder/segment.yaml" syntax/ud-ewt-dev.conllu sentences=84.5 tokens=99
floors segmentation "$folder/segment.yaml" syntax/ud-gum-dev.conllu sentences=95.3 tokens=99.7
floors segmentation "$folder/segment.yaml" syntax/ud-pud-wiki.conllu sentences=99.5 tokens=99.7
floors segmentation "$folder/segment.yaml" segmentation/ud-dev.jsonl sentences=89.5
floors segmentation "$folder/segment.yaml" segmentation/golden-rules-en.json rules=96
floors segmentation "$folder/segment.yaml" segmentation/english-cases.json rules=75.5
# Lists and rules alone.
floors entities "$folder/rules.yaml" ner/worldwide-dev.tsv micro=66 precision=77 Person=73 Location=72.5 NORP=74 Organization=60
floors entities "$folder/rules.yaml" ner/uner-pud-wiki.tsv micro=56.5 precision=77
floors entities "$folder/rules.yaml" ner/re3d-visible.tsv micro=35 precision=45
floors entities Pipelines/news.yaml ner/worldwide-dev.tsv micro=75.5 precision=75 Person=79.5 Location=80 Facility=45 NORP=78.5 Organization=71.5
floors entities Pipelines/news.yaml ner/uner-pud-wiki.tsv micro=79 precision=78
floors entities Pipelines/news.yaml ner/re3d-visible.tsv micro=40 precision=46
floors entities Benchmarks/phrases.yaml ner/re3d-visible.tsv micro=50 precision=58
floors entities "$folder/large.yaml" ner/worldwide-dev.tsv micro=77.5 precision=77 Person=82 Location=83 Organization=73.5
floors entities "$folder/large.yaml" ner/uner-pud-wiki.tsv micro=81 precision=80
floors syntax "$folder/tag.yaml" syntax/ud-gum-dev.conllu --gold-tokens upos=97 lemmas=98 uas=91.5 las=89.2
floors syntax "$folder/tag.yaml" syntax/ud-ewt-dev.conllu --gold-tokens upos=94.5 lemmas=95.5 uas=89.2 las=85.7
floors syntax "$folder/tag.yaml" syntax/ud-gum-dev.conllu upos=96.9 lemmas=98 uas=90.8 las=88.6
floors syntax "$folder/large-tag.yaml" syntax/ud-gum-dev.conllu --gold-tokens upos=97.4 lemmas=98 uas=93 las=91
floors syntax "$folder/large-tag.yaml" syntax/ud-ewt-dev.conllu --gold-tokens upos=95.2 lemmas=95.5 uas=90.5 las=87.3
exit $status
