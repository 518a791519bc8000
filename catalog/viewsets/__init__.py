"""The admin of the catalog: products, variants, hierarchy, dictionaries."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from catalog.viewsets.collections import CollectionViewSet
from catalog.viewsets.dictionaries import (
    ColorViewSet,
    CutViewSet,
    ReturnRuleViewSet,
    ShapeViewSet,
    TagViewSet,
    ZodiacSignViewSet,
)
from catalog.viewsets.picker import PaletteViewSet
from catalog.viewsets.products import ProductViewSet
from catalog.viewsets.search import SynonymViewSet
from catalog.viewsets.taxonomy import CategoryViewSet, StoneTypeViewSet, SubCategoryViewSet
from catalog.viewsets.variants import VariantViewSet


class CatalogGroup(SnippetViewSetGroup):
    """Everything about the goods, in one menu."""

    menu_label = _("Catalog")
    menu_icon = "pick"
    menu_name = "catalog"
    menu_order = 110
    items = (
        ProductViewSet,
        VariantViewSet,
        CollectionViewSet,
        StoneTypeViewSet,
        CategoryViewSet,
        SubCategoryViewSet,
        ShapeViewSet,
        CutViewSet,
        ColorViewSet,
        PaletteViewSet,
        ZodiacSignViewSet,
        TagViewSet,
        ReturnRuleViewSet,
        SynonymViewSet,
    )


__all__ = ["CatalogGroup"]
