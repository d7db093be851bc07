"""Files, folders and pipes into records, one reader a format."""
