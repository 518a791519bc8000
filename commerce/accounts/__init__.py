"""Signing up, in and out, and what an account shows: its orders. The mechanism is django-allauth's."""
