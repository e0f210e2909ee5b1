# Everything that a clean clone needs is Python 3.11 or newer and make. Paths are relative: the folder's own path may
# hold spaces. Programs run as modules of .venv's Python, because their scripts don't survive a move of the folder.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY = .venv/bin/python
LOCK = $(subst .venv/.stamp-,requirements/,$@).lock

.PHONY: help demo test check bench
.DELETE_ON_ERROR:

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1	/p' Makefile

demo: .venv/.stamp-app ## load the demo record and serve it on http://127.0.0.1:8000 (PORT=8001 and HOST= change that)
	@exec $(PY) manage.py serve --demo

test: .venv/.stamp-dev .venv/.stamp-others ## run the tests with a database of their own (ARGS="-k word" chooses some)
	@exec $(PY) -m pytest -n 2 $(ARGS)

bench: .venv/.stamp-dev .venv/.stamp-others ## measure speed beside others' (SIZES=10000,100000), into docs/benchmarks.md
	@exec $(PY) -W ignore -m tests.bench

# The settings of a production site, so that Django's own advice for one is heard. No database is behind them.
check: export COUNTERCLAIM_PRODUCTION = 1
check: export SECRET_KEY = only-for-make-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF
check: export ALLOWED_HOSTS = counterclaim.example
check: export DATABASE_URL = postgres://nobody@127.0.0.1:1/nothing
check: .venv/.stamp-dev ## lint, types, import contracts, migrations, production settings
	@failed=; \
	run() { echo "== $$*"; $(PY) "$$@" || failed="$$failed\n  $$*"; }; \
	run -m ruff check .; \
	run -m ruff format --check .; \
	run -m mypy .; \
	run -m djlint templates --lint --quiet; \
	run -c 'from importlinter.cli import lint_imports_command as main; main()'; \
	run -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run; \
	run manage.py check --deploy --fail-level WARNING; \
	if [ -n "$$failed" ]; then printf "\nFailed:$$failed\n"; exit 1; fi; \
	echo "All checks passed."

.venv/.stamp-app: requirements/app.lock
.venv/.stamp-dev: requirements/dev.lock
.venv/.stamp-app .venv/.stamp-dev:
	@if ! $(PY) -m pip --version >/dev/null 2>&1; then \
		if ! $(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Python 3.11 or newer is needed; PYTHON=/path/to/python names one." >&2; exit 1; fi; \
		echo "Making .venv with $(PYTHON)"; \
		$(PYTHON) -m venv --clear .venv || { \
			echo "Python's venv module is needed too (on Debian: the package python3-venv)." >&2; exit 1; }; fi
	@echo "Installing $(LOCK)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@touch $@

# Programs that others wrote live apart, so that what they need never decides what the application runs with.
.venv/.stamp-others: requirements/others.lock | .venv/.stamp-dev
	@echo "Installing $(LOCK)"
	@$(PY) -m venv --clear .venv/others
	@.venv/others/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@touch $@
