PYTHON ?= python3
BIN := .venv/bin

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Set up in .venv and judge the example article
	$(PYTHON) -m venv .venv && $(BIN)/pip install . && $(BIN)/detente predict examples/article.txt

setup: ## Set up in .venv for work on the code
	$(PYTHON) -m venv .venv && $(BIN)/pip install -e '.[dev]'

test: ## Run the fast tests
	$(BIN)/pytest -n 2

slow: ## Run the tests of the published checkpoint and of pages in a browser
	$(BIN)/pytest -m slow

train: ## Run the tests that train for some minutes
	$(BIN)/pytest -m train

site: ## Build the documentation into site/
	$(BIN)/mkdocs build --strict

lint: ## Check style and format
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

.PHONY: help demo setup test slow train site lint
