# make run: set up and serve the shipped model.   make test: set up and run every check.
# Needs Python 3.11, 3.12 or 3.13; `make PYTHON=/path/to/python3.12 run` chooses one.

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LADDER := $(foreach cell,simple gru lstm,$(addprefix $(cell)-,forward backward bidirectional))

.NOTPARALLEL:
.PHONY: run test default baseline ladder study lock report pictures clean

run: $(VENV)/.installed
	$(BIN)/python app.py $(ARGS)

test: $(VENV)/.tested-with
	$(BIN)/python tests/checks.py

# Trains the default model anew, and the baseline. ARGS="--data PATH --seed 1 --metrics-only"
default: $(VENV)/.trains
	$(BIN)/python train.py --preset default --resume $(ARGS)

baseline: $(VENV)/.trains
	$(BIN)/python -m brnn.evaluation.baseline $(ARGS)

# Trains every model of the ladder with three seeds; the first ships, of the others the figures.
# What is there already is left alone, and a run that was stopped goes on. ARGS="--data PATH"
ladder: $(LADDER:%=assets/ladder/%/metrics.json) \
	$(foreach seed,1 2,$(LADDER:%=assets/ladder/repeats/%-seed-$(seed).json))

assets/ladder/%/metrics.json: | $(VENV)/.installed
	$(BIN)/python train.py --preset ladder-$* --resume $(ARGS)

assets/ladder/repeats/%.json: | $(VENV)/.installed
	$(BIN)/python train.py --preset $(subst -seed-, --seed ,ladder-$*) --metrics-only --resume $(ARGS)

# What the default model's readers do on the test split, into assets/study. ARGS="--data PATH"
study: $(VENV)/.installed
	$(BIN)/python -m brnn.evaluation.study $(ARGS)

# What the checks ran with. Other platforms resolve the ranges of requirements.txt.
lock: $(VENV)/.tested-with
	$(BIN)/python -m pip freeze --exclude-editable --exclude brnn > requirements.lock

# README tables and model cards, from the metrics files.
report: $(VENV)/.installed
	$(BIN)/python -m brnn.evaluation.report

# Photographs every page, light, dark, on a phone and presented, into pictures/; and makes the
# pictures of this README, of the page's card and icon anew.
pictures: $(VENV)/.tested-with
	$(BIN)/python tests/browser/photograph.py pictures --assets

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "brnn needs Python 3.11, 3.12 or 3.13; none was found." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.trains: $(VENV)/.installed
	$(PIP_INSTALL) "scikit-learn>=1.7,<2"
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed tests/requirements.txt requirements.lock
	$(PIP_INSTALL) -r requirements.txt -r tests/requirements.txt -c requirements.lock
	@command -v chromium chromium-browser google-chrome > /dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
	     && apt-get update -qq && apt-get install -y -qq chromium; } \
	|| $(BIN)/playwright install chromium
	@touch $@
