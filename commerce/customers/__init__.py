"""Accounts. Addresses, favorites and the rest follow in their own steps."""
