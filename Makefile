# Two commands for a fresh machine: `make demo` and `make test`. The rest is for those who build Garonne.
PYTHON = .venv/bin/python
XVFB = xvfb-run -a -s "-screen 0 1920x1080x24"

.PHONY: demo test setup check unit fuzz lock texts clean

demo:
	@packaging/setup.sh
	.venv/bin/garonne demo

test:
	@packaging/setup.sh test
	@$(MAKE) --no-print-directory check unit

setup:
	@packaging/setup.sh test

check:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check -q .
	.venv/bin/mypy workstation
	.venv/bin/lint-imports
	$(PYTHON) packaging/translations.py --check

unit:
	$(XVFB) $(PYTHON) -m pytest

fuzz:
	GARONNE_FUZZ=20000 GARONNE_FUZZ_COMMANDS=2000 GARONNE_FUZZ_KEEP=$(CURDIR)/build/fuzz $(XVFB) $(PYTHON) -m pytest tests/fuzz --timeout=0 -s

lock:
	$(PYTHON) -m uv pip compile pyproject.toml --extra dev --universal --generate-hashes --python-version 3.11 \
		--no-header --no-emit-index-url --no-annotate --upgrade -q -o packaging/lock.txt

texts:
	$(PYTHON) packaging/translations.py

clean:
	rm -rf .venv build dist demo-pictures
