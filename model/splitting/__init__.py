"""Where the statements of a document begin and end."""
