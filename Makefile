# make run: set up and serve the shipped model.   make test: set up and run every check.
# Needs Python 3.11, 3.12 or 3.13; `make PYTHON=/path/to/python3.12 run` chooses one.

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test lock report pictures clean

run: $(VENV)/.installed
	$(BIN)/python app.py $(ARGS)

test: $(VENV)/.tested-with
	$(BIN)/python tests/checks.py

# What the checks ran with. Other platforms resolve the ranges of requirements.txt.
lock: $(VENV)/.tested-with
	$(BIN)/python -m pip freeze --exclude-editable --exclude brnn > requirements.lock

# README tables and model cards, from the metrics files.
report: $(VENV)/.installed
	$(BIN)/python -m brnn.report

# The picture of the README and the gallery.
pictures: $(VENV)/.tested-with
	$(BIN)/python tests/browser/photograph.py

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "brnn needs Python 3.11, 3.12 or 3.13; none was found." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed tests/requirements.txt requirements.lock
	$(PIP_INSTALL) -r requirements.txt -r tests/requirements.txt -c requirements.lock
	@command -v chromium chromium-browser google-chrome > /dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
	     && apt-get update -qq && apt-get install -y -qq chromium; } \
	|| $(BIN)/playwright install chromium
	@touch $@
