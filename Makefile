# Every target does its own set-up: an environment in .venv, filled from a lock file with hashes.
#
#   make PYTHON=python3.13 test    with another Python than python3
#   make WHEELS= run               compile what has no wheel for this machine, instead of refusing it
#   make UPGRADE=1 lock            the newest versions, instead of those locked and still allowed

PYTHON ?= python3
WHEELS ?= --only-binary=:all:

VENV := .venv
PY := $(VENV)/bin/python
BIOBOT := $(VENV)/bin/biobot
PIP := $(PY) -m pip --disable-pip-version-check install -qq

# An environment knows its place by heart: the stamp bears it, so that a moved or copied folder gets a new one.
HERE := $(shell pwd -P | cksum | cut -d ' ' -f 1)
MADE := $(VENV)/.made-$(HERE)
RUNTIME := $(VENV)/.has-runtime
PREVIEW := $(VENV)/.has-preview
TUNE := $(VENV)/.has-tune
DEV := $(VENV)/.has-dev
# One whose Python went away is made anew.
$(shell test -x $(PY) || rm -f $(VENV)/.made-*)

# The question as it was typed: make would read a $ in it as its own.
override q := $(value q)
export q

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help test preview run ask bench accuracy check lint format lock wheel audit screenshots scaling tune clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

preview: $(PREVIEW) ## the real bot in a simulated Discord, in a page of your browser; needs no token
	@exec $(BIOBOT) preview

run: $(RUNTIME) ## the bot on Discord, with the token of .env
	@exec $(BIOBOT) run

ask: $(RUNTIME) ## one question: make ask q="how many phds work there?"
	@if [ -z "$$q" ]; then echo 'Ask something: make ask q="how many phds work there?"' >&2; exit 2; fi
	@exec $(BIOBOT) ask -- "$$q"

bench: $(PREVIEW) ## how fast it starts and answers, alone and in Discord
	@$(BIOBOT) bench $(wildcard ../shared/questions/dev.jsonl)
	@$(PY) scripts/bench_discord.py

accuracy: $(RUNTIME) ## how often it is right: rewrites docs/accuracy.md
	@$(PY) scripts/accuracy.py

check: $(RUNTIME) ## check the knowledge
	@exec $(BIOBOT) check

# Every step runs, even after one has failed; pytest, with its summary, comes last.
test: $(DEV) ## every check there is: lint, format, types, knowledge, tests
	@failed=; \
	step() { name=$$1; shift; printf '\n== %s\n' "$$name"; "$$@" || failed="$$failed, $$name"; }; \
	step lint $(PY) -m ruff check .; \
	step format $(PY) -m ruff format --check .; \
	step types $(PY) -m mypy; \
	step knowledge $(BIOBOT) check; \
	step tests $(PY) -m pytest --cov; \
	if [ -n "$$failed" ]; then printf '\nFailed: %s\n' "$${failed#, }" >&2; exit 1; fi

lint: $(DEV) ## lint, format and types, without the tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(DEV) ## format the code and mend what can be mended safely
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

wheel: $(DEV) ## build the wheel, the source archive and the list of what they need into dist/
	@rm -rf dist
	@$(PY) -m build --no-isolation
	@$(PY) scripts/sbom.py requirements.lock "$$(ls dist/*.whl | sed 's/-py3.*/.cdx.json/')"

audit: $(DEV) ## ask whether a locked package has a known vulnerability
	@$(PY) scripts/audit.py requirements.lock

screenshots: $(DEV) ## write the pictures of the README and of docs/
	@$(PY) scripts/screenshots.py

tune: $(TUNE) ## fit the wording (votes.tsv) to the knowledge's utterances, then set the thresholds (weights.tsv); takes minutes
	@$(PY) scripts/tune.py
	@$(PY) scripts/thresholds.py

scaling: $(DEV) ## measure and write docs/scaling.md; takes some minutes
	@$(PY) scripts/scaling.py

clean: ## remove .venv and whatever else make made
	rm -rf $(VENV) build dist htmlcov .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# One resolution for Python 3.11 to 3.14 on Linux, macOS and Windows: each lock holds the one before it.
COMPILE = $(VENV)/bin/uv pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	$(if $(UPGRADE),--upgrade) --group build

lock: $(DEV) ## resolve the dependencies of pyproject.toml into the lock files
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra preview -c requirements.lock -o requirements-preview.lock
	$(COMPILE) --extra preview --group dev -c requirements-preview.lock -o requirements-dev.lock
	$(COMPILE) --group tune -c requirements-dev.lock -o requirements-tune.lock
	@if grep -nE '://|^--|file:' requirements*.lock; then echo 'A lock must hold no address.' >&2; exit 1; fi

$(MADE):
	@command -v "$(PYTHON)" >/dev/null || { \
		echo 'biobot needs Python 3.11 or newer: install it, or name yours with make PYTHON=...' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "biobot needs Python 3.11 or newer and $(PYTHON) is older: name another with make PYTHON=python3.13" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv) and try again." >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

# $(call install,LOCK): the lock, then the package itself, which fetches nothing.
define install
@echo 'Installing from $(1) (the first time takes a minute) ...'
@$(PIP) --require-hashes $(WHEELS) -r $(1)
@$(PIP) --no-deps --no-build-isolation --no-index -e .
endef

PACKAGE := pyproject.toml src/biobot/__init__.py $(MADE)

$(RUNTIME): requirements.lock $(PACKAGE)
	$(call install,requirements.lock)
	@touch $(RUNTIME)

$(PREVIEW): requirements-preview.lock $(PACKAGE)
	$(call install,requirements-preview.lock)
	@touch $(RUNTIME) $(PREVIEW)

$(TUNE): requirements-tune.lock $(PACKAGE)
	$(call install,requirements-tune.lock)
	@touch $(RUNTIME) $(TUNE)

$(DEV): requirements-dev.lock $(PACKAGE)
	$(call install,requirements-dev.lock)
	@touch $(RUNTIME) $(PREVIEW) $(DEV)
