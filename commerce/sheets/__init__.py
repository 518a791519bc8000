"""Prices, stock and attributes of many variants as a spreadsheet, out and in again."""
