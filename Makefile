# `make` alone lists what there is. `make run` and `make test` need Python 3.11 or newer and nothing else.

PORT ?= 8000
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps
export TRIAL ?= 1

.DEFAULT_GOAL := help
.PHONY: help run test check lint format lock clean-demo bench-away bench-digest bench-followers bench-forum bench-growth bench-kill bench-proof lighthouse mutants

help: ## List the targets
	@echo "Alongside: make TARGET"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  %-14s %s\n", $$1, $$2}'

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
		echo "Alongside needs Python 3.11 or newer, and none was found here."; \
		echo "Get it from your system's package manager or from python.org, then run make again"; \
		echo "(or name it: make run PYTHON=/path/to/python3.11)."; exit 1; fi
	@echo "Making the virtual environment with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python is here but cannot make a virtual environment (on Debian and Ubuntu: install python3-venv)."; rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.txt | $(PY)
	@echo "Installing the packages the site needs (a minute or two, this once) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(PY)
	@echo "Installing the packages the site and its tests need (a minute or two, this once) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

run: $(VENV)/.installed ## Start the site with its demo content (PORT=8123 for another port)
	@PORT=$(PORT) exec $(PY) manage.py serve --demo --port "$(PORT)"

test: $(VENV)/.installed-dev ## Run the tests (ARGS="-k word" to choose some)
	@$(PY) -m pytest $(ARGS)

check: $(VENV)/.installed-dev ## Layers, style, types, templates, settings, migrations
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/djhtml --check --tabwidth 2 templates
	@$(VENV)/bin/mypy
	@$(VENV)/bin/bandit --quiet --configfile pyproject.toml --recursive cop_site work core frame members notifications people communities forum moderation events resources opportunities announcements search home demo
	@$(PY) manage.py check --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run

format: $(VENV)/.installed-dev ## Mend what can be mended by itself
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/djhtml --tabwidth 2 templates

lock: $(VENV)/.installed-dev ## Write requirements*.txt anew from pyproject.toml (ARGS=-U for the newest of all it leaves open)
	@$(VENV)/bin/uv pip compile -q --no-header --no-emit-index-url --no-emit-find-links --generate-hashes $(ARGS) pyproject.toml -o requirements.txt
	@$(VENV)/bin/uv pip compile -q --no-header --no-emit-index-url --no-emit-find-links --generate-hashes $(ARGS) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean-demo: $(VENV)/.installed ## Write the demo content anew
	@$(PY) manage.py seed_demo --reset

bench-proof: $(VENV)/.installed-dev ## Prove that nothing is lost when many write and a process is killed
	@$(PY) bench/proof.py $(ARGS)

bench-away: $(VENV)/.installed-dev ## Kill and freeze each part under two hosts: what people see, and whether all goes on
	@$(PY) bench/away.py

bench-digest: $(VENV)/.installed-dev ## Write digests for 50,000 members and count members a second (PostgreSQL in DATABASE_URL)
	@$(PY) bench/digest.py $(ARGS)

bench-followers: $(VENV)/.installed-dev ## Post where thousands follow and where nobody does, and tell them all
	@$(PY) bench/followers.py $(ARGS)

bench-kill: $(VENV)/.installed-dev ## Kill workers during a mailing to 10,000 and count who was missed (PostgreSQL in DATABASE_URL)
	@$(PY) bench/kill.py $(ARGS)

mutants: $(VENV)/.installed-dev ## Change the sources a little, one by one, and count what the tests notice
	@$(PY) -m bench.mutants $(ARGS)

lighthouse: $(VENV)/.installed-dev ## Measure four pages as a phone sees them (needs Node and Chromium)
	@$(PY) bench/lighthouse.py

bench/.venv/.installed: bench/requirements.txt | $(PY)
	@echo "Installing stock django-machina for the bench …"
	@$(PY) -m venv bench/.venv
	@bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

bench-forum: $(VENV)/.installed bench/.venv/.installed ## Measure the discussions against stock machina (needs PostgreSQL in DATABASE_URL)
	@$(PY) bench/forum.py $(ARGS)

bench-growth: $(VENV)/.installed ## Measure the discussions at 10,000 and 1,000,000 posts (needs PostgreSQL in DATABASE_URL)
	@$(PY) bench/growth.py $(ARGS)
