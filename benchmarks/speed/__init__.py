"""What the benchmarks of speed are made of: rows, contenders, processes, rates and ceilings."""
