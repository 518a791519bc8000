# The doors to the project. What is longer than a line lives in tools/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
DEV := $(PYTHON) tools/setup.py dev
ARGS ?=

.PHONY: help run dev setup test check format lock services services-stop test-postgres test-browser bench messages tables clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' Makefile

run:  ## Set up what is missing and run the shop on HOST and PORT (127.0.0.1:8000)
	@$(PYTHON) tools/setup.py run tools/run.py

dev:  ## The same with stack traces, reloading and the styleguide
	@$(DEV) tools/run.py --dev

setup:  ## Create .venv with everything for development
	@$(DEV)

test: ## Run the whole suite; ARGS="tests/catalog -k slug" runs a part
	@$(DEV) tools/test.py $(ARGS)

test-postgres:  ## Run the whole suite on a PostgreSQL server made for it
	@$(DEV)
	@tools/services.sh with-postgres $(BIN)/python tools/test.py $(ARGS)

test-browser:  ## Run only the tests that drive Chromium
	@$(DEV) tools/test.py -m browser -n 0 $(ARGS)

check:  ## Lint, types, templates, import layers, migrations, settings, documents
	@$(DEV) tools/check.py

format:  ## Rewrite code and imports in the house style
	@$(DEV)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock:  ## Compile requirements*.in into hash-locked lists for Python 3.11 to 3.13
	@$(DEV)
	@tools/lock.sh

services:  ## Install (Debian) and start PostgreSQL and Redis on loopback; print their addresses
	@tools/services.sh start

services-stop:  ## Stop them
	@tools/services.sh stop

bench:  ## Measure pages: queries and time at growing catalogs
	@$(DEV) -m bench $(ARGS)

messages:  ## Collect the texts to translate and compile the translations
	@$(DEV)
	@$(BIN)/python manage.py messages collect
	@$(BIN)/python manage.py messages compile

tables:  ## Write down what all migrations make, so that a first run is quick
	@$(DEV) tools/tables.py

clean:  ## Remove caches and the demo's data (var/); keep .venv and .env
	@rm -rf var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .grimp_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
