"""Addresses of the catalog's pages, under the language."""

from django.urls import include, path

from catalog.enums import Kind
from catalog.web import search, views
from catalog.web.calculator import views as calculator
from catalog.web.feeds import NewFeed
from catalog.web.picker.views import picker

app_name = "catalog"


def _tree(prefix: str, kind: Kind, names: tuple[str, str, str, str]) -> list:
    """Return the four levels of one half of the catalog."""
    tails = ("", "<slug:type_slug>/", "<slug:type_slug>/<slug:category_slug>/",
             "<slug:type_slug>/<slug:category_slug>/<slug:subcategory_slug>/")  # fmt: skip
    return [
        path(prefix + tail, views.listing, {"kind": kind}, name=name)
        for tail, name in zip(tails, names, strict=True)
    ]


urlpatterns = [
    *_tree("stones/", Kind.STONE, ("stones", "type", "category", "subcategory")),
    *_tree("jewelry/", Kind.JEWELRY, ("jewelry", "jewelry_type", "jewelry_category", "jewelry_subcategory")),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggestions, name="search_suggestions"),
    path("picker/", picker, name="picker"),
    path("calc/", calculator.calculator, name="calculator"),
    path("calc/ring-sizer/", calculator.ring_sizer, name="ring_sizer"),
    path("collections/", views.collections, name="collections"),
    path("collections/<slug:code>/", views.collection, name="collection"),
    path("sale/", views.sale, name="sale"),
    path("new/", views.new, name="new"),
    path("p/<slug:slug>/", views.product, name="product"),
    path("", include("catalog.web.lists.urls")),
    path("new/feed/", NewFeed(), name="new_feed"),
]
