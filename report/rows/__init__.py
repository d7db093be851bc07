"""Prediction rows counted by name and date in one pass, and those that a page needs kept, in bounded memory."""
