"""The summary of prediction rows, and the report page made of it."""
