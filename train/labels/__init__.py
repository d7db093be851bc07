"""Labelled pairs: read, checked, split, joined to texts, constructed, sampled."""
