"""What orders say of the shop itself: the site's settings lie above and register themselves."""

from commerce.orders.domain import FactsSource, ShopFacts

_facts_source: FactsSource | None = None


def shop_facts_from(source: FactsSource) -> None:
    """Register where orders take the shop's address and bank account from."""
    global _facts_source
    _facts_source = source


def shop_facts(language: str) -> ShopFacts:
    """Return the shop's address and bank account; empty before somebody has filled them in."""
    return _facts_source(language) if _facts_source is not None else ShopFacts()
