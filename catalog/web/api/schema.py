"""The catalog's answers for OpenAPI: shapes and examples."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from catalog.enums import Clarity, Lab, Metal, Nature, Origin, Treatment
from catalog.index.filters import DICTIONARIES, FLAGS, ORDERINGS, RANGES
from catalog.web.api.made import PRICE_MADE, PriceMadeOut
from gemkit.api.fields import MoneyField


class EntryOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class ColorEntryOut(EntryOut):
    hex = serializers.CharField()


class SlugsOut(serializers.Serializer):
    uk = serializers.CharField()
    en = serializers.CharField()


class ScaledPictureOut(serializers.Serializer):
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()
    srcset = serializers.CharField()


class GalleryPictureOut(ScaledPictureOut):
    view = serializers.CharField()


class CardVariantOut(serializers.Serializer):
    sku = serializers.CharField()
    carat = serializers.CharField(allow_null=True)
    size_mm = serializers.ListField(child=serializers.CharField())
    shape = EntryOut(allow_null=True)
    color = ColorEntryOut(allow_null=True)
    treatment = EntryOut(allow_null=True)


class DisplayPriceOut(serializers.Serializer):
    """The price in the visitor's currency: an approximation, never charged."""

    amount = serializers.CharField()
    currency = serializers.CharField()
    rate = serializers.CharField()
    rate_date = serializers.DateField()


class AvailabilityOut(serializers.Serializer):
    state = serializers.ChoiceField(choices=["in_stock", "last_one", "made_to_order", "sold"])
    quantity = serializers.IntegerField(min_value=0, max_value=10)
    text = serializers.CharField()


class BadgeOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["advantage", "fact", "discount", "sold"])
    text = serializers.CharField()


class PricedOut(serializers.Serializer):
    price = MoneyField(allow_null=True)
    was_price = MoneyField(required=False)
    display_price = DisplayPriceOut(required=False)
    availability = AvailabilityOut()


class CardOut(PricedOut):
    slug = serializers.CharField()
    slugs = SlugsOut()
    name = serializers.CharField()
    url = serializers.CharField()
    stone = EntryOut()
    picture = ScaledPictureOut(allow_null=True)
    variant = CardVariantOut()
    badges = BadgeOut(many=True)


class CardPageOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CardOut(many=True)


class ReportOut(serializers.Serializer):
    lab = serializers.CharField()
    number = serializers.CharField()
    date = serializers.DateField(allow_null=True)
    file = serializers.CharField(allow_null=True)
    verify_url = serializers.URLField(allow_null=True)


class VariantFactsOut(CardVariantOut):
    cut = EntryOut(allow_null=True)
    clarity = EntryOut(allow_null=True)
    origin = EntryOut(allow_null=True)
    report = ReportOut(allow_null=True)
    measured_at = serializers.DateField(allow_null=True)
    metal = EntryOut(allow_null=True)
    ring_size = serializers.CharField(allow_null=True)
    setting_stones = serializers.CharField()
    is_one_of_a_kind = serializers.BooleanField()


class VariantOut(VariantFactsOut, PricedOut):
    price_made = PriceMadeOut(allow_null=True)
    gallery = GalleryPictureOut(many=True)


class BreadcrumbOut(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.CharField()


class DisclosureOut(serializers.Serializer):
    nature = EntryOut(allow_null=True)
    treatment = EntryOut(allow_null=True)
    origin = EntryOut(allow_null=True)
    report = ReportOut(allow_null=True)


class DeliveryOut(serializers.Serializer):
    from_date = serializers.DateField()
    cost = MoneyField()


class ReturnRuleOut(EntryOut):
    text = serializers.CharField()
    days = serializers.IntegerField()


class SeoOut(serializers.Serializer):
    title = serializers.CharField()
    description = serializers.CharField()
    canonical = serializers.URLField()


class ProductOut(CardOut):
    lead = serializers.CharField()
    description = serializers.CharField(help_text="HTML")
    breadcrumbs = BreadcrumbOut(many=True)
    variants = VariantOut(many=True)
    disclosure = DisclosureOut()
    delivery = DeliveryOut(allow_null=True)
    return_rule = ReturnRuleOut()
    seo = SeoOut()
    updated_at = serializers.DateTimeField()


class MeasurementsOut(serializers.Serializer):
    carat = serializers.CharField(allow_null=True)
    length_mm = serializers.CharField(allow_null=True)
    width_mm = serializers.CharField(allow_null=True)
    depth_mm = serializers.CharField(allow_null=True)
    measured_at = serializers.DateField(allow_null=True)


class InventoryVariantOut(serializers.Serializer):
    sku = serializers.CharField()
    product = serializers.DictField(child=serializers.CharField())
    availability = AvailabilityOut()
    gallery = GalleryPictureOut(many=True)
    measurements = MeasurementsOut()


class BranchOut(EntryOut):
    slugs = SlugsOut()
    url = serializers.CharField()
    count = serializers.IntegerField(help_text="published products")


class CategoryOut(BranchOut):
    subcategories = BranchOut(many=True)


class TypeOut(BranchOut):
    kind = serializers.ChoiceField(choices=["stone", "jewelry"])
    latin_name = serializers.CharField()
    categories = CategoryOut(many=True)


class TreeOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = TypeOut(many=True)


class DictionaryOut(EntryOut):
    text = serializers.CharField()
    icon = serializers.CharField(required=False, help_text="an SVG document in currentColor")
    hex = serializers.CharField(required=False, help_text="colors only")


class DictionaryPageOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DictionaryOut(many=True)


class DayOut(serializers.Serializer):
    month = serializers.IntegerField()
    day = serializers.IntegerField()


class SignOut(DictionaryOut):
    starts = DayOut()
    ends = DayOut()


class SignPageOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = SignOut(many=True)


class RecommendedOut(serializers.Serializer):
    stone = EntryOut()
    url = serializers.CharField()
    reason = serializers.CharField()


class SignDetailOut(SignOut):
    recommended = RecommendedOut(many=True)


CURRENCY = OpenApiParameter(
    "currency", str, enum=["UAH", "USD", "EUR"], description="Else the visitor's choice, else UAH."
)
PAGES = [
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int, description="24 by default, at most 100."),
]


def _many(name: str, description: str, enum: list[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, str, many=True, enum=enum, description=description)


FILTERS = [
    *(_many(name, "Codes; repeat for OR.") for name in DICTIONARIES),
    _many("treatment", "Repeat for OR.", list(Treatment.values)),
    _many("origin", "ISO 3166-1 alpha-2, `lab` or `not_determined`; repeat for OR.", list(Origin.values)),
    _many("clarity", "Repeat for OR.", list(Clarity.values)),
    _many("nature", "Repeat for OR.", list(Nature.values)),
    _many("metal", "Repeat for OR.", list(Metal.values)),
    _many("lab", "Laboratory of the report; repeat for OR.", list(Lab.values)),
    _many("ring_size", "Inner diameter in millimetres; repeat for OR."),
    *(
        OpenApiParameter(f"{name}_{end}", str, description="In `currency`." if name == "price" else "")
        for name in RANGES
        for end in ("min", "max")
    ),
    *(OpenApiParameter(name, bool) for name in FLAGS),
    OpenApiParameter("ordering", str, enum=list(ORDERINGS)),
]

_STONE = {"code": "sapphire", "name": "Sapphire"}
_PICTURE = {
    "url": "/media/images/sapphire-cushion-face.width-480.format-webp.webp",
    "width": 480,
    "height": 480,
    "alt": "Blue cushion sapphire seen from above",
    "srcset": "",
}
_PRICED = {
    "price": {"amount": "118390.00", "currency": "UAH"},
    "display_price": {"amount": "2808.11", "currency": "USD", "rate": "42.160000", "rate_date": "2026-11-20"},
    "availability": {"state": "last_one", "quantity": 1, "text": "One piece"},
}
_CARD_VARIANT = {
    "sku": "S-0412",
    "carat": "2.14",
    "size_mm": ["8.20", "7.60", "4.80"],
    "shape": {"code": "cushion", "name": "Cushion"},
    "color": {"code": "cornflower", "name": "Cornflower blue", "hex": "#3F5FC8"},
    "treatment": {"code": "heated", "name": "heated"},
}
_CARD = {
    "slug": "cornflower-sapphire",
    "slugs": {"uk": "voloshkovyi-sapfir", "en": "cornflower-sapphire"},
    "name": "Cornflower sapphire",
    "url": "/en/p/cornflower-sapphire/",
    "stone": _STONE,
    "picture": _PICTURE,
    "variant": _CARD_VARIANT,
    **_PRICED,
    "badges": [],
}
_FACTS = {
    **_CARD_VARIANT,
    "cut": {"code": "mixed", "name": "Mixed"},
    "clarity": {"code": "VS", "name": "VS, seen at 10×"},
    "origin": {"code": "LK", "name": "Sri Lanka"},
    "report": None,
    "measured_at": "2026-10-14",
    "metal": None,
    "ring_size": None,
    "setting_stones": "",
    "is_one_of_a_kind": True,
}
_GALLERY = [{**_PICTURE, "view": "face"}]
CARDS = OpenApiExample(
    "cards", value={"count": 1, "next": None, "previous": None, "results": [_CARD]}, response_only=True
)
PRODUCT = OpenApiExample(
    "product",
    value={
        **_CARD,
        "lead": "A sapphire of the colour of cornflowers.",
        "description": "<p>From Sri Lanka.</p>",
        "breadcrumbs": [{"name": "Gemstones", "url": "/en/stones/"}],
        "variants": [{**_FACTS, **_PRICED, "price_made": PRICE_MADE, "gallery": _GALLERY}],
        "disclosure": {
            "nature": {"code": "natural", "name": "Natural"},
            "treatment": {"code": "heated", "name": "heated"},
            "origin": {"code": "LK", "name": "Sri Lanka"},
            "report": None,
        },
        "delivery": {"from_date": "2026-11-24", "cost": {"amount": "0.00", "currency": "UAH"}},
        "return_rule": {"code": "loose-stone", "name": "Loose stone", "text": "Within 14 days.", "days": 14},
        "seo": {
            "title": "Cornflower sapphire",
            "description": "Cushion, 2.14 ct, heated.",
            "canonical": "https://shop.example/en/p/cornflower-sapphire/",
        },
        "updated_at": "2026-11-20T12:00:00+02:00",
    },
    response_only=True,
)
VARIANT = OpenApiExample(
    "variant",
    value={
        "sku": "S-0412",
        "product": {
            "slug": "cornflower-sapphire",
            "name": "Cornflower sapphire",
            "url": "/en/p/cornflower-sapphire/",
        },
        "availability": {"state": "last_one", "quantity": 1, "text": "One piece"},
        "gallery": _GALLERY,
        "measurements": {
            "carat": "2.14",
            "length_mm": "8.20",
            "width_mm": "7.60",
            "depth_mm": "4.80",
            "measured_at": "2026-10-14",
        },
    },
    response_only=True,
)
_LEAF = {
    "code": "sapphire-royal",
    "name": "Royal blue sapphires",
    "slugs": {"uk": "korolivski-syni-sapfiry", "en": "royal-blue-sapphires"},
    "url": "/en/stones/sapphire/blue-sapphires/royal-blue-sapphires/",
    "count": 8,
}
TREE = OpenApiExample(
    "tree",
    value={
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "code": "sapphire",
                "name": "Sapphire",
                "slugs": {"uk": "sapfir", "en": "sapphire"},
                "url": "/en/stones/sapphire/",
                "count": 10,
                "kind": "stone",
                "latin_name": "Corundum",
                "categories": [
                    {
                        "code": "sapphire-blue",
                        "name": "Blue sapphires",
                        "slugs": {"uk": "syni-sapfiry", "en": "blue-sapphires"},
                        "url": "/en/stones/sapphire/blue-sapphires/",
                        "count": 8,
                        "subcategories": [_LEAF],
                    }
                ],
            }
        ],
    },
    response_only=True,
)
_ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">…</svg>'
DICTIONARY = OpenApiExample(
    "dictionary",
    value={
        "count": 1,
        "next": None,
        "previous": None,
        "results": [{"code": "oval", "name": "Oval", "text": "Longer than wide, round ends.", "icon": _ICON}],
    },
    response_only=True,
)
_SIGN = {
    "code": "aries",
    "name": "Aries",
    "text": "",
    "icon": _ICON,
    "starts": {"month": 3, "day": 21},
    "ends": {"month": 4, "day": 20},
}
SIGNS = OpenApiExample(
    "signs", value={"count": 1, "next": None, "previous": None, "results": [_SIGN]}, response_only=True
)
SIGN = OpenApiExample(
    "sign",
    value={
        **_SIGN,
        "recommended": [
            {"stone": _STONE, "url": "/en/stones/sapphire/", "reason": "Tradition gives it to Aries."}
        ],
    },
    response_only=True,
)
