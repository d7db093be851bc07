"""From predicted and hand labels to figures one can publish: samples, exchange, agreement, estimates."""
