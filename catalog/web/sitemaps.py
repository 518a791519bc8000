"""Sitemaps of the catalog."""

from django.contrib.sitemaps import Sitemap


class ProductSitemap(Sitemap):
    """Every published product, in both languages."""

    def items(self) -> list:
        return []


class TreeSitemap(Sitemap):
    """Every level of the hierarchy, in both languages."""

    def items(self) -> list:
        return []
