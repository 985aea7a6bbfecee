# Needs Python 3.11 or newer and make; everything else is installed into .venv from the locked requirements.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint format messages browser lock venv venv-dev translations

PYTHON ?= python3
BIN := .venv/bin
CHECKED := shared_services tests benchmarks tools migrations config.py wsgi.py

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: venv translations ## Run the site and its scheduler on http://127.0.0.1:5000 (PORT=... changes it)
	@$(BIN)/python -m tools.serve

test: venv-dev translations ## Run every test: SQLite, PostgreSQL, races and crashes, browser
	@$(BIN)/python -m tools.run_tests

lint: venv-dev ## Check style, types, who imports whom, and the templates
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet

format: venv-dev ## Rewrite the code in the house style
	$(BIN)/ruff check --fix-only $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

messages: venv ## Collect the sentences to translate into the catalogues
	@$(BIN)/python -m tools.messages

browser: venv-dev ## Install Chromium for the browser tests where there is none
	@$(BIN)/python -m tools.install_chromium

lock: venv-dev ## Renew requirements*.txt from setup.cfg (needs uv)
	uv pip compile setup.cfg --upgrade --universal --generate-hashes --quiet \
		--no-emit-index-url --no-header --no-annotate --output-file requirements.txt
	uv pip compile setup.cfg --extra dev --constraints requirements.txt --upgrade --universal --generate-hashes --quiet \
		--no-emit-index-url --no-header --no-annotate --output-file requirements-dev.txt

# What was installed is kept beside it: nothing is done while the locked requirements stay the same.
# --no-deps: the lock is whole, and pip would look for the newest release of a package asked for with extras.
venv: REQUIREMENTS = requirements.txt
venv-dev: REQUIREMENTS = requirements-dev.txt
venv venv-dev:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed (make PYTHON=...)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "no virtual environment: on Debian, apt-get install python3-venv" >&2; exit 1; }
	@cmp -s $(REQUIREMENTS) .venv/$(REQUIREMENTS) || { \
		echo "Installing $(REQUIREMENTS) into .venv ..." \
		&& $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r $(REQUIREMENTS) \
		&& cp $(REQUIREMENTS) .venv/$(REQUIREMENTS); }

translations:
	@$(BIN)/python -m tools.messages compile
