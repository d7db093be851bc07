"""Predicting on a Ray cluster: chunks out, rows back, in order. Only this room imports Ray (extra `ray`)."""
