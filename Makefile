# Everything here sets itself up: a machine with Python 3.11 or later, make and git is enough.
# The first that runs and is new enough; a name on the PATH may be a shim for a version that is not there.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
STORE := .store
WEB := web/package-lock.json web/bundle.mjs $(shell find web/src web/outlines -type f)

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint bench lock schemas web clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run.stamp ## Build the graph, answer two questions, and serve it at http://127.0.0.1:8000
	@$(BIN)/kg build --store $(STORE)
	@echo; echo "Who held Hama on 5 December 2024, and on whose word?"
	@$(BIN)/kg query control-on-date --param on=2024-12-05 --param place=hama --store $(STORE)
	@echo; echo "Who supported whom on 2 December 2024?"
	@$(BIN)/kg query who-supported-whom --param on=2024-12-02 --store $(STORE)
	@echo; echo "More in a browser; Ctrl-C ends it."
	@$(BIN)/kg serve --store $(STORE)

test: $(VENV)/dev.stamp ## Run the tests (a few minutes)
	$(BIN)/pytest -n auto --dist loadfile
	$(BIN)/python web/bundle.py npm test --silent

test-long: $(VENV)/dev.stamp ## Run the long tests: hostile input, crashes, a real browser
	$(BIN)/pytest -m long

lint: $(VENV)/dev.stamp ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python web/bundle.py npm run --silent check

bench: $(VENV)/dev.stamp ## Run the benchmarks: ours beside a peer, as ratios
	$(BIN)/python benchmarks/questions.py
	$(BIN)/python benchmarks/sparql_http.py --quads 100000 --seconds 2 --passes 3

schemas: $(VENV)/dev.stamp ## Write data/schemas/ and the crosswalk in SKOS anew from what they follow from
	$(BIN)/kg schemas data/schemas
	$(BIN)/python -m kg.crosswalk

lock: $(VENV)/dev.stamp ## Resolve the locked requirements anew
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and the store
	rm -rf $(VENV) $(STORE)

web: $(VENV)/dev.stamp ## Bundle the pages' scripts anew
	$(BIN)/python web/bundle.py

$(VENV)/run.stamp: requirements.lock pyproject.toml $(WEB)
	$(call environment,requirements.lock)

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml $(WEB)
	$(call environment,requirements-dev.lock)

# Installs what a lock file names, checked by hash, and the package itself in place.
define environment
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found; name one with make PYTHON=..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
endef
