"""Labels in, checkpoint out: needs the `train` extra."""
