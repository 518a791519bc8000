"""The form of pictures: what cannot be decoded never enters the library."""

from __future__ import annotations

import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Wagtail's field, which fails on a picture that is cut off, and decodes one before it counts the pixels."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Count the pixels by the head of the file, then decode the whole of it once."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted here
                with Image.open(f) as picture:
                    self._check_pixels(picture.width * picture.height * getattr(picture, "n_frames", 1))
                    picture.load()
        except Image.DecompressionBombError as error:
            raise ValidationError(
                _("The picture has too many pixels."), code="file_too_many_pixels"
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise ValidationError(
                _("The file is damaged: it ends too early or cannot be read. Save the picture anew."),
                code="damaged",
            ) from error
        finally:
            f.seek(0)

    def _check_pixels(self, number: int) -> None:
        most = self.max_image_pixels
        if most is not None and number > most:
            message = self.error_messages["file_too_many_pixels"]
            raise ValidationError(
                message % {"num_pixels": number, "max_pixels_count": most}, code="file_too_many_pixels"
            )


class PictureForm(BaseImageForm):
    """Wagtail's form with a careful file field; it tells the picture that a new file came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=known.label, required=known.required, max_length=known.max_length, widget=known.widget
            )

    def save(self, commit: bool = True) -> Any:
        self.instance.is_uploaded = "file" in self.changed_data or self.instance._state.adding
        return super().save(commit=commit)
