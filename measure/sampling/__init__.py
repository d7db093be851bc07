"""Rows drawn to be labelled by hand, by a design that estimates or training need."""

from detente.measure.sampling.draw import DrawSettings, Sample, draw_sample

__all__ = ["DrawSettings", "Sample", "draw_sample"]
