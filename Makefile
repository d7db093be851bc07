PYTHON ?= python3
BIN := .venv/bin

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Install into .venv and run it on the example article
	$(PYTHON) -m venv .venv && $(BIN)/pip install . && $(BIN)/detente predict examples/article.txt

setup: ## Install into .venv for development
	$(PYTHON) -m venv .venv && $(BIN)/pip install -e '.[dev]' -e ./checkpoints/multi

test: ## Run the fast tests
	$(BIN)/pytest -n 2

slow: ## Run the slow tests: published checkpoints, pages in a browser, commands of the docs
	$(BIN)/pytest -m slow

train: ## Run the tests that train for minutes
	$(BIN)/pytest -m train

site: ## Build the documentation into site/
	$(BIN)/mkdocs build --strict

wheels: ## Build the wheels for a package index into dist/, each below 100 MB
	$(BIN)/python checkpoints/wheels.py

lint: ## Check style and format
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

.PHONY: help demo setup test slow train site wheels lint
