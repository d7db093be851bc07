"""Prediction rows, documents and scores in, self-contained pages out."""
