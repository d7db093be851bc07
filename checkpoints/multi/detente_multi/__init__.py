"""The checkpoint `multi` of détente, in the folder `checkpoint`: files that détente reads, and no code."""
