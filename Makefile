# The two commands: `make lab` opens the course, `make test` checks all of it. Both set everything up first, in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/ready

.PHONY: lab test solved clean
lab: $(READY)
	$(BIN)/python -m dlnotes lab

test: $(READY)
	$(BIN)/python -m dlnotes test

# The lessons with every exercise answered, for teachers, in solved/.
solved: $(READY)
	$(BIN)/python -m dlnotes solve notebooks/*.ipynb --into solved

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f'dlnotes needs Python 3.11 to 3.13; {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.12 lab')"
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf $(VENV) .cache solved
