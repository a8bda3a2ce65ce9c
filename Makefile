# Two commands do all set-up: `make demo` and `make test`. Everything they build goes into target/ and .venv, and nothing is
# rebuilt needlessly.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
export CARGO_TARGET_DIR := $(TARGET)
# pip and cargo print nothing unless something is wrong.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export CARGO_TERM_QUIET := true
export PYTHONDONTWRITEBYTECODE := 1

PYTHON ?= python3
DIR ?= tests/vectors
SECONDS ?= 60
MINUTES ?= 30
WHEEL_LIMIT := 3000000

TOOLS := tests/tools
STAGE := $(TOOLS)/stage
# Each Python environment is a folder with a stamp file in it. One wheel works for every version.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
BUILD_ENV := $(TARGET)/python/build
BARE_ENV := $(TARGET)/python/$(VERSION)/bare
TEST_ENV := $(TARGET)/python/$(VERSION)/test
BENCH_ENV := $(TARGET)/python/$(VERSION)/bench
WHEELS := $(TARGET)/wheels
WHEEL := $(WHEELS)/stamp
# What the compiler optimises the wheels of a release for.
PROFILE := $(TARGET)/profile/soarwire.profdata
# The wheel that is measured.
BENCH_WHEELS := $(TARGET)/wheels-bench
BENCH_WHEEL := $(BENCH_WHEELS)/stamp

TARBALL := $(TARGET)/npm/stamp

# The sources of the wheel.
WHEEL_SOURCES := Cargo.toml Cargo.lock core/Cargo.toml bindings-py/Cargo.toml bindings-py/pyproject.toml bindings-py/README.md \
	$(shell find core/src bindings-py/src bindings-py/python -type f ! -name '*.so' ! -name '*.pyc' 2>/dev/null)

##@ Use
.PHONY: help demo
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/stamp ## Build and install the Python package into .venv, and run a playbook against simulated tenants
	@.venv/bin/soarwire demo

.PHONY: dashboard
dashboard: $(TARBALL) ## Build the triage dashboard and serve it on this machine, with simulated tenants in the page
	@bindings-wasm/tools/build-dashboard
	@cd bindings-wasm/dashboard && npm run --silent preview

##@ Test
.PHONY: test vectors bench fuzz mutants check soak
test: | need-test ## All tests, with format, clippy and docs checks
	@$(STAGE) --begin
	@$(MAKE) --keep-going --jobs=2 stages 2>/dev/null || true
	@$(STAGE) --end

vectors: $(BARE_ENV)/stamp $(TARBALL) | need-browser ## Run the vectors in DIR=tests/vectors in every language, and compare the results
	@$(TOOLS)/run_vectors "$(DIR)" $(BARE_ENV)/bin/python

bench: $(BENCH_ENV)/stamp $(TARBALL) | need-browser ## Measure speed and memory against hand-written clients: target/bench/report.json
	@cargo build --locked --release -p soarwire-tests --all-features --bin bench --bin sandbox_server
	@tests/web/install
	@$(BENCH_ENV)/bin/python tests/bench/run.py --rust $(TARGET)/release/bench --server $(TARGET)/release/sandbox_server --web

fuzz: | need-cargo ## Run every fuzz target (or TARGETS="call json") for SECONDS=60
	@$(TOOLS)/fuzz "$(SECONDS)" $(TARGETS)

mutants: | need-cargo ## Mutation tests of the code that decides outcomes (takes an hour; SHARD=1/8, PATHS="core/src/call")
	@$(TOOLS)/mutants $(SHARD:%=--shard %) $(PATHS)

.PHONY: browsers
browsers: $(TARBALL) | need-node ## Run the npm package in the distribution's Firefox and WebKit, as far as they are installed (NAMES="firefox")
	@$(TOOLS)/browsers $(NAMES)

.PHONY: wheels wheels-test
wheels: | need-cargo need-python ## Build and examine the sdist and the wheels of a release that Linux can build: target/dist (NAMES="musllinux-x86_64")
	@$(TOOLS)/wheels $(NAMES)

wheels-test: | need-python ## Run them: on the oldest glibc and on musl, aarch64 and other Pythons (KINDS="musl oldest")
	@$(TOOLS)/wheels-test $(KINDS)

.PHONY: semver oldest-rust
semver: | need-cargo ## Compare the crate's API with the last release's; says which one that is
	@$(TOOLS)/semver

oldest-rust: | need-cargo ## Build everything, and test the crate, with the oldest Rust that Cargo.toml names
	@$(TOOLS)/oldest-rust

check: $(TARBALL) | need-cargo ## The slower gates: licences, sources and features of dependencies, advisories, packaging, sizes
	@$(TOOLS)/check

# With one arena glibc's own growth, which has to do with threads that come and go, does not hide a leak.
soak: $(TEST_ENV)/stamp | need-cargo ## Bulk runs for hours: a million random cases, 200 kills, MINUTES=30 of runs whose memory must stay flat
	@SOARWIRE_CASES=1000000 cargo test --locked --release -p soarwire-tests --all-features --test bulk_runs
	@SOARWIRE_KILLS=200 cargo test --locked --release -p soarwire-tests --all-features --test bulk_crash
	@SOARWIRE_KILLS=200 $(TEST_ENV)/bin/python -m pytest -q -p no:cacheprovider tests/python/test_cli_crash.py
	@MALLOC_ARENA_MAX=1 SOARWIRE_SOAK_SECONDS=$$(( $(MINUTES) * 60 )) cargo test --locked --release -p soarwire-tests --all-features --test bulk_soak -- --nocapture

##@ Clean
.PHONY: clean
clean: ## Remove everything that was built
	@rm -rf $(TARGET) .venv tests/fuzz/target tests/fuzz/corpus tests/fuzz/artifacts
	@rm -rf .mypy_cache .pytest_cache .ruff_cache tests/python/.mypy_cache tests/python/.pytest_cache

# --- The stages of `make test`, each with its own log under target/stages ---

# `make test` runs two at a time: a compiler that optimises a whole crate keeps one core busy. What shares a build folder does not
# stand side by side, and stages whose tests time what they do run alone (tests/tools/stage).
STAGES := tools format law-1 clippy law-1-test docs wheel rust npm seeds generated crate types vectors python web hosts dashboard
.PHONY: stages $(STAGES:%=stage-%)
stages: $(STAGES:%=stage-%)

stage-tools:
	@$(STAGE) tools $(PYTHON) $(TOOLS)/self_test

stage-format:
	@$(STAGE) format $(TOOLS)/format --check

stage-clippy:
	@$(STAGE) clippy cargo clippy --locked --workspace --all-targets --all-features -- -D warnings

stage-docs:
	@RUSTDOCFLAGS="-D warnings" $(STAGE) docs cargo doc --locked --workspace --all-features --no-deps

# The bindings are tested as installed packages, and the program that builds the npm package by building it: here its large
# dependencies would be built a second time, without any tests. The code blocks of README.md are tested too: Rust here, Python
# and TypeScript in their own stages.
stage-rust:
	@$(STAGE) rust cargo test --locked --workspace --exclude soarwire-py --exclude soarwire-wasm --exclude soarwire-wasm-build \
		--all-features --no-fail-fast

stage-law-1:
	@$(STAGE) law-1 $(TOOLS)/sans-io

# After stage-law-1, whose builds it uses.
stage-law-1-test: stage-law-1
	@$(STAGE) law-1-test $(TOOLS)/sans-io --self-test

stage-seeds:
	@$(STAGE) seeds $(TOOLS)/fuzz --seeds

stage-generated:
	@$(STAGE) generated cargo run --locked -p soarwire-generate -- --check

stage-wheel:
	@$(STAGE) wheel $(MAKE) $(WHEEL) $(BARE_ENV)/stamp $(TEST_ENV)/stamp wheel-size

# Builds the core and its bindings for wasm32, for both entry points of the package.
stage-npm: | stage-law-1 need-browser
	@$(STAGE) npm $(MAKE) $(TARBALL)

stage-vectors: | stage-wheel stage-npm
	@$(STAGE) vectors $(TOOLS)/run_vectors tests/vectors $(BARE_ENV)/bin/python

stage-types: | stage-wheel
	@$(STAGE) types $(TOOLS)/types $(TEST_ENV)/bin/python

stage-python: | stage-wheel
	@$(STAGE) python $(TEST_ENV)/bin/python -m pytest -q -p no:cacheprovider tests/python

stage-web: | stage-npm
	@$(STAGE) web tests/web/test

stage-hosts: | stage-npm
	@$(STAGE) hosts tests/web/hosts/run

stage-dashboard: | stage-npm
	@$(STAGE) dashboard tests/web/dashboard/run

stage-crate:
	@$(STAGE) crate $(TOOLS)/crate-files

# --- The wheel, and the environments in which it is installed ---

# $(1): more arguments of maturin.
build-wheel = rm -rf $(@D) && mkdir -p $(@D) && \
	{ $(BUILD_ENV)/bin/maturin build --quiet --release --locked --manifest-path bindings-py/Cargo.toml $(1) \
		--interpreter $(BUILD_ENV)/bin/python --out $(@D) >$(@D)/log 2>&1 || { cat $(@D)/log; exit 1; }; } && touch $@

$(BUILD_ENV)/stamp: $(TOOLS)/requirements-build.txt | need-python
	@$(TOOLS)/python-env $(BUILD_ENV) $(PYTHON) -r $<

$(WHEEL): $(WHEEL_SOURCES) $(BUILD_ENV)/stamp | need-cargo
	@echo "building the wheel (two minutes, the first time)"
	@$(call build-wheel,)

# What Zig's builds are done with: cargo then gives everything the names by which the compiler finds it in the profile.
$(PROFILE) $(BENCH_WHEEL): export CARGO_UNSTABLE_TARGET_APPLIES_TO_HOST := true
$(PROFILE) $(BENCH_WHEEL): export CARGO_TARGET_APPLIES_TO_HOST := false
$(PROFILE) $(BENCH_WHEEL): export __CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS := nightly

$(PROFILE): $(WHEEL_SOURCES) bindings-py/tools/training.py $(TOOLS)/profile $(BUILD_ENV)/stamp | need-cargo
	@$(TOOLS)/need llvm-profdata
	@echo "finding out what the package executes (three minutes)"
	@$(TOOLS)/profile $@ $(BUILD_ENV)/bin/python

# Like those of a release for this machine; without llvm-profdata it is as any other.
$(BENCH_WHEEL): $(WHEEL_SOURCES) bindings-py/tools/training.py $(BUILD_ENV)/stamp | need-cargo
	@if $(MAKE) $(PROFILE); then flags=-Cprofile-use=$(PROFILE); else flags=; echo "what is measured is a wheel without a profile"; fi; \
		export RUSTFLAGS=$$flags; echo "building the wheel that is measured (two minutes)"; \
		$(call build-wheel,--target $$(rustc --version --verbose | sed -n 's/^host: //p'))

# Only the wheel.
$(BARE_ENV)/stamp: $(WHEEL)
	@$(TOOLS)/python-env $(BARE_ENV) $(PYTHON) --no-deps $(WHEELS)/*.whl

$(TEST_ENV)/stamp: $(WHEEL) $(TOOLS)/requirements-test.txt
	@$(TOOLS)/python-env $(TEST_ENV) $(PYTHON) -r $(TOOLS)/requirements-test.txt $(WHEELS)/*.whl

$(BENCH_ENV)/stamp: $(BENCH_WHEEL) tests/bench/python/requirements.txt
	@$(TOOLS)/python-env $(BENCH_ENV) $(PYTHON) -r tests/bench/python/requirements.txt $(BENCH_WHEELS)/*.whl

.venv/stamp: $(WHEEL)
	@$(TOOLS)/python-env .venv $(PYTHON) $(WHEELS)/*.whl

# --- The npm package ---

NPM_SOURCES := Cargo.toml Cargo.lock core/Cargo.toml bindings-wasm/Cargo.toml bindings-wasm/package.json \
	bindings-wasm/package-lock.json bindings-wasm/README.md bindings-wasm/tsconfig.json \
	$(shell find core/src bindings-wasm/src bindings-wasm/ts bindings-wasm/gateway bindings-wasm/tools -type f 2>/dev/null)

$(TARBALL): $(NPM_SOURCES) | need-cargo need-node
	@bindings-wasm/tools/build >/dev/null
	@touch $@

.PHONY: wheel-size
wheel-size: $(WHEEL)
	@size=$$(wc -c <$$(echo $(WHEELS)/*.whl)); echo "the wheel has $$size bytes"; \
		test $$size -le $(WHEEL_LIMIT) || { echo "the limit is $(WHEEL_LIMIT)"; exit 1; }

.PHONY: need-cargo need-node need-python need-browser need-test
need-node:
	@$(TOOLS)/need node
need-browser:
	@$(TOOLS)/browser
need-cargo:
	@$(TOOLS)/need cargo cc
need-python:
	@$(TOOLS)/need "python=$(PYTHON)"
need-test:
	@$(TOOLS)/need cargo cc "python=$(PYTHON)" node
