"""From a trained network to a checkpoint folder that others can load."""
