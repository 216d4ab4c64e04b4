# make run   starts the bot on config.example.toml; ARGS="--config config.toml" for your own station
# make test  the whole check, the same in CI
# Both set up .venv with the pinned, hashed versions of the lock files, again whenever these change.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --build-deps-for=editable \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DELETE_ON_ERROR:
.PHONY: run test bench soak fmt audit lock clean

run: $(VENV)/.run-ready
	$(BIN)/liaison-bot run --config config.example.toml $(ARGS)

test: $(VENV)/.dev-ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadgroup $(ARGS)

bench: $(VENV)/.dev-ready
	$(BIN)/python -m tests.bench $(ARGS)

# What is too long for every run: 1 000 kills instead of 30, 1 000 courses of random faults instead of 9 and 20, ten
# minutes of trouble with several instances instead of one, and many more examples of every property.
soak: $(VENV)/.dev-ready
	LIAISON_KILL_ROUNDS=1000 LIAISON_SEEDS=1000 LIAISON_MISCHIEF_SEEDS=334 LIAISON_CHAOS_SECONDS=600 $(BIN)/pytest --hypothesis-profile=soak --timeout=7200 $(ARGS)

fmt: $(VENV)/.dev-ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Asks a public list of known weaknesses, so it needs the internet and is no part of `make test`.
audit: $(VENV)/.dev-ready
	$(BIN)/pip-audit --strict --disable-pip -r requirements.lock
	$(BIN)/pip-audit --strict --disable-pip -r requirements-dev.lock

# Follows pyproject.toml and keeps what is pinned already; ARGS=--upgrade takes the newest versions it allows.
lock: $(VENV)/.dev-ready
	$(COMPILE) $(ARGS) --extra=postgres --output-file=requirements.lock pyproject.toml
	$(COMPILE) $(ARGS) --extra=postgres --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or newer is needed; name it with: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo 'python3-venv is missing; install it with: sudo apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --use-pep517 --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock $(VENV)/.run-ready
	$(PIP) install --use-pep517 --require-hashes -r requirements-dev.lock
	@touch $@
