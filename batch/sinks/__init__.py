"""Prediction rows into files and streams, one writer a format."""
