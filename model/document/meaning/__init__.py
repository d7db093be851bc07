"""Whom a statement means without naming it: what speaks for each, and the words that mean it."""
