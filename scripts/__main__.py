"""`python -m detente.scripts`: the command line, for launchers that start a module."""

from detente.scripts.main import main

main()
