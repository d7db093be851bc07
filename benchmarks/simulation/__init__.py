"""Populations and samples drawn from labelled rows, to see how intervals hold."""
