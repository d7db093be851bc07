"""Reads a document as a whole: who is meant, who speaks, and toward whom."""
