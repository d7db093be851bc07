"""The parts of `benchmarks/fuzz.py`: what is put in, how it is run, and what has to hold of what comes out."""
