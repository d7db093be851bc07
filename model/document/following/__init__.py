"""Follows through a document who bears a title, and which two states it speaks of together."""
