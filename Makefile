# The doors of the house. Everything that they make lives under .local/ and .venv/.
SHELL := /bin/bash
UV := $(shell command -v uv || echo $(CURDIR)/.local/uv/bin/uv)
PY := $(CURDIR)/.venv/bin/python
# Most tests wait for real servers: four at once fit on two cores. Those of what is pure wait for nothing.
WORKERS ?= 4
PURE_WORKERS ?= 3
export PYTHONUNBUFFERED := 1

.PHONY: help run demo demo-year down reset test coverage check images bench storm shots contracts setup

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup ## the whole system with a demonstration, until Ctrl-C; a second run finds its data again
	@exec $(PY) -m infra.local run

demo: setup ## the demonstration alone, on fresh data; fails unless every check of it holds
	@exec $(PY) -m infra.local demo

demo-year: setup ## four districts, four years, 20,000 facts; fails unless every figure is the oracle's
	@exec $(PY) -m tests.year

down: setup ## end what is left running
	@$(PY) -m infra.local down

reset: setup ## end it and forget its data
	@$(PY) -m infra.local reset

test: setup ## all tests, on real backing services; whole: the branches of what is pure besides
	@$(PY) -m infra.local prepare
	$(if $(ARGS),,$(PY) -m pytest -q -n $(PURE_WORKERS) --dist loadfile tests/unit --cov --cov-report=)
	@$(if $(ARGS),,$(PY) -m infra.check.branches)
	$(PY) -m pytest -n $(WORKERS) --dist loadfile $(or $(ARGS),--ignore=tests/unit)

coverage: setup ## the branches of what is pure, by the unit tests alone
	@$(PY) -m pytest -q -n $(PURE_WORKERS) tests/unit --cov --cov-report=
	@$(PY) -m infra.check.branches

check: setup ## format, types, boundaries, drift of contracts, descriptions of the deployment
	@$(PY) -m infra.check

images: setup ## the container images, built and tried
	bash infra/images/build.sh

bench: setup ## measured against others; prints ratios
	@$(UV) sync --quiet --frozen --group bench
	@$(PY) -m infra.local prepare
	$(PY) -m tests.bench

storm: setup ## ten minutes of kills and freezes while twenty programs send files; says what became of them
	@$(PY) -m infra.local prepare
	TONGXIN_STORM_SECONDS=$${TONGXIN_STORM_SECONDS:-600} TONGXIN_STORM_SENDERS=$${TONGXIN_STORM_SENDERS:-20} \
		$(PY) -m pytest -q -s tests/fault/test_storm.py

shots: setup ## screenshots of every page of the console, of a demonstration, in .local/shots
	@$(PY) -m infra.local prepare
	$(PY) -m tests.console.shots

contracts: setup ## write what is generated from the contracts
	$(PY) -m infra.generate

# Browser files that the gateway serves itself, from npm at the versions of the lock.
BROWSER := gateway/console/static/vendor/htmx.min.js .local/tools/console/node_modules/.package-lock.json
$(BROWSER) &: gateway/console/package-lock.json gateway/console/build.sh
	@sh gateway/console/build.sh >/dev/null

setup: $(BROWSER)
	@command -v $(UV) >/dev/null || bash infra/local/get_uv.sh
	@$(UV) sync --quiet --frozen
