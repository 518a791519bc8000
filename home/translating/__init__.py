"""Translating the shop: what lacks English, who may write it, and what may go live.

Pages are translated text by text (wagtail-localize); everything with language columns has a form that
shows Ukrainian beside English. One table, `home.models.TranslationState`, knows where every text stands.
"""
