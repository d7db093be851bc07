"""Weighs a network's replies whether a target is meant."""
