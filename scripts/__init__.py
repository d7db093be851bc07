"""The command line: a command parses its options, calls the library, prints, and sets the exit code."""
