# The project's commands. `make` alone lists them.

python := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run phone demo test sweeps mutants test-browser faults soak site topology deployment bench lint types phone-checks \
	architecture audit lock migration pictures

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: ## Start everything, perform the main job, serve at http://127.0.0.1:8000 until Ctrl-C
	@scripts/setup
	@exec $(python) -m service run

phone: ## Build the mini-program, then the same as run: it opens in a desktop browser
	@scripts/setup
	@scripts/setup phone
	@exec $(python) -m service run

demo: ## Start everything, perform the main job, stop; fails if a step failed
	@scripts/setup
	@exec $(python) -m service demo

test: ## Run the tests
	@scripts/setup dev
	@$(python) -m pytest tests/rules
	@$(python) -m pytest -n 2 $(addprefix --ignore=,$(slow) tests/rules $(sweeping))

slow := tests/browser tests/faults tests/topology tests/deployment

sweeping := \
	$(addprefix tests/trust/test_,matrix.py canary_child.py private_photos.py purges.py personal_data.py) \
	$(addprefix tests/edge/test_,schemathesis.py bodies.py attacks.py) \
	$(addprefix tests/foundation/test_,database_roles.py migrate_command.py migrations.py) \
	tests/embedded/test_installation.py tests/scale/test_measuring.py \
	$(addprefix tests/archive/test_,hostile_files.py reconciling_mixtures.py imports_mixtures.py) \
	tests/archive/test_timeline_counts.py tests/backup

sweeps: ## Run the sweeps: every route as everybody, every table, every body, hostile files, mixtures
	@scripts/setup dev
	@$(python) -m pytest -n 2 $(sweeping)

mutants: ## Test the tests: small defects, one at a time in copies of the tree, each to be noticed
	@scripts/setup dev
	@$(python) -m tests.mutants

test-browser: ## Run the tests in a real browser (Debian's chromium)
	@scripts/setup dev
	@scripts/setup browser
	@scripts/setup phone
	@$(python) -m pytest -n 2 tests/browser

# What stays broken would keep each later story waiting for a minute.
few := --maxfail 4
faults: ## Run the fault tests: killed processes, lost callbacks, vendors away
	@scripts/setup dev
	@scripts/setup faults
	@$(python) -m pytest -rs $(few) tests/faults

kills ?= 10000
soak: ## Kill processes for hours while families write, and lose nothing: make soak kills=10000
	@scripts/setup dev
	@$(python) -m tests.faults.soak --kills $(kills)

site: ## Start HAProxy before two web processes and a worker on this machine, until Ctrl-C
	@scripts/setup dev
	@scripts/setup topology
	@exec $(python) -m tests.topology.trying

topology: ## Run the tests of a site without containers: HAProxy, PgBouncer, a replica, real processes
	@scripts/setup dev
	@scripts/setup topology
	@$(python) -m pytest $(few) tests/topology

deployment: ## Build the image, start compose.yaml's containers and prove them (as root, with podman)
	@scripts/setup dev
	@scripts/setup containers
	@$(python) -m pytest tests/deployment

photos ?= 1000
bench: ## Measure everything beside its peers, every promise of speed in one table: make bench photos=10000
	@scripts/setup
	@$(python) -m benchmarks.photos --photos $(photos)
	@$(python) -m benchmarks.timeline
	@$(python) -m benchmarks.moderating
	@$(python) -m benchmarks.exporting
	@scripts/setup peers
	@$(python) -m benchmarks.targets

lint: ## Check style and formatting
	@scripts/setup dev
	@$(python) -m ruff check
	@$(python) -m ruff format --check

types: ## Check types
	@scripts/setup dev
	@$(python) -m pyright

# scripts/setup leaves a Node there where the system has none
npm := PATH="$(CURDIR)/.venv/node:$$PATH" npm --silent --prefix miniprogram-stub

phone-checks: ## Check the mini-program: types, style, WeChat's compilers, size, words
	@scripts/setup phone
	@$(npm) run check

architecture: ## Check that imports respect the layers
	@scripts/setup dev
	@.venv/bin/lint-imports

audit: ## Ask whether anything that is locked has a known weakness; without a network, say what is known
	@scripts/setup dev
	@$(python) scripts/audit

pictures: ## Take the README's pictures of the mini-program, while `make phone` is running
	@test -e .jiadang/environment || { echo "先运行 make phone，再拍照 · run make phone first"; exit 1; }
	@scripts/setup browser
	@. .jiadang/environment && $(python) -m tests.browser.picturing

resolve := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links

lock: ## Resolve the dependencies of pyproject.toml anew into requirements/
	@scripts/setup dev
	@$(python) -m pip install --quiet --disable-pip-version-check uv
	@$(resolve) pyproject.toml -o requirements/run.txt
	@$(resolve) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt

migration: ## Write a migration for changed models: make migration name=what_changes
	@scripts/setup dev
	@.venv/bin/tortoise -c service.foundation.database.OFFLINE makemigrations --name $(name)
