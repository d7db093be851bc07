"""What a teacher says of statements that nobody labelled: a student learns from it beside the labels."""
