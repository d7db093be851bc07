"""Programs for what can be cited about a checkpoint beside its scores."""
