# The two commands for readers: `make book` and `make test`. Both set up .venv on first use.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
# The chapters multiply small matrices; threads would wait for each other longer than they compute.
export OPENBLAS_NUM_THREADS ?= 1
# Containers often set it, and each of many processes would compile the library and the tests anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help book serve test peers oldest older-processor site-test build-times bench lint notebooks text lab lock clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile

book: $(READY) ## run the chapters and build the pages into _build/html
	@$(PY) tools/book.py

serve: $(READY) ## show the book in a browser, with pages that run Python
	@$(PY) tools/serve.py $(PORT)

test: $(READY) ## the whole suite: library, claims, tools, every notebook under nbval
	@$(PY) -m pytest -p tools.quick_start

peers: $(READY) ## PyTorch and other heavy peers, whose tests are skipped without them
	@echo "Installing PyTorch and palmerpenguins into $(VENV) (on some systems a few GB)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation -e ".[peers]"

oldest: $(READY) ## notebooks and library under the oldest NumPy, Matplotlib and SymPy allowed
	@$(PY) tools/oldest.py

older-processor: $(READY) ## notebooks without the newer instructions of an x86 processor, which round otherwise
	@OPENBLAS_CORETYPE=Nehalem NPY_DISABLE_CPU_FEATURES="X86_V3 X86_V4 AVX512_ICL AVX512_SPR" \
		$(PY) -m pytest chapters

site-test: $(READY) ## every page in a browser: weight, access, errors, links, demos
	@$(PY) tools/site_test.py

build-times: $(READY) ## seconds from nothing, and after one cell has changed
	@$(PY) tools/build_times.py

bench: $(READY) ## speed and memory beside the peers, into tests/benchmarks/results.md
	@$(PY) tests/benchmarks/bench.py

lint: $(READY) ## style, spelling, and the rules of the notebooks
	@$(PY) -m ruff check && $(PY) -m ruff format --check && $(PY) -m codespell_lib
	@$(PY) tools/notebooks.py lint
	@$(PY) tools/main_way.py && $(PY) tools/letters.py

notebooks: $(READY) ## fold in edits made as text, run every notebook, store it in canonical form
	@$(PY) tools/notebooks.py run

text: $(READY) ## write the notebooks as text into _text, to edit there
	@$(PY) tools/notebooks.py text

lab: $(READY) ## open the chapters in JupyterLab
	@$(PY) -m jupyterlab chapters

lock: $(READY) ## compile requirements.txt anew from pyproject.toml
	@$(PY) -m pip install --quiet uv && $(PY) tools/lock.py

clean: ## remove everything that the commands above made
	rm -rf $(VENV) site/node_modules _build .live _text .pytest_cache .ruff_cache .hypothesis lib/*.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements.txt pyproject.toml site/package-lock.json
	@sh tools/install.sh $(VENV)
