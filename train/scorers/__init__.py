"""Fits the weights by which documents are read, on labelled documents."""
