# One word for each check; `make check` is what CI runs. `make PYTHON=python` takes another environment.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.PHONY: check static format lint layers types rules test torture docs site bench

check: static test

static: format lint layers types rules

format:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

layers:
	$(BIN)lint-imports

types:
	$(PYTHON) -m mypy

rules:
	$(PYTHON) -m xueheng check

test:
	$(PYTHON) -m pytest -n auto --dist loadgroup

torture:
	nice -n 19 $(PYTHON) -m tests.torture.mutations

docs:
	$(PYTHON) docs/build.py

site: docs
	$(PYTHON) -m mkdocs build --strict

bench:
	$(PYTHON) -m benchmarks.value_added
	$(PYTHON) -m benchmarks.exam_totals
	$(PYTHON) -m benchmarks.start_up
	$(PYTHON) -m benchmarks.inspect_files
	$(PYTHON) -m benchmarks.county_set
	$(PYTHON) -m benchmarks.county_report
	$(PYTHON) -m benchmarks.platform
	$(PYTHON) -m benchmarks.campaign
	$(PYTHON) -m benchmarks.writers
	$(PYTHON) -m benchmarks.backup
	$(PYTHON) -m benchmarks.matching
	$(PYTHON) -m benchmarks.admission_files
	$(PYTHON) -m benchmarks.admission_compare
	$(PYTHON) -m benchmarks.placement
	$(PYTHON) -m benchmarks.lottery
	$(PYTHON) -m benchmarks.seating
	$(PYTHON) -m benchmarks.irt
	$(PYTHON) -m benchmarks.growth
	$(PYTHON) -m benchmarks.scaling
	$(PYTHON) -m benchmarks.survey
	$(PYTHON) -m benchmarks.province
