"""Prediction rows read once into arrays, grouped by columns and periods, and matched with hand labels."""
