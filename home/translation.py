"""Language columns (django-modeltranslation) of what is no page."""

from modeltranslation.translator import TranslationOptions, register

from home.models import Announcement, Menu, MenuColumn, MenuItem, MenuLink, NewsTag, SiteSettings
from home.models.settings import TRANSLATED


@register(SiteSettings)
class SiteSettingsOptions(TranslationOptions):
    fields = TRANSLATED


@register(Menu)
class MenuOptions(TranslationOptions):
    fields = ("title",)


@register(NewsTag)
class NewsTagOptions(TranslationOptions):
    fields = ("name",)


@register(MenuColumn)
class MenuColumnOptions(TranslationOptions):
    fields = ("title",)


@register([MenuItem, MenuLink])
class EntryOptions(TranslationOptions):
    fields = ("title", "url")


@register(Announcement)
class AnnouncementOptions(TranslationOptions):
    fields = ("text", "link_text", "url")
