# Vitrine. `make run` and `make test` are all a fresh machine needs: each
# installs what it lacks and says so.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.PHONY: run build client server test check bench audit race cdn fuzz clean need-gcc need-browser need-race

# One place for what every build and test shares. -trimpath keeps this machine's
# folders out of the program.
export GOFLAGS := -mod=readonly -trimpath
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
NEED := server/tools/need.sh

run: build ## build, seed on the first start, serve on http://localhost:8080
	bin/vitrine serve

build: client server ## leaves bin/vitrine

client: ## the browser client, into assets/web/dist
	go run ./server/tools/wasm

server: need-gcc
	go build -ldflags "-s -w -X main.version=$(VERSION)" -o bin/vitrine ./server
	@ls -l bin/vitrine | awk '{printf "bin/vitrine: %.1f MB\n", $$5/1e6}'

test: build need-browser ## every test, the browser's included
	go test -timeout 10m ./...

check: client need-gcc ## what must hold besides the tests
	server/tools/check.sh

bench: build ## speed and memory; figures, no verdicts
	go run ./server/tools/wasmsize
	go test -run '^$$' -bench . -benchmem ./server/...

race: build need-race ## the cached home page beside nginx
	go run ./server/tools/race

cdn: build need-race ## what a shared cache makes of our headers, tried against nginx
	go run ./server/tools/cdn

audit: build need-browser ## Lighthouse, axe and HTML checks of every kind of page
	go run ./server/tools/audit

fuzz: ## each fuzz target for FUZZTIME (default 30s)
	server/tools/fuzz.sh $${FUZZTIME:-30s}

clean: ## everything that was built; the data folder stays
	rm -rf bin
	find assets/web/dist -type f ! -name .keep -delete

need-gcc:
	@$(NEED) gcc gcc libc6-dev

need-browser:
	@$(NEED) chromium chromium fonts-urw-base35 fonts-roboto-unhinted fonts-noto-mono

need-race:
	@$(NEED) wrk wrk
	@$(NEED) nginx nginx-light
