"""Registers the admin of menus and announcements."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home import forms_admin
from home.editing import hooks as editing_hooks  # noqa: F401 - registers itself
from home.featured import hooks as featured_hooks  # noqa: F401 - registers itself
from home.page_listings import PageTypesGroup, TagViewSet
from home.translating import hooks as translating_hooks  # noqa: F401 - registers itself
from home.viewsets import FrameGroup

register_snippet(FrameGroup)
register_snippet(TagViewSet)
hooks.register("register_admin_viewset")(PageTypesGroup)
forms_admin.register()
