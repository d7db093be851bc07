"""The letters of a text: in which script they are written, and syllables taken apart."""
