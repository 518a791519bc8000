"""What the catalog does when it hears of something, inside the same transaction."""

from catalog import tasks
from catalog.events import AddressChanged, PictureUploaded
from catalog.services import redirects
from gemkit.events import subscribe


@subscribe(AddressChanged)
def keep_old_addresses(event: AddressChanged) -> None:
    redirects.address_changed(event.row, before=event.before)


@subscribe(PictureUploaded)
def scale_the_picture(event: PictureUploaded) -> None:
    tasks.picture_copies_make.enqueue(event.picture_id)
