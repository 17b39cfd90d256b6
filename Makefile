# Treue. Every target does its own set-up, on a fresh Debian 12 with Swift 6.3 and a network to Debian and PyPI.
# Variables: SWIFTFLAGS (for every `swift build`, such as --jobs 1), KEEP and BROKERS (see `make demo`),
# TREUE_TEST_BROKERS (see `make test-integration`), PARTS, RUNS, EVENTS, CUSTOMERS and RATE (see `scripts/bench help`),
# ACCEPT (`make gates`), FUZZ_SECONDS (see `make fuzz`).

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup build build-optimized build-tests demo test test-unit test-integration test-crash bench gates fuzz
.PHONY: lint schemas clean

SHELL := /bin/bash
SWIFTFLAGS ?=
FUZZ_SECONDS ?= 20

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing: Debian packages, pinned Python tools in .venv, the CDNOW orders in .cache
	@scripts/setup

build: setup ## Leave a release build at .build/release/treue
	swift build -c release --product treue $(SWIFTFLAGS)

build-optimized: setup ## Leave a program for production at .build-optimized/release/treue (ten minutes)
	@SWIFTFLAGS="$(SWIFTFLAGS)" scripts/build-optimized

demo: build ## Real orders through Kafka into decisions (KEEP=1 leaves the broker up, BROKERS=host:port uses yours)
	@scripts/demo

test: test-unit test-integration ## Run all tests

test-unit: build-tests ## Run the tests that need no broker
	@scripts/test-unit

test-integration: build-tests ## Run the tests that need a broker (TREUE_TEST_BROKERS=host:port uses yours)
	@scripts/test-integration

test-crash: build-tests ## Kill and restart workers on a broker: nothing lost, nothing twice (TREUE_TEST_KILLS=30)
	@TREUE_TEST_CRASH=1 scripts/test-integration CrashTests

build-tests: setup
	swift build -c release --build-tests $(SWIFTFLAGS)

bench: build ## Measure what it costs (PARTS="functions customers program kafka latency reference")
	@SWIFTFLAGS="$(SWIFTFLAGS)" scripts/bench $(PARTS)

gates: setup ## Fail when a hot path costs more instructions or allocations than it may (ACCEPT=1 takes them over)
	@scripts/setup valgrind
	@SWIFTFLAGS="$(SWIFTFLAGS)" scripts/gates $(if $(ACCEPT),--accept)

fuzz: setup ## Throw damaged input at every decoder, FUZZ_SECONDS=20 each; fails when one breaks
	@SWIFTFLAGS="$(SWIFTFLAGS)" scripts/fuzz $(FUZZ_SECONDS)

lint: setup ## Check format, documentation, house rules, scripts and schemas
	@scripts/lint

schemas: setup ## Make the Swift facts and the documents in schemas/ from schemas/treue/v1/events.proto
	@scripts/make-schemas

clean: ## Stop the demo's broker and remove everything the other targets made in this folder
	@scripts/broker stop
	@scripts/broker stop --dir .build-counting/training/broker
	rm -rf .build .build-fuzz .build-counting .build-optimized Benchmarks/.build .venv .cache .demo Package.resolved
