"""Writes of the pages, by subject."""
