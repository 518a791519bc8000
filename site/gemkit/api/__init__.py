"""Glue between DRF and the shop's conventions: errors, paging, money, language, currency."""
