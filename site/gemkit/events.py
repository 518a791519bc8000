"""Facts that one area publishes and others hear, inside the same transaction.

Handlers write rows only (read model, task, audit): the task row is the outbox, so nothing leaves
the process before the commit. An error in a handler fails the act that published the event.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")
Handler = Callable[[Event], None]

_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[Event]) -> Callable[[Handler[Event]], Handler[Event]]:
    """Register the decorated function for every published ``event_type``."""

    def register(handler: Handler[Event]) -> Handler[Event]:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


def publish(event: object) -> None:
    """Call every handler of ``type(event)`` in the order of registration."""
    for handler in _handlers[type(event)]:
        handler(event)
