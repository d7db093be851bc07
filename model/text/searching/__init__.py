"""The search of a statement for the phrases of an actor list."""
