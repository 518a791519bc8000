"""Finding an area's event handlers when its app is ready."""

from importlib import import_module
from importlib.util import find_spec


def load_handlers(app: str) -> None:
    """Import ``<app>.handlers`` if the area has one, so that its subscriptions take effect."""
    name = f"{app}.handlers"
    if find_spec(name) is not None:
        import_module(name)
