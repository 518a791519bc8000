"""Examples of the staff's API, for the document."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_TEXTS = {
    "name_uk": "Волошковий сапфір",
    "name_en": "Cornflower sapphire",
    "slug_uk": "voloshkovyi-sapfir",
    "slug_en": "cornflower-sapphire",
    "lead_uk": "Сапфір кольору волошок.",
    "lead_en": "A sapphire of the colour of cornflowers.",
}
_PRODUCT_IN = {
    **_TEXTS,
    "subcategory": "sapphire-royal",
    "nature": "natural",
    "return_rule": "loose_stone",
    "tags": ["rare"],
}
_VARIANT_IN: dict[str, Any] = {
    "sku": "S-0412",
    "product": 17,
    "shape": "cushion",
    "color": "cornflower",
    "carat": "2.14",
    "length_mm": "8.20",
    "width_mm": "7.60",
    "depth_mm": "4.80",
    "treatment": "heated",
    "origin": "LK",
    "gallery": [{"picture": 5, "view": "face"}],
    "prices": {"USD": {"amount": "2810.00"}},
    "stock_change": {"change": 1},
}


def _shown(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True)


def sent(example: OpenApiExample) -> OpenApiExample:
    """Return the same as it is sent: without what only we write."""
    value = {name: part for name, part in example.value.items() if name != "sort_order"}
    return OpenApiExample(f"{example.name}-in", value=value, request_only=True)


PRODUCT_IN = OpenApiExample("product-in", value=_PRODUCT_IN, request_only=True)
PRODUCT = _shown(
    "product",
    {
        "id": 17,
        "live": False,
        "has_unpublished_changes": True,
        "first_published_at": None,
        "last_published_at": None,
        "created_at": "2026-11-20T12:00:00+02:00",
        "updated_at": "2026-11-20T12:00:00+02:00",
        **_PRODUCT_IN,
        "description_uk": "",
        "description_en": "",
        "seo_title_uk": "",
        "seo_title_en": "",
        "seo_description_uk": "",
        "seo_description_en": "",
        "variants": [],
        "problems": [
            {
                "code": "variant_missing",
                "field": "",
                "sku": "",
                "text": "Add at least one variant that is on sale: there is nothing to buy yet.",
            }
        ],
    },
)
PUBLISH_REFUSED = _shown(
    "PUBLISH_REFUSED",
    {
        "type": "client_error",
        "errors": [
            {
                "code": "PUBLISH_REFUSED",
                "detail": "This product cannot be published yet.",
                "attr": None,
                "extra": {
                    "problems": [
                        {
                            "code": "nature_missing",
                            "field": "nature",
                            "sku": "",
                            "text": "Say whether the stone is natural or laboratory-grown.",
                        }
                    ]
                },
            }
        ],
    },
)
VARIANT_IN = OpenApiExample("variant-in", value=_VARIANT_IN, request_only=True)
VARIANT_PATCH = OpenApiExample(
    "price-and-stock",
    value={
        "prices": {"USD": {"amount": "2500.00", "was_amount": "2810.00"}},
        "price_reason": "Autumn sale",
        "stock_change": {"change": -1, "kind": "correction", "reason": "Chipped", "seen": 3},
    },
    request_only=True,
)
VARIANT = _shown(
    "variant",
    {
        **{name: value for name, value in _VARIANT_IN.items() if name != "stock_change"},
        "is_active": True,
        "prices": {
            "USD": {"amount": "2810.00", "was_amount": None, "sale_from": None, "sale_until": None},
            "UAH": None,
        },
        "stock": {"on_hand": 1, "reserved": 0, "free": 1},
        "created_at": "2026-11-20T12:00:00+02:00",
        "updated_at": "2026-11-20T12:00:00+02:00",
    },
)
_ENTRY = {"text_uk": "", "text_en": "", "sort_order": 3}
_DRAWING = '<path d="M32 8L52 20L52 44L32 56L12 44L12 20Z"/>'
SHAPE = _shown("shape", {"code": "oval", "name_uk": "Овал", "name_en": "Oval", **_ENTRY, "drawing": _DRAWING})
CUT = _shown(
    "cut", {"code": "step", "name_uk": "Ступінчаста", "name_en": "Step", **_ENTRY, "drawing": _DRAWING}
)
COLOR = _shown(
    "color",
    {
        "code": "cornflower",
        "name_uk": "Волошковий",
        "name_en": "Cornflower blue",
        **_ENTRY,
        "hex": "#3F5FC8",
    },
)
TAG = _shown("tag", {"code": "rare", "name_uk": "Рідкісні", "name_en": "Rare", **_ENTRY})
SIGN = _shown(
    "sign",
    {
        "code": "aries",
        "name_uk": "Овен",
        "name_en": "Aries",
        **_ENTRY,
        "drawing": _DRAWING,
        "start_month": 3,
        "start_day": 21,
        "end_month": 4,
        "end_day": 20,
    },
)
COLLECTION = _shown(
    "collection",
    {
        "code": "blue",
        "name_uk": "Сині камені",
        "name_en": "Blue stones",
        "intro_uk": "",
        "intro_en": "",
        "rule": "color=cornflower&price_max=40000",
        "picture": None,
        "is_live": True,
        "sort_order": 3,
        "products": [17],
    },
)
