"""What reading a document needs to know of its language: English, Korean and Chinese."""
