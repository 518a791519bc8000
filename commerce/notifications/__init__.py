"""Mails that follow from events, once each, in the buyer's language."""
