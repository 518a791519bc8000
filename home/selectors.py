"""Reads of the site's frame."""
