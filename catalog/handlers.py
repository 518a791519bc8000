"""What the catalog does when it hears of something, inside the same transaction."""

from catalog.events import AddressChanged
from catalog.services import redirects
from gemkit.events import subscribe


@subscribe(AddressChanged)
def keep_old_addresses(event: AddressChanged) -> None:
    redirects.address_changed(event.row, before=event.before)
