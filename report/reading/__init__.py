"""One document into one page, each statement tinted by its stance."""
