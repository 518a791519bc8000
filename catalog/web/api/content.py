"""The catalog as the content API tells it: products with all that pages show, dictionaries in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from rest_framework.exceptions import ValidationError

from catalog.enums import Kind
from catalog.index import filters as reading
from catalog.index import selectors as index
from catalog.index.filters import Filters
from catalog.index.selectors import Prices, Scope
from catalog.models import Product, ProductVariant, ZodiacSign
from catalog.selectors.facts import translated
from catalog.selectors.taxonomy import place_url, tree
from catalog.selectors.variants import product_url
from catalog.web import grounds
from catalog.web.api import answers
from catalog.web.api.detail import product_answers
from catalog.web.api.finding import Question
from catalog.web.seo import absolute

LANGUAGES = ("uk", "en")
FILTER_NAMES = frozenset(
    {*reading.CODES, *reading.FLAGS, *(f"{name}_{end}" for name in reading.RANGES for end in ("min", "max"))}
)
"""The parameters that narrow a list of products, the same as those of `catalog/products/`."""


_ASKED_AS = {"ordering": "order"}


class _Renamed:
    """The query string of a list, its order under the name that filters know."""

    def __init__(self, params: Any) -> None:
        self.params = params

    def getlist(self, key: str) -> list[str]:
        found: list[str] = self.params.getlist("order" if key == "ordering" else key)
        return found


def products_found(
    params: Any, *, language: str, currency: str, offset: int, limit: int
) -> tuple[int, list[Product]]:
    """Return how many products match ``params``, and those of one window in order.

    Raises ValidationError that names the parameters at fault.
    """
    try:
        question = Question.read(
            _Renamed(params), query=params.get("search", ""), language=language, currency=currency
        )
    except ValidationError as error:
        told: Any = error.detail
        raise ValidationError({_ASKED_AS.get(name, name): text for name, text in told.items()}) from error
    asked = (question.scope, question.filters, question.prices)
    total = index.total(*asked)
    ids = index.page(*asked, offset=offset, limit=limit) if limit and offset < total else []
    owners = dict(ProductVariant.objects.filter(pk__in=ids).values_list("pk", "product"))
    rows = {product.pk: product for product in _products().filter(pk__in=owners.values(), live=True)}
    return total, [rows[owners[pk]] for pk in ids if owners.get(pk) in rows]


def _products() -> Any:
    related = Product.objects.select_related("subcategory__category__stone_type", "return_rule")
    return related.prefetch_related("tags")


def product_of(**condition: Any) -> Product | None:
    """Return the published product that fulfils ``condition``."""
    found: Product | None = _products().filter(live=True, **condition).first()
    return found


def product_named(name: str, *, language: str) -> Product | None:
    """Return the published product with this slug in either language; this language wins."""
    rows = _products().filter(Q(slug_uk=name) | Q(slug_en=name), live=True).order_by("pk")
    return max(rows, key=lambda row: translated(row, "slug", language) == name, default=None)


def product_rows(products: Sequence[Product], *, language: str, currency: str) -> list[answers.Json]:
    """Return what is told of ``products``, in a fixed number of queries; without a variant there is nothing."""
    found = product_answers(products, language=language, currency=currency)
    shown = [product for product in products if product.pk in found]
    groups = _collections([product.pk for product in shown], language=language)
    return [
        {
            "id": product.pk,
            "meta": product_meta(product, language=language),
            **found[product.pk][0],
            "tags": [{"code": tag.code, "name": translated(tag, "name", language)} for tag in _tags(product)],
            "collections": groups.get(product.pk, []),
        }
        for product in shown
    ]


def _tags(product: Product) -> Iterable[Any]:
    return sorted(product.tags.all(), key=lambda tag: (tag.sort_order, tag.code))


def product_meta(product: Product, *, language: str) -> answers.Json:
    urls = {
        code: product_url(product, language=code) for code in LANGUAGES if translated(product, "slug", code)
    }
    published = product.first_published_at
    return {
        "type": "catalog.Product",
        "html_url": absolute(urls[language]) if language in urls else None,
        "html_path": urls.get(language),
        "locale": language,
        "first_published_at": published.isoformat() if published else None,
        "hreflang": {
            code: {"id": product.pk, "html_url": absolute(url), "html_path": url}
            for code, url in urls.items()
        },
    }


def _collections(product_ids: Sequence[int], *, language: str) -> Mapping[int, list[answers.Json]]:
    """Return the collections that products belong to, by hand or by rule."""
    found: dict[int, list[answers.Json]] = {}
    if not product_ids:
        return found
    owners: dict[int, int] = {}
    for word in index.words().all("collection"):
        scope = Scope(collection=word.code, products=tuple(product_ids))
        ids = index.page(scope, Filters(), Prices(), offset=0, limit=len(product_ids))
        if missing := [pk for pk in ids if pk not in owners]:
            owners.update(ProductVariant.objects.filter(pk__in=missing).values_list("pk", "product"))
        for pk in ids:
            found.setdefault(owners[pk], []).append({"code": word.code, "name": word.names[language]})
    return found


# --- Dictionaries ---------------------------------------------------------------------------------

DICTIONARIES = ("shapes", "cuts", "colors", "tags", "zodiac", "stones", "collections")
_WORDS = {"shapes": "shape", "cuts": "cut", "colors": "color", "tags": "tag"}


def dictionary(name: str, *, language: str) -> list[answers.Json]:
    """Return the values of one of `DICTIONARIES` in the order of staff; raises KeyError for another name."""
    if name in _WORDS:
        return [_word(word, language, name) for word in index.words().all(_WORDS[name])]
    return {"zodiac": _signs, "stones": _stones, "collections": _groups}[name](language)


def _word(word: Any, language: str, name: str) -> answers.Json:
    answer = {
        "id": word.id,
        "code": word.code,
        "name": word.names[language],
        "names": word.names,
        "text": word.texts[language],
    }
    if name == "colors":
        answer["hex"] = word.look
    elif name in {"shapes", "cuts"}:
        answer["icon"] = answers.icon(word.look)
    return answer


def _signs(language: str) -> list[answers.Json]:
    signs = ZodiacSign.objects.prefetch_related("recommendations__stone_type").order_by("sort_order", "code")
    return [
        {
            "id": sign.pk,
            "code": sign.code,
            "name": translated(sign, "name", language),
            "names": {code: translated(sign, "name", code) for code in LANGUAGES},
            "text": translated(sign, "text", language),
            "icon": answers.icon(sign.drawing),
            "starts": {"month": sign.start_month, "day": sign.start_day},
            "ends": {"month": sign.end_month, "day": sign.end_day},
            "recommended": [_advice(advice, language) for advice in sign.recommendations.all()],
        }
        for sign in signs
    ]


def _advice(advice: Any, language: str) -> answers.Json:
    stone = advice.stone_type
    return {
        "stone": {"code": stone.code, "name": translated(stone, "name", language)},
        "url": place_url(Kind(stone.kind), [stone], language=language),
        "reason": translated(advice, "reason", language),
    }


def _stones(language: str) -> list[answers.Json]:
    """Return the hierarchy: stone types and kinds of jewelry with what lies below them."""
    return [{"id": view.branch.id, **answers.branch(view)} for view in tree(language=language)]


def _groups(language: str) -> list[answers.Json]:
    return [
        {
            **_word(word, language, "collections"),
            "url": grounds.of_collection(word, language=language).path(language),
            "count": index.total(Scope(collection=word.code), Filters(), Prices()),
        }
        for word in index.words().all("collection")
    ]
