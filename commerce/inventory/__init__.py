"""Stock, reservations and the movements that explain them."""
