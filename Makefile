# Everything that is done with Flock by hand or in CI. `make help` lists it.

PORT ?= 8501
HOST ?= localhost
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do $$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PY := .venv/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check format bench

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp ## Start the app on the demo community, at http://localhost:8501 (PORT=… for another port)
	@echo "Flock starts at http://$(HOST):$(PORT). Stop it with Ctrl+C."
	@$(PY) -m streamlit run app.py --server.address=$(HOST) --server.port=$(PORT)

test: .venv/dev.stamp ## Run all tests
	@$(PY) -m pytest --numprocesses=auto --dist=loadfile --ignore=tests/browser
	@$(PY) -m pytest tests/browser  # one after the other: a browser beside a browser waits for what it would be shown at once

check: .venv/dev.stamp ## Lint, check the format, the types and what is known to be unsafe
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(PY) -m bandit --quiet --configfile pyproject.toml --recursive flock pages app.py
	@$(PY) .ci/audit.py

format: .venv/dev.stamp ## Put imports and code into the one format
	@$(PY) -m ruff check --fix-only --select I
	@$(PY) -m ruff format

bench: .venv/dev.stamp ## Run each benchmark beside its peer
	@set -e; for script in benchmarks/*.py; do echo "== $$script"; PYTHONPATH=. $(PY) "$$script"; done

.venv/run.stamp: requirements.txt | $(PY)
	@echo "Installing what Flock runs on. This happens once and takes a minute or two."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt requirements.txt | $(PY)
	@echo "Installing what Flock runs on and what its tests need. This happens once and takes a minute or two."
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

$(PY):
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' || { echo "Flock needs Python 3.11 or newer, and there is none here. Install it, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
