# Each target one line; what it needs, it sets up by itself and keeps.
PY := .venv/bin/python
.PHONY: site offline test serve check fields lint clean

site: .venv/ready ; $(PY) scripts/build.py
offline: site ; $(PY) scripts/offline.py
test: .venv/ready ; $(PY) -m pytest
serve: .venv/ready ; $(PY) -m mkdocs serve
check: .venv/ready ; $(PY) scripts/check.py
fields: .venv/ready ; $(PY) scripts/describe_fields.py
lint: .venv/ready ; $(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy
clean: ; rm -rf site .site.pufa .venv .cache

.venv/ready: requirements.lock pyproject.toml
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
