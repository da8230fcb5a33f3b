# Every target sets up .venv by itself; only python3 (3.11 or newer), pip and make are needed.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
PY := $(VENV)/bin/python
DEMO_STAMP := $(VENV)/.installed-demo
DEV_STAMP := $(VENV)/.installed-dev
BENCH_STAMP := $(VENV)/.installed-bench
DOCS_STAMP := $(VENV)/.installed-docs
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e

.PHONY: help setup demo test check check-rest lint types docs docs-check site notebooks golden golden-accept bench fuzz clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEV_STAMP) ## create .venv with everything a developer needs

demo: $(DEMO_STAMP) ## read data/raw into data/processed and show what came out
	$(VENV)/bin/hyokasho run data/raw -o data/processed
	@first=$$(ls data/raw/*.pdf | head -n 1); \
	printf '%s\n' '' 'Next:' \
	  "  $(VENV)/bin/hyokasho show $$first              the tables of one statement" \
	  "  $(VENV)/bin/hyokasho draw $$first --page 3     a page with its answers, as a picture" \
	  '  $(PY) -c "import pandas as pd; print(pd.read_parquet(\"data/processed/systems\"))"' \
	  '  $(VENV)/bin/hyokasho run FOLDER -o data/mine    your own statements'

test: $(DEV_STAMP) ## run all tests
	$(PY) -m pytest

check: test check-rest ## all that CI runs: tests, ruff, mypy --strict, generated docs fresh

check-rest: lint types docs-check ## the check without the tests

lint: $(DEV_STAMP) ## ruff
	$(PY) -m ruff check .

types: $(DEV_STAMP) ## mypy --strict
	$(PY) -m mypy

docs: $(DEV_STAMP) ## write the generated pages of docs/ again
	$(PY) -m hyokasho.pipeline.language
	$(PY) -m hyokasho.pipeline.docs

docs-check: $(DEV_STAMP) ## fail if a generated page of docs/ is out of date
	$(PY) -m hyokasho.pipeline.language --check
	$(PY) -m hyokasho.pipeline.docs --check

site: $(DOCS_STAMP) ## build the documentation site into site/
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict
	@echo 'Look at it: $(PY) -m http.server -d site 8000, then http://localhost:8000'

notebooks: $(DEV_STAMP) ## run the notebooks on data/processed and keep what they show
	$(PY) -m notebooks.execute

golden: $(DEV_STAMP) ## show how the tables of data/raw (and the answers in docs/howto/questions.md) differ from the reviewed ones
	$(PY) -m tests.goldens

golden-accept: $(DEV_STAMP) ## take over the differences that `make golden` shows
	$(PY) -m tests.goldens --accept

bench: $(BENCH_STAMP) ## measure speed and memory (BENCH=--long: in full, and write docs/benchmarks)
	$(PY) -m hyokasho.pipeline.bench $(BENCH)

FUZZ_SECONDS := 600

fuzz: $(DEV_STAMP) ## feed damaged PDFs to the pipeline for ten minutes (FUZZ_SECONDS=120: for two)
	$(PY) -m tests.fuzz --seconds $(FUZZ_SECONDS)

clean: ## remove .venv and everything generated
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The first Python of at least 3.11; `venv` without pip is the way on systems that package them apart.
$(PY):
	@found=; \
	for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "hyokasho needs Python 3.11 or newer; python3 here is: $$(python3 --version 2>&1)." >&2; \
	  echo "Install one and name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; \
	fi; \
	echo "creating $(VENV) with $$($$found --version)"; \
	"$$found" -m venv $(VENV) 2>/dev/null || { \
	  rm -rf $(VENV); "$$found" -m venv --without-pip $(VENV) && \
	  "$$found" -m pip --quiet --python $(PY) install pip; }

$(DEMO_STAMP): pyproject.toml constraints.txt | $(PY)
	$(PIP_INSTALL) '.[ocr,data,report]'
	@touch $@

$(DEV_STAMP): pyproject.toml constraints.txt | $(PY)
	$(PIP_INSTALL) '.[ocr,data,report,notebooks,browse,dask,docs,dev]'
	@touch $@ $(DEMO_STAMP) $(DOCS_STAMP)

$(DOCS_STAMP): pyproject.toml constraints.txt | $(PY)
	$(PIP_INSTALL) '.[docs]'
	@touch $@

$(BENCH_STAMP): pyproject.toml constraints.txt | $(PY)
	$(PIP_INSTALL) '.[ocr,data,report,notebooks,browse,dask,docs,bench,dev]'
	@touch $@ $(DEMO_STAMP) $(DEV_STAMP) $(DOCS_STAMP)
