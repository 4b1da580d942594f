# Every target sets up what it needs. What is done is remembered by stamps inside .venv/.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
FLASK := $(BIN)/flask --app wsgi
STATIC := $(shell find app/static app/assets -type f -not -path '*/node_modules/*' -not -path '*/vendor/*' 2>/dev/null)
CATALOGUES := $(shell find app/translations -name '*.po' 2>/dev/null)

.PHONY: help run test check bench gate samples figures assets messages test-setup

help: ## Show these targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.packages .venv/.messages ## Serve the site on http://127.0.0.1:8000 (PORT=…, with demo data: DEMO=1).
	@npm_config_fetch_retries=0 $(MAKE) assets >/dev/null 2>&1 \
		|| echo "The front-end files could not be built (make assets says why): pages work, but plainly."
	@$(FLASK) database upgrade
	@$(FLASK) journeys load --yes
	@if [ -n "$(DEMO)" ]; then $(FLASK) demo seed; fi
	@exec $(BIN)/python -m scripts.serve

test: ## Run all tests; installs chromium and postgresql where they are missing.
	@started=$$(date +%s); $(MAKE) test-setup \
		&& $(BIN)/python -m scripts.run_tests --setup-seconds $$(( $$(date +%s) - started ))

test-setup: .venv/.tools .venv/.messages .venv/.editor assets
	@scripts/install_packages.sh

check: .venv/.tools ## Check style, types, import rules and templates.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/djlint app/templates --lint --quiet
	$(BIN)/python -m pytest -q tests/unit/test_house.py

bench: test-setup .venv/.measuring ## Measure speed and size against the goals.
	$(BIN)/python -m tests.benchmarks.bench

gate: test-setup ## Run the long proofs that belong to a release.
	$(BIN)/python -m scripts.gate

samples: .venv/.tools ## Import every story of a folder and count words found and lost (DIR=…).
	@$(BIN)/python -m scripts.samples "$(DIR)"

figures: .venv/.packages ## Print every figure of the last runs with its command.
	@$(BIN)/python -m scripts.figures

assets: .venv/.assets ## Build the front-end files.

messages: .venv/.packages ## Collect the German sentences and bring the English catalogue up to date.
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 --no-location --sort-output -o app/translations/messages.pot .
	@if [ -f app/translations/en/LC_MESSAGES/messages.po ]; \
		then $(BIN)/pybabel --quiet update -i app/translations/messages.pot -d app/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
		else $(BIN)/pybabel --quiet init -i app/translations/messages.pot -d app/translations -l en; fi
	@rm -f .venv/.messages && $(MAKE) .venv/.messages

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Zukunftsreise needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make virtual environments here: install python3-venv."; exit 1; }

.venv/.packages: requirements.txt | .venv/bin/python
	$(PIP) -r requirements.txt
	@touch $@

.venv/.tools: tests/requirements.txt .venv/.packages
	$(PIP) -r tests/requirements.txt
	@touch $@

.venv/.messages: $(CATALOGUES) | .venv/.packages
	@if [ -n "$(CATALOGUES)" ]; then $(BIN)/pybabel --quiet compile -d app/translations; fi
	@touch $@

.venv/.assets: $(STATIC) | .venv/.packages
	@$(BIN)/python -m scripts.node_packages app/assets
	@$(BIN)/python app/assets/build.py
	@touch $@

.venv/.measuring: tests/tools/package-lock.json | .venv/.packages
	@$(BIN)/python -m scripts.node_packages tests/tools
	@touch $@

.venv/.editor: tests/language_server/package-lock.json | .venv/.packages
	@$(BIN)/python -m scripts.node_packages tests/language_server
	@touch $@
