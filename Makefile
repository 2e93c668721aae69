# Everything that this project does, from a clean checkout with Python 3.11 or later and a package index.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready-for-tra

POLICY ?= examples/claude-opus-4/policy.tra
EVIDENCE ?= examples/claude-opus-4/evidence
AS_OF ?= 2026-01-01
JOBS ?= 2
SECONDS ?= 60

.PHONY: demo test test-long check-style schemas perf fuzz clean
.DEFAULT_GOAL := demo

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)  ## hold a real policy against a real system card
	@$(BIN)/tra check $(POLICY) --evidence $(EVIDENCE) --as-of $(AS_OF) --exit-zero

check-style: $(READY)  ## formatter, linter, type checker
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict tra_policy

test: $(READY) check-style  ## what has to pass, within a few minutes on two cores
	$(BIN)/python -m pytest -n $(JOBS) -m "not long"

test-long: $(READY)  ## the rest: every tampering of the whole example run, and the tutorial
	$(BIN)/python -m pytest -n $(JOBS) -m long

perf: $(READY)  ## whole-process times beside a bare interpreter
	$(BIN)/python perf/run.py

fuzz: $(READY)  ## damaged files into every reader, for SECONDS; by coverage as well where atheris can be had
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]' || true
	$(BIN)/python tests/readers/fuzz.py --seconds $(SECONDS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
