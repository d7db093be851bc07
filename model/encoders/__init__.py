"""Networks that give logits for pairs, and what chooses and runs them."""
