PYTHON ?= python3
LISTEN ?= 127.0.0.1:8080
DATA ?= data
N ?= 20
IN ?= screenshots
# tests that wait, stop and kill leave a third of two cores to others
THREE := --numprocesses 3
# where there is a folder in memory with so many MB free, what most tests write need not reach a disk
MEMORY := $(shell [ "$$(df --output=avail -BM /dev/shm 2>&1 | tr -dc 0-9)" -gt 3000 ] 2>/dev/null && echo PYTEST_DEBUG_TEMPROOT=/dev/shm)
UV ?= $(or $(wildcard .venv/bin/uv),uv)

READY := .venv/ready
BENCH_READY := .venv-bench/ready
PIP := .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
LOCK := $(COMPILE) pyproject.toml requirements/build.in

# many tests start processes of their own, which then need not compile everything again
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test chaos pictures attack install-check bench bench-survey bench-results bench-growth bench-commit check messages lock \
	chromium faketime office servers

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## Create .venv with everything that running and testing need

demo: $(READY) ## Run the demo (LISTEN=127.0.0.1:8080 DATA=data)
	@.venv/bin/mushawara demo --listen "$(LISTEN)" --data "$(DATA)"

test: $(READY) chromium faketime office servers ## Run all tests: three files at a time, then three of those under load
	$(MEMORY) .venv/bin/pytest $(THREE) --dist loadfile --ignore tests/load --ignore tests/conformance
	.venv/bin/pytest $(THREE) --dist worksteal tests/load
	.venv/bin/pytest tests/conformance

chaos: $(READY) faketime ## Run the load tests long, N kills (N=20), and copies of the disk of 100 people
	CHAOS=$(N) .venv/bin/pytest tests/load tests/handlers/news/test_clocks.py tests/privacy/test_raw_copies.py

pictures: $(READY) chromium ## Keep a picture of each page that the browser tests see (IN=screenshots)
	PICTURES=$(IN) .venv/bin/pytest $(THREE) --dist loadfile tests/browser

attack: $(READY) ## Attack releases of N simulated consultations (N=20), then the web door (22 minutes)
	ATTACK=$(N) .venv/bin/pytest tests/reports/release/test_attacks.py tests/reports/release/test_use.py -s
	.venv/bin/python -m tests.load.flood
	.venv/bin/python -m tests.load.attack_door

install-check: $(READY) servers ## Follow deploy/README.md word for word, with what is locked from a registry (a minute)
	INSTALL=1 .venv/bin/pytest tests/deploy/test_systemd.py

bench: $(READY) $(BENCH_READY) ## Measure what a turn costs, beside other bots (about 25 minutes; SHORT=1 tries)
	.venv/bin/python -m tests.bench $(if $(SHORT),--short)

bench-survey: $(READY) ## Measure what an answer costs the form engine (half a minute)
	@.venv/bin/python -m tests.bench.engine

bench-results: $(READY) ## Measure what a release and its pages cost with 10,000 to 1,000,000 responses (some minutes)
	@.venv/bin/python -m tests.bench.results

bench-growth: $(READY) ## Measure what grows with 1,000 to 1,000,000 people (SIZES="1000 10000"; SHORT=1 tries)
	@.venv/bin/python -m tests.bench.growth $(SIZES) $(if $(SHORT),--short)

bench-commit: $(READY) ## Measure what a commit of four processes costs on PostgreSQL, beside a bare one (half a minute)
	@.venv/bin/python -m tests.bench.commit

check: $(READY) ## Lint, types, direction of imports, dependencies, documentation
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/deptry .
	.venv/bin/pytest tests/test_docs.py

messages: $(READY) ## Bring the translations up to date with the sentences in the code
	@.venv/bin/python -m tests.messages

lock: ## Write the locked requirements again (needs uv)
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --group dev --output-file requirements/dev.txt
	$(COMPILE) requirements/bench.in --output-file requirements/bench.txt

$(BENCH_READY): requirements/bench.txt
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed. Install it, then name it: make setup PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv; this takes about a minute."
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

chromium:
	@for name in chromium chromium-browser google-chrome; do \
		if command -v "$$name" >/dev/null 2>&1; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "The browser tests need Chromium. Install the package 'chromium' (or Google Chrome), then run make test again."; \
		exit 1; \
	fi

faketime: # the tests of clocks skip without it, and say so
	@if [ -z "$$(find /usr/lib /usr/local/lib -name 'libfaketimeMT.so*' 2>/dev/null)" ] \
		&& [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends faketime >/dev/null; \
	fi

office: # the tests that open our files elsewhere skip without it, and say so
	@if ! command -v soffice >/dev/null 2>&1 \
		&& [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			libreoffice-calc libreoffice-writer >/dev/null; \
	fi

servers: # the tests of deploy/ skip without them, and say so
	@for name in systemd-analyze nginx caddy openssl nsenter; do \
		command -v "$$name" >/dev/null 2>&1 || missing=1; done; \
	if [ "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			systemd nginx-light caddy openssl util-linux >/dev/null; \
	fi
