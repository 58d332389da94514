#!/usr/bin/env bash
# What the formatter cannot see: escapes from Swift's checks, and files that grew too long.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
say() {
  echo "$1" >&2
  status=1
}
escapes=$(git grep -nE '@unchecked Sendable|try!|fatalError\(|TODO|FIXME' -- 'Sources/*.swift' || true)
[ -z "$escapes" ] || say "escapes from the house rules:
$escapes"
# A line before it says why each is safe.
unproven=$(git grep -nB1 'nonisolated(unsafe)' -- 'Sources/*.swift' | grep -v '^--$' \
  | awk '/nonisolated\(unsafe\)/ { if (before !~ /\/\/ Safe: /) print } { before = $0 }' || true)
[ -z "$unproven" ] || say "unsafe state without a line that says why it is safe:
$unproven"
long=$(git ls-files '*.swift' | xargs wc -l | awk '$2 != "total" && $1 > 450 { print "  " $2 " has " $1 " lines" }')
[ -z "$long" ] || say "files that do too much:
$long"
committed=$(git ls-files | grep -E '(^|/)(Package\.resolved|\.build)' || true)
[ -z "$committed" ] || say "build products in the tree: $committed"
exit $status
