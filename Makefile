# Each target is one script; read scripts/NAME for what it does.
.PHONY: demo build test check bench e2e crash fuzz look proof clean

demo: ## serve a filled, fictional world at http://localhost:8080 (needs Go and make only)
	@scripts/demo

build: ## bin/kanmin
	@scripts/build

test: ## everything, with its own set-up; a skip is a failure
	@scripts/test

check: ## format, lint, architecture, generated files, then test, each with its share of time
	@scripts/check

e2e: ## the release binary in a real browser
	@scripts/e2e

look: ## screenshots into docs/look/
	@scripts/e2e look

bench: ## the figures, against a baseline of the same run
	@scripts/setup >/dev/null && scripts/testpg start >/dev/null
	@go run ./internal/bench/cmd $(BENCH)

crash: ## cut the power 10,000 times, kill the binary 400 times
	@scripts/setup >/dev/null && scripts/testpg start >/dev/null
	@go run ./internal/crash/cmd $(CRASH)

fuzz: ## every fuzz target, FUZZTIME each (30s)
	@scripts/fuzz

proof: ## one table of evidence: policy, harness, receipts, crash, fuzz, bench; kept under tmp/proof/
	@scripts/proof

clean: ## stop the test database and delete what was built
	@scripts/testpg remove || true
	@rm -rf bin tmp
