"""How good a checkpoint is, and how sure that is."""
