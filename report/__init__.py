"""Prediction rows, documents and scores in, self-contained pages out."""

from detente.model.moved import refuse_moved

refuse_moved()
