"""Reads of the desk: ``listing`` for lists and counts, ``screen`` for one order."""
