# make run: install and serve the shipped models.   make test: install and run every check.
# Needs Python 3.11, 3.12 or 3.13. To choose one: make PYTHON=/path/to/python3.12 run

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11

.NOTPARALLEL:
.PHONY: run test default guess baseline ladder study speed lock sbom report schema pictures clean

run: $(VENV)/.installed
	$(BIN)/python app.py $(ARGS)

test: $(VENV)/.tested-with
	$(BIN)/python tests/checks.py

# Train the default model. For example: ARGS="--data PATH --seed 1 --metrics-only"
default: $(VENV)/.trains
	$(BIN)/python train.py --preset default --resume $(ARGS)

# Train the model that guesses words. ARGS="--data PATH"
guess: $(VENV)/.installed
	$(BIN)/python train.py --preset guess --resume $(ARGS)

# Fit the baseline, which counts words. ARGS="--data PATH --texts FILE"
baseline: $(VENV)/.trains
	$(BIN)/python -m brnn.evaluation.baseline $(ARGS)

# Train the ladder. Hours; stop it at any time, and the same command continues. ARGS="--data PATH"
ladder: $(VENV)/.installed
	$(BIN)/python -m brnn.evaluation.ladder $(ARGS)

# Study the readers of the default model on the test split, into assets/study. ARGS="--data PATH"
study: $(VENV)/.installed
	$(BIN)/python -m brnn.evaluation.study $(ARGS)

# Time what README says about speed, into assets/speed. Ten minutes on cores without other work. ARGS="--data PATH"
speed: $(VENV)/.tested-with
	$(BIN)/python tests/benchmarks/speed.py $(ARGS)

# Pin the versions that the container and the checks install, with hashes; those that are pinned already stay.
# Users install within the ranges of requirements.txt. ARGS="--upgrade"
lock: $(VENV)/.installed
	$(PIP_INSTALL) "uv>=0.9,<1"
	$(LOCK) requirements.txt -o requirements.lock $(ARGS)
	$(LOCK) requirements.txt tests/requirements.txt -c requirements.lock -o tests/requirements.lock $(ARGS)

# List all that is installed, with versions and licences (CycloneDX), and ask whether vulnerabilities are known.
sbom: $(VENV)/.tested-with
	$(PIP_INSTALL) "cyclonedx-bom>=7,<8" "pip-audit>=2.9,<3"
	@mkdir -p build
	$(BIN)/cyclonedx-py environment $(BIN)/python -o build/sbom.json
	$(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip

# Generate the README tables, the model cards and the study from the metrics files.
report: $(VENV)/.installed
	$(BIN)/python -m brnn.evaluation.report

# Record what endpoints and explanations offer to programs. Refused if it breaks callers. ARGS="--break"
schema: $(VENV)/.tested-with
	$(BIN)/python tests/api_schema.py $(ARGS)

# Take screenshots of every page (light, dark, phone, presentation) into pictures/, and update the
# pictures of README and the page's preview card and icon.
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
	$(PIP_INSTALL) "keras-hub>=0.32,<1" "safetensors>=0.6,<1" "scikit-learn>=1.7,<2" "tokenizers>=0.22,<1"
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed tests/requirements.lock
	$(PIP_INSTALL) --require-hashes -r tests/requirements.lock
	@command -v chromium-headless-shell > /dev/null || command -v chromium > /dev/null \
	|| command -v google-chrome > /dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
	     && apt-get update -qq && apt-get install -y -qq chromium-headless-shell; } \
	|| $(BIN)/playwright install --only-shell chromium
	@touch $@
