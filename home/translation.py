"""Language columns (django-modeltranslation) of what is no page."""

from modeltranslation.translator import TranslationOptions, register

from home.models import MenuItem, SiteSettings
from home.models.settings import TRANSLATED


@register(SiteSettings)
class SiteSettingsOptions(TranslationOptions):
    fields = TRANSLATED


@register(MenuItem)
class MenuItemOptions(TranslationOptions):
    fields = ("title",)
