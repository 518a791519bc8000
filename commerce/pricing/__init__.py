"""Currencies, dated exchange rates, variant prices and quotes."""
