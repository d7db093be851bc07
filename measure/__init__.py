"""From predicted rows to figures: samples to label by hand, exchange of labels, agreement and estimates."""
