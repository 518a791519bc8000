"""Write the read model of listings anew from its sources: texts, pictures, prices and stock."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.index import selectors as index
from catalog.index import services as cards
from catalog.index import state
from commerce.inventory import selectors as inventory
from commerce.pricing import services as pricing
from gemkit.progress import Bar

BATCH = 200


class Command(BaseCommand):
    help = (
        "Write the card of every variant anew and build the index once, to see that it can be built. Safe to run "
        "at any time and as often as you like; running shops follow by themselves."
    )

    def handle(self, **options: Any) -> None:
        products = index.product_ids()
        bar = Bar("Products", len(products), self.stdout)
        for start in range(0, len(products), BATCH):
            part = products[start : start + BATCH]
            cards.faces_write(part)
            variants = index.variant_ids(part)
            ordered = inventory.ordered_quantity(variants)
            for variant_id, free in inventory.free_quantity(variants).items():
                pricing.card_refresh(variant_id)
                cards.card_write(variant_id, available=free, ordered=ordered[variant_id])
            bar.at(start + len(part))
        bar.end()
        self.stdout.write(f"{state.build()} variants in the index")
