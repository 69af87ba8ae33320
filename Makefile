# Unrolled. `make run` and `make test` do all that a fresh machine needs; what is up to date is not done again.

PORT   ?= 8000
PYTHON ?= python3

VENV := .venv
PY   := $(VENV)/bin/python
NODE := PYTHON=$(PY) tools/node.sh

# What was done, by the time it was done.
RUN_READY    := $(VENV)/ready-run
TEST_READY   := $(VENV)/ready-test
BENCH_READY  := $(VENV)/ready-bench
NODE_READY   := node_modules/ready
FONTS_READY  := static/fonts/ready
BUILT_READY  := static/built/ready

PRETTIER := $(NODE) node node_modules/prettier/bin/prettier.cjs --log-level warn
PRETTY   := 'static/js/**/*.{js,ts}' 'static/css/*.css' 'templates/*.html' 'tests/js/**/*.js' 'tests/mutation/*.mjs' 'tools/*.mjs'

PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

# Half-made files are worse than none: the next run would take them for whole.
.DELETE_ON_ERROR:
.PHONY: help run test quick lint lint-python lint-page test-js format bench fuzz built clean

help:
	@echo 'make run     set up what is missing, start the server and open the page (PORT=8000)'
	@echo 'make test    set up what is missing, then every check and every test'
	@echo 'make quick   the checks and tests that need no browser, server or process of their own'
	@echo 'make format  mend what the format checks find'
	@echo 'make bench   compare the speed with PyTorch (downloads it the first time)'
	@echo 'make fuzz    send thousands of hostile inputs to a server and to `check` (half an hour)'
	@echo 'make built   only what browsers get: static/built and static/fonts'
	@echo 'make clean   remove all that was made here'

run: $(RUN_READY) built
	@exec $(PY) -m app serve --port $(PORT) --open

# What only reads runs beside what only computes; then the tests in Python have all cores, one browser each.
test: $(TEST_READY) built
	@$(PY) tools/find_browser.py > $(VENV)/browser
	@$(PY) tools/find_others.py
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint test-js
	@echo '== pytest'
	@CHROMIUM="$$(cat $(VENV)/browser)" $(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

quick: $(TEST_READY) built
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint test-js
	@echo '== pytest, without a browser, a server or a process'
	@$(PY) -m pytest --quick --numprocesses auto --dist loadfile --quiet --ignore tests/browser

lint: lint-python lint-page

lint-python: $(TEST_READY)
	@echo '== ruff check'
	@$(PY) -m ruff check .
	@echo '== ruff format'
	@$(PY) -m ruff format --check .
	@echo '== mypy'
	@$(PY) -m mypy --strict app

lint-page: $(NODE_READY)
	@echo '== prettier'
	@$(PRETTIER) --check $(PRETTY)
	@echo '== tsc'
	@$(NODE) node node_modules/typescript/bin/tsc --project tsconfig.json

test-js: $(TEST_READY) $(NODE_READY)
	@echo '== JavaScript tests'
	@$(PY) tests/js/traces.py > /dev/null
	@files=$$(grep -rlE "from ['\"]node:test['\"]" tests/js); \
	  test -n "$$files" || { echo 'make: no JavaScript tests in tests/js' >&2; exit 1; }; \
	  $(NODE) node --test-reporter=dot tests/js/all.js $$files

format: $(TEST_READY) $(NODE_READY)
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .
	@$(PRETTIER) --write $(PRETTY)

bench: $(BENCH_READY)
	@$(PY) -m tests.bench

fuzz: $(BENCH_READY) built
	@$(PY) -m tests.fuzz

built: $(BUILT_READY) $(FONTS_READY)

clean:
	rm -rf $(VENV) node_modules static/built static/fonts build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find app tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "make: Python 3.11 or later is needed, and $(PYTHON) is $$($(PYTHON) --version 2>&1 || :);" \
	    "name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo '== $(VENV)'
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo 'make: no virtual environment (on Debian and Ubuntu: apt-get install python3-venv)' >&2; exit 1; }

$(RUN_READY): pyproject.toml | $(PY)
	@echo '== Python packages'
	@$(PIP_INSTALL) --editable .
	@touch $@

# The extras bring what running needs as well, so one install is enough for both.
$(TEST_READY): pyproject.toml | $(PY)
	@echo '== Python packages, with those of the tests'
	@$(PIP_INSTALL) --editable '.[test]'
	@touch $@ $(RUN_READY)

$(BENCH_READY): $(TEST_READY)
	@echo '== PyTorch and schemathesis'
	@$(PIP_INSTALL) --editable '.[test,bench]'
	@touch $@

$(NODE_READY): package.json package-lock.json .npmrc | $(PY)
	@echo '== JavaScript packages'
	@$(NODE) npm ci --no-progress
	@touch $@

$(FONTS_READY): $(NODE_READY) tools/fonts.mjs
	@echo '== static/fonts'
	@$(NODE) node tools/fonts.mjs
	@touch $@

SOURCES := $(shell find static/js static/css -name '*.js' -o -name '*.css')

$(BUILT_READY): $(NODE_READY) tools/bundle.mjs $(SOURCES)
	@echo '== static/built'
	@$(NODE) node tools/bundle.mjs
	@touch $@
