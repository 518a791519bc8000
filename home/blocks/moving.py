"""Films: the shop's own, and what a few known providers show, loaded when somebody asks for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from gemkit import embeds
from home.blocks.base import FileBlock, PictureBlock, ShopBlock, sample_picture_id
from home.blocks.data import BlockData, Needs

FILMS = {"mp4": "video/mp4", "webm": "video/webm"}


class EmbedAddressBlock(blocks.URLBlock):
    """An address at a provider that may be embedded."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and embeds.find(cleaned, allowed=settings.EMBED_PROVIDERS) is None:
            known = [embeds.PROVIDERS[code] for code in settings.EMBED_PROVIDERS if code in embeds.PROVIDERS]
            text = gettext("This address cannot be embedded. Possible are: %(providers)s.")
            told = ", ".join(f"{provider.name} ({provider.example})" for provider in known) or "–"
            raise ValidationError(text % {"providers": told})
        return cleaned


class EmbedBlock(ShopBlock):
    """Something at a known provider. Nothing is asked of it, and no cookie set, before the visitor presses."""

    address = EmbedAddressBlock(
        label=_("address"),
        max_length=500,
        help_text=_("Of the film or the map, as the browser shows it. Other providers need a setting."),
    )
    title = blocks.CharBlock(
        max_length=120, label=_("what it shows"), help_text=_("Read aloud and on the button.")
    )
    poster = PictureBlock(required=False, label=_("picture before it is loaded"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("caption"))

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("poster"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        return {
            "embed": embeds.find(value.get("address") or "", allowed=settings.EMBED_PROVIDERS),
            "poster": data.picture(value.get("poster")),
        }

    def notes(self, value: Any, data: BlockData) -> list[str]:
        notes = super().notes(value, data)
        if self.view(value, data)["embed"] is None:
            notes.append(gettext("This address cannot be embedded; visitors see nothing here."))
        return notes

    def answer(self, value: Any, data: BlockData) -> dict[str, Any]:
        found = self.view(value, data)["embed"]
        return {
            "provider": found.provider.code if found else None,
            "frame_url": found.frame_url if found else None,
        }

    def get_preview_value(self) -> Any:
        sample = {
            "address": "https://www.openstreetmap.org/#map=16/50.4501/30.5234",
            "title": str(_("Where we are on the map")),
            "poster": sample_picture_id(),
        }
        return self.to_python(sample)

    class Meta:
        icon = "media"
        label = _("Film or map of a provider")
        label_format = "{title}"
        group = _("Pictures")
        description = _("YouTube, Vimeo or a map: loaded only when the visitor presses, so no cookie before.")
        template = "blocks/embed.html"


class VideoBlock(ShopBlock):
    """A film of the shop's own library."""

    file = FileBlock(label=_("film"), help_text=_("MP4 or WebM."))
    title = blocks.CharBlock(
        max_length=120, label=_("what it shows"), help_text=_("Read aloud to who cannot see.")
    )
    poster = PictureBlock(required=False, label=_("picture before it plays"))
    captions = FileBlock(
        required=False, label=_("subtitles"), help_text=_("WebVTT (.vtt), in the language of this page.")
    )
    caption = blocks.CharBlock(max_length=200, required=False, label=_("caption"))
    is_silent = blocks.BooleanBlock(
        required=False, label=_("nobody speaks"), help_text=_("Then no subtitles are needed.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        film, captions = cleaned.get("file"), cleaned.get("captions")
        if film is not None and film.file_extension not in FILMS:
            errors["file"] = ValidationError(gettext("A film must be an MP4 or a WebM file."))
        if captions is not None and captions.file_extension != "vtt":
            errors["captions"] = ValidationError(gettext("Subtitles must be a WebVTT file (.vtt)."))
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned

    def needs(self, value: Any, needs: Needs) -> None:
        needs.picture(value.get("poster"))
        needs.file(value.get("file"))
        needs.file(value.get("captions"))

    def view(self, value: Any, data: BlockData) -> dict[str, Any]:
        film = self._file(value, "file", data)
        kind = FILMS.get(film.file_extension, "") if film else ""
        return {
            "film": film if kind else None,
            "kind": kind,
            "poster": data.picture(value.get("poster")),
            "captions": self._file(value, "captions", data),
            "language": data.language,
        }

    @staticmethod
    def _file(value: Any, name: str, data: BlockData) -> Any:
        chosen = value.get(name)
        return data.files.get(chosen.pk) if chosen is not None else None

    def notes(self, value: Any, data: BlockData) -> list[str]:
        notes = super().notes(value, data)
        if self.view(value, data)["film"] is None:
            notes.append(gettext("No film is chosen, or it was deleted; visitors see the picture alone."))
        elif not value.get("captions") and not value.get("is_silent"):
            notes.append(gettext("The film has no subtitles: who cannot hear it misses what is said."))
        return notes

    def get_preview_value(self) -> Any:
        from wagtail.documents import get_document_model

        film = get_document_model().objects.filter(file__endswith=".mp4").order_by("-pk").first()
        sample = {
            "file": film.pk if film else None,
            "title": str(_("A sapphire turned in the light")),
            "poster": sample_picture_id(),
            "is_silent": True,
        }
        return self.to_python(sample)

    class Meta:
        icon = "media"
        label = _("Film")
        label_format = "{title}"
        group = _("Pictures")
        description = _("A film of the shop’s own, with a picture before it plays and subtitles.")
        template = "blocks/video.html"
