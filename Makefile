# Two commands: `make demo` shows the three jobs, `make test` proves them. Both set everything up first.
PYTHON ?= python3
BIN := .venv/bin
# Dozens of processes start from this code: compiled once, also where the environment says not to.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install demo test lint types tests golden chaos fuzz hostile risks day reviews crowd figures review-figures pictures image-check manifests lock clean fleet throughput flood collected

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Chorister needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: install
	@$(BIN)/chorister demo $(if $(PORT),--port $(PORT))

# Collecting writes the tests' compiled modules, which each worker would make anew; the types fill the other core.
test: lint
	@$(MAKE) --no-print-directory -j2 types collected
	@$(MAKE) --no-print-directory tests

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install
	@$(BIN)/mypy

collected: install
	@$(BIN)/pytest --collect-only -qqq

# Stories wait for sockets and pauses, so four fill two cores; by file, since a module starts its engine once.
tests: install
	@$(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

# Every payload the bot can send, kept as copy in tests/golden/kept: written anew, to be read in `git diff`.
golden: install
	@$(BIN)/python -m tests.golden

# Two hundred random interleavings of clicks, edits, outages and kill -9; CI plays a seeded ten. About 15 minutes.
chaos: install
	@CHAOS_SCENES=40 $(BIN)/pytest -q -s tests/chaos

# Three hundred recorders with every ending, and kill -9 in between, in a day that lasts some minutes; CI sends eighteen.
day: install
	@DAY_JOINS=300 DAY_SPEED=300 $(BIN)/pytest -q -s tests/day

# Ten reviews, each killed with -9 at a random instant, with two processes on one PostgreSQL; CI kills two. About five minutes.
reviews: install
	@REVIEW_KILLS=10 $(BIN)/pytest -q tests/crash/test_kill_during_a_review.py

# How long a review of 1,000 meetings takes under Truto's limit; two minutes. REVIEW_MEETINGS=10000 REVIEW_HURRY=4 for more.
review-figures: install
	@$(BIN)/python -m tests.bench.review

# A hundred thousand texts for the reader of meeting links; CI reads a seeded few. About two minutes.
fuzz: install
	@FUZZ_TEXTS=100000 $(BIN)/pytest -q tests/tools/meeting_links/test_fuzz.py

# Ninety-one attacks by planted words, with a model that follows every order it finds; CI plays every third. About a minute.
hostile: install
	@HOSTILE_EVERY=1 $(BIN)/pytest -q tests/stories/test_hostile_words.py

# The deals of twenty companies, judged a second time by other code; CI judges seven.
risks: install
	@RISK_SEEDS=20 $(BIN)/pytest -q tests/stories/test_deal_risk.py

# Two hundred runs at once under Slack's limits; about ten minutes. CROWD_RUNS=30 CROWD_HURRY=4 for less.
crowd: install
	@$(BIN)/python -m tests.bench.crowd

# Three processes, a load balancer, 1,000 events a minute, kill -9 every 30 seconds; about six minutes. FLEET_MINUTES,
# FLEET_RATE, FLEET_PROCESSES, FLEET_SEED. CI plays some seconds of it with one death.
fleet: install
	@$(BIN)/python -m tests.bench.fleet

# Runs a second with 1, 2 and 4 processes, and what each run costs; about three minutes.
throughput: install
	@$(BIN)/python -m tests.bench.throughput

# How fast others are acknowledged beside a flood of messages and a crowd of mentions; about two minutes.
flood: install
	@$(BIN)/python -m tests.bench.flood

# What the bot itself costs, against the sandbox; about a minute.
figures: install
	@$(BIN)/python -m tests.bench.figures

# The README's pictures, taken anew in the window by a Chromium of this computer; about a minute.
pictures: install
	@$(BIN)/python -m tests.browser.pictures

# The Dockerfile's steps without an engine, and what it starts without privileges, against the sandbox; about a minute.
image-check: install
	@$(BIN)/python -m tests.image.play

# Both manifests, from bot/manifest.py: for Socket Mode, and for signed HTTP with installs at an address to be replaced.
manifests: install
	@$(BIN)/chorister manifest > manifest.yml
	@$(BIN)/chorister manifest --http https://bot.example.com --oauth > manifest.http.yml

COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

# For maintainers: resolve again for every platform, without naming any download host. The image's lock is a part of the other.
lock:
	$(COMPILE) --extra dev -o requirements.lock pyproject.toml
	$(COMPILE) --extra build -c requirements.lock -o requirements.image.lock pyproject.toml

clean:
	rm -rf .venv .chorister *.egg-info .pytest_cache .mypy_cache .ruff_cache
