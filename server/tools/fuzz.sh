#!/usr/bin/env bash
# fuzz.sh TIME: runs every fuzz target for TIME, one after the other.
set -euo pipefail
cd "$(dirname "$0")/../.."
grep -rlE '^func Fuzz' --include='*_test.go' server app | while read -r file; do
	for name in $(grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | cut -d' ' -f2); do
		echo "== $name in $(dirname "$file")"
		go test "./$(dirname "$file")" -run '^$' -fuzz "^$name\$" -fuzztime "$1" -fuzzminimizetime 10x
	done
done
