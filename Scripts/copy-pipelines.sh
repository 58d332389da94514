#!/usr/bin/env bash
# Copies the shipped pipelines, each with all that it and its tests name, to where `textmill new pipeline --from` takes them from.
# A test fails when they differ.
set -euo pipefail
cd "$(dirname "$0")/../Pipelines"
target=../Sources/Scaffolds/Data/pipelines
rm -rf "$target"
copy() {
  local name=$1
  shift
  mkdir -p "$target/$name"
  cp --parents "$name.yaml" "$name.test.yaml" articles/valley-flood.txt articles/envoys-expelled.txt "$@" "$target/$name"
}
copy news rules/*
copy quick
copy entities gazetteers/* patterns/*
