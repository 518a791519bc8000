"""The entries of the report in the Wagtail admin; `home.wagtail_hooks` brings them in."""

from wagtail import hooks

from home.featured import views

views.connect()
hooks.register("register_admin_urls")(views.featured_urls)
hooks.register("register_reports_menu_item")(views.featured_menu_item)
