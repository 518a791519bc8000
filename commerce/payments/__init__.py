"""What is owed and what was paid for an order."""
