# The project's commands. `make` alone lists them.

python := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run demo test sweeps test-browser faults bench lint types architecture lock migration

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: ## Start everything, perform the main job, serve at http://127.0.0.1:8000 until Ctrl-C
	@scripts/setup
	@exec $(python) -m service run

demo: ## Start everything, perform the main job, stop; fails if a step failed
	@scripts/setup
	@exec $(python) -m service demo

test: ## Run the tests
	@scripts/setup dev
	@$(python) -m pytest tests/rules
	@$(python) -m pytest -n 2 --ignore=tests/browser --ignore=tests/faults --ignore=tests/rules \
		$(addprefix --ignore=,$(sweeping))

sweeping := \
	$(addprefix tests/trust/test_,matrix.py canary_child.py private_photos.py purges.py personal_data.py) \
	$(addprefix tests/edge/test_,schemathesis.py bodies.py) \
	$(addprefix tests/foundation/test_,database_roles.py migrations.py) \
	$(addprefix tests/archive/test_,hostile_files.py reconciling_mixtures.py imports_mixtures.py) \
	tests/archive/test_timeline_counts.py

sweeps: ## Run the sweeps: every route as everybody, every table, every body, hostile files, mixtures
	@scripts/setup dev
	@$(python) -m pytest -n 2 $(sweeping)

test-browser: ## Run the tests in a real browser (Debian's chromium)
	@scripts/setup dev
	@scripts/setup browser
	@$(python) -m pytest tests/browser

faults: ## Run the fault tests: killed processes, lost callbacks, vendors away
	@scripts/setup dev
	@$(python) -m pytest tests/faults

photos ?= 1000
bench: ## Measure what photos and long timelines cost, beside their peers: make bench photos=10000
	@scripts/setup
	@$(python) -m benchmarks.photos --photos $(photos)
	@$(python) -m benchmarks.timeline

lint: ## Check style and formatting
	@scripts/setup dev
	@$(python) -m ruff check
	@$(python) -m ruff format --check

types: ## Check types
	@scripts/setup dev
	@$(python) -m pyright

architecture: ## Check that imports respect the layers
	@scripts/setup dev
	@.venv/bin/lint-imports

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
