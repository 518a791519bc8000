"""What pricing leaves to the worker, inside the same transaction."""

from commerce.pricing import tasks
from commerce.pricing.events import RepriceQueued
from gemkit.events import subscribe


@subscribe(RepriceQueued)
def run_reprice(event: RepriceQueued) -> None:
    tasks.reprice_run.enqueue(reprice_id=event.reprice_id)
