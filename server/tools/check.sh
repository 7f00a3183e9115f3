#!/usr/bin/env bash
# What must hold besides the tests. Every fault is printed; one fails the check.
set -uo pipefail
cd "$(dirname "$0")/../.."
faults=0
fault() { echo "FAULT: $*"; faults=$((faults + 1)); }
step() { echo "== $*"; }

step "gofmt"
out=$(gofmt -l $(git ls-files '*.go')) && [ -z "$out" ] || fault "gofmt wants: $out"

step "go vet, for the server and for the browser"
go vet ./... || fault "go vet"
GOOS=js GOARCH=wasm go vet ./app/... ./wasm/... || fault "go vet for the browser"

step "staticcheck"
go tool staticcheck ./... || fault "staticcheck"

step "modules"
go mod verify || fault "a module is not what go.sum says"
go mod tidy -diff || fault "go.mod is not tidy: run go mod tidy"

step "nothing keeps every method alive (ReflectMethod 0)"
# One executed text/template or MethodByName makes the linker keep every method
# of every type: 11 MB and 14 MB of memory in this program.
n=$(go build -ldflags=-dumpdep -o /dev/null ./server 2>&1 | grep -c '<ReflectMethod>')
[ "$n" = 0 ] || fault "$n functions are marked ReflectMethod"

step "the client's size"
go run ./server/tools/wasmsize -top 8 || fault "the client is too large"

step "the tree is clean after a build"
[ -z "$(git status --porcelain)" ] || fault "files changed or appeared: $(git status --porcelain | head -5)"

[ "$faults" = 0 ] || { echo "$faults faults"; exit 1; }
echo "all checks hold"
