"""Documents with labels, and the scores of a classifier that reads them."""
