# Everything a user or a developer does here, by name; `make help` lists it.
PREFIX ?= /usr/local
# Swift compiles everything anew where flags or the environment differ: it must neither see how deep
# make is nor choose colours by whether it writes to a terminal.
SWIFT_BUILD = env -u MAKELEVEL -u MAKEFLAGS -u MFLAGS -u MAKE_TERMOUT -u MAKE_TERMERR \
  swift build -c release --no-color-diagnostics
BINARY = .build/release/tgnas
SOURCES = Sources Tests Package.swift Benchmarks/Sources Benchmarks/Package.swift
BENCHMARKS = .build/release/tgnas-benchmarks
PYTHON = .build/python

.PHONY: search evaluate test python-test python-environment notebooks notebooks-test program build \
  install dist dist-test pages weights formulas expectations seal fuzz sanitize benchmark \
  build-benchmarks format lint docs clean need-tables set-up help

search: program ## build, then find the best NAS-Bench-201 cell
	$(BINARY) search nasbench201

test: set-up ## build and run every test
	Tests/Scripts/set-up-test
	$(SWIFT_BUILD) --build-tests
	$(MAKE) python-environment
	swift test -c release --skip-build
	$(MAKE) build-benchmarks
	$(BENCHMARKS) --quick --python $(PYTHON)/bin/python
	Tests/Scripts/package-test
	Scripts/build-docs .build/docs
	$(MAKE) python-test notebooks-test

python-test: python-environment ## install the Python package into .build/python and test it
	$(PYTHON)/bin/python -m pytest --quiet python

notebooks: python-environment ## run notebooks-export/*.py and write them as notebooks
	$(PYTHON)/bin/python notebooks-export/build.py

notebooks-test: python-environment ## run the notebooks from top to bottom
	$(PYTHON)/bin/python notebooks-export/build.py --check

# The Python package, and what its tests and the notebooks need.
python-environment: build $(PYTHON)/bin/python
	TGNAS_LIBRARY=.build/release/libCTGNAS.so \
	  $(PYTHON)/bin/python -m pip install --quiet "./python[test,notebooks]"

$(PYTHON)/bin/python:
	@Scripts/set-up python
	python3 -m venv $(PYTHON)

program: set-up ## build the program alone
	@test -e $(BINARY) || echo "Building tgnas: three minutes on two cores, 300 MB in .build." >&2
	$(SWIFT_BUILD) --product tgnas

build: set-up ## build the program and the library for other languages
	$(SWIFT_BUILD)

install: program ## install a program that needs no other library, below PREFIX (/usr/local)
	Scripts/package folder "$(DESTDIR)$(PREFIX)"

dist: build ## make an archive, a Debian package and a Python wheel in .build/dist
	Scripts/package all .build/dist

dist-test: ## run what make dist made in bare roots of Debian 12 and 13; needs root, debootstrap
	Scripts/test-packages .build/dist

docs: build python-environment ## make pages on the Swift and the Python library in .build/docs
	Scripts/build-docs .build/docs

pages: program ## renew the pages in docs/spaces
	$(BINARY) spaces page -o docs/spaces

weights: need-tables program ## train all weights from the benchmark tables in the folder TABLES
	for recipe in weights/recipes/*.yaml; do \
	  $(BINARY) train --recipe $$recipe --tables "$(TABLES)" \
	    -o weights/$$(basename $$recipe .yaml).h5 || exit 1; \
	done
	$(MAKE) seal

formulas: need-tables program ## evolve the shipped formulas from the tables in the folder TABLES
	$(BINARY) evolve-proxy --tables "$(TABLES)" -o weights/formulas/all-spaces.yaml
	for table in $$(sed -n 's/^  - space: //p' weights/formulas/all-spaces.yaml); do \
	  $(BINARY) evolve-proxy --tables "$(TABLES)" --leave-out $$table \
	    -o weights/formulas/without-$$table.yaml || exit 1; \
	done

expectations: need-tables program ## renew how well the default ranks unseen spaces, from TABLES
	Scripts/expected-tau "$(TABLES)"

seal: program ## give files in weights/ that have none a digest, and list all in weights/SHA256SUMS
	$(BINARY) seal weights/*.h5
	cd weights && sha256sum *.h5 > SHA256SUMS

fuzz: set-up ## drive every reader with inputs made from seeds, for SECONDS (60) each
	TGNAS_FUZZ_SECONDS=$(or $(SECONDS),60) swift test -c release --filter FuzzTests

# The suites that read foreign text, and those that reckon on memory by hand. HDF5 is left out: its
# own code uses freed memory on some damaged files (docs/security.md). Leaks are the system's to
# collect.
sanitize: set-up ## run readers and kernels under the address and thread sanitizers: ten minutes
	for kind in address thread; do \
	  TGNAS_SANITIZER=$$kind ASAN_OPTIONS=detect_leaks=0 TGNAS_FUZZ_SECONDS=1 \
	    swift test -c release --sanitize=$$kind --scratch-path .build/sanitize-$$kind \
	    --filter 'ReaderFuzzTests|StudyFuzzTests|TensorsTests|RuntimeTests' || exit 1; \
	done

evaluate: need-tables program ## compare zero-shot scores with the tables in the folder TABLES
	$(BINARY) evaluate --leave-one-out --tables "$(TABLES)"

benchmark: build build-benchmarks ## measure speed beside others (PYTHON: an environment with them)
	$(if $(filter .build/python,$(PYTHON)),Benchmarks/set-up-peers $(PYTHON))
	$(BENCHMARKS) --python $(PYTHON)/bin/python -o .build/benchmarks

# The benchmark shares the folder of builds with the program, so that nothing is built twice. The
# file holds the plan of one package; Swift would take the other's for its own.
build-benchmarks: set-up
	rm -f .build/release.yaml
	$(SWIFT_BUILD) --package-path Benchmarks --scratch-path .build; \
	  status=$$?; rm -f .build/release.yaml; exit $$status

format: ## format the sources in place
	swift format -i -r $(SOURCES)

lint: ## check the format of the sources, the width of lines and docs/architecture
	swift format lint --strict -r $(SOURCES)
	Scripts/check-columns
	Scripts/draw-architecture.py --check

clean: ## remove everything that was built
	rm -rf .build

need-tables: # before anything is built
	@test -n "$(TABLES)" || { \
	  echo "make $(MAKECMDGOALS): say where the benchmark tables are:" \
	    "make $(MAKECMDGOALS) TABLES=DIR" >&2; exit 64; }

set-up: # install what is missing on this machine
	@Scripts/set-up

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile
