# Two commands matter: `make demo` and `make test`. Everything they need is installed here.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
GRIDKEEPER_HOME ?= $(CURDIR)/home
PORT ?= 8000
REQUIREMENTS ?= requirements/dev.txt
# Containers often set it; every start of a program would compile its thousand modules anew, more than a second each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo test bench lint chaos messages requirements reset-demo clean

install: $(VENV)/.installed

$(BIN)/uv: requirements/bootstrap.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt

$(VENV)/.requirements: $(BIN)/uv $(REQUIREMENTS) pyproject.toml
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r $(REQUIREMENTS)
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

FRONTEND := src/gridkeeper/frontend_build/.built
$(FRONTEND): $(VENV)/.requirements package-lock.json $(shell find frontend -type f -not -path '*/node_modules/*')
	tools/node.sh npm ci --no-fund --no-audit --loglevel=error
	tools/node.sh npm run --silent build
	@touch $@

$(VENV)/.ready: $(VENV)/.requirements $(FRONTEND) $(shell find src -name '*.po')
	$(BIN)/python tools/compile_messages.py
	@touch $@

# Compiling the planners' kernels takes minutes once; a demo does not wait for it.
$(VENV)/.installed: $(VENV)/.ready $(shell find src/gridkeeper/planning -name '*.py')
	$(BIN)/python -m gridkeeper.planning.warm
	@touch $@

demo: $(VENV)/.ready
	GRIDKEEPER_HOME="$(GRIDKEEPER_HOME)" PORT=$(PORT) $(BIN)/gridkeeper demo

reset-demo: $(VENV)/.ready
	GRIDKEEPER_HOME="$(GRIDKEEPER_HOME)" $(BIN)/gridkeeper demo --reset

$(VENV)/.browser: $(VENV)/.installed
	tools/install-browser.sh
	@touch $@

test: $(VENV)/.browser
	tools/test.sh

lint: $(VENV)/.requirements
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# All of it, or part by part: make bench PARTS="pmed cvrp" keeps what was measured before of the others.
bench: install
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements/bench.txt
	$(BIN)/python benchmarks/run.py $(PARTS)

chaos: install
	$(BIN)/python -m pytest -m chaos --chaos-rounds=$${ROUNDS:-20}

messages:
	$(BIN)/python tools/compile_messages.py --extract

requirements:
	uv lock
	uv export -q --no-emit-project --no-header --no-annotate --format requirements-txt --extra planning --no-dev -o requirements/runtime.txt
	uv export -q --no-emit-project --no-header --no-annotate --format requirements-txt --extra planning --group dev -o requirements/dev.txt
	uv export -q --no-emit-project --no-header --no-annotate --format requirements-txt --only-group bench -o requirements/bench.txt

clean:
	rm -rf $(VENV) node_modules src/gridkeeper/frontend_build
