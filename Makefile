# `make lab` opens the course, `make test` checks all of it. Both set everything up first, in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/ready
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

# An environment that we made is ready, or half-made with the prompt that we give. No other is
# touched, neither here nor by `make clean`, unless it is empty.
PROMPT = dlnotes-course
OURS = { test -z "`ls -A $(VENV) 2>/dev/null`" || test -e $(READY) || \
	grep -q "^prompt = '$(PROMPT)'" $(VENV)/pyvenv.cfg 2>/dev/null; }

.PHONY: lab test solved findings clean
lab: $(READY)
	$(BIN)/python -m dlnotes lab

# All of it, or with PATHS="tests/networks notebooks/00-start-here.ipynb" a part.
test: $(READY)
	$(BIN)/python -m dlnotes test $(PATHS)

# The lessons with every exercise answered, for teachers, in solved/.
solved: $(READY)
	$(BIN)/python -m dlnotes solve notebooks/*.ipynb --into solved

# What libraries do where a good guess is wrong: see findings/README.md. This needs the network.
findings: $(READY)
	@for script in findings/*.py; do test $$script = findings/installed.py || \
		{ echo $$script; $(BIN)/python $$script || exit 1; }; done

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; v = sys.version_info[:2]; \
		sys.exit(0 if (3, 11) <= v < (3, 14) else 'dlnotes needs Python 3.11 to 3.13; ' \
		f'{sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.12 lab')"
	@$(OURS) || { echo "$(VENV) exists already, but this Makefile has not made it, so it is" \
		"left as it is. Choose another folder: make VENV=.venv-course lab" >&2; exit 1; }
# The libraries go first, since that takes long: if it is interrupted, the prompt is still there.
	rm -rf $(VENV)/lib
	$(PYTHON) -m venv --clear --prompt $(PROMPT) $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .cache solved
	@if $(OURS); then rm -rf $(VENV); else echo "$(VENV) is not ours, and is left as it is"; fi
