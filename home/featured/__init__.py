"""Which pages feature a product that cannot be bought, what visitors see in its place, and where to change it."""
