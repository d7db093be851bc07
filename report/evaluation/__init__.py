"""The scores of a checkpoint into one page."""
