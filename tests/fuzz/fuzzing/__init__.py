"""Strategies for what the command line is given, how a case is run, and what must hold afterwards."""
