"""Labels in, checkpoint out: needs the `train` extra."""

from detente.model.moved import refuse_moved

refuse_moved()
