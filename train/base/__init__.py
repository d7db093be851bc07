"""The network that a run starts from: where it comes from, and what is cut off or frozen before training."""
