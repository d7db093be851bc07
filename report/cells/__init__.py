"""Predicted rows counted by publisher, target, source and period, so that a page can count any selection of them."""
