"""Predicting many statements: records in, prediction rows out."""
