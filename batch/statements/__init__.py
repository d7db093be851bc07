"""Records split into statements, and rows of a table that make one document."""
