"""Pictures and files of the shop: Wagtail's, with a text alternative in each language."""

import re
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from catalog.events import PictureUploaded
from gemkit.events import publish


class Picture(AbstractImage):
    """A picture. ``alt_uk`` and ``alt_en`` say what is to be seen, for those who cannot see it."""

    alt_uk = models.CharField(_("alternative text, Ukrainian"), max_length=255, blank=True)
    alt_en = models.CharField(_("alternative text, English"), max_length=255, blank=True)

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        "alt_uk",
        "alt_en",
    )

    # Editors look for what is to be seen; titles are mostly names of files.
    search_fields = (
        *AbstractImage.search_fields,
        *(
            kind(name)
            for name in ("title_words", "alt_uk", "alt_en")
            for kind in (index.SearchField, index.AutocompleteField)
        ),
    )

    is_uploaded = False
    """Set by the form when a new file came: the next saving tells of it."""

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.is_uploaded:
            self.is_uploaded = False
            publish(PictureUploaded(self.pk))

    @property
    def title_words(self) -> str:
        """The title's words and numbers for searching: PostgreSQL reads the end of "stone-7" as minus seven."""
        return re.sub(r"[\W_]+", " ", self.title)

    @property
    def alt(self) -> str:
        """The text alternative in the active language; never another language's text."""
        return self.alt_en if get_language() == "en" else self.alt_uk

    @property
    def default_alt_text(self) -> str:
        return self.alt


class Rendition(AbstractRendition):
    """A scaled copy of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_unique"
            )
        ]


class File(AbstractDocument):
    """A file for download, such as a laboratory report."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
