"""Search answers the golden set: the worst class counts, on whichever database the suite runs."""

import sys
import tomllib
from collections import defaultdict

import pytest

from tests.search.relevance import PAGES, cases, recall_at_10, reciprocal_rank, table

# The mark puts these before the tests that empty the database.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LEAST_RECALL, LEAST_RANK = 0.95, 0.8


@pytest.fixture(scope="module")
def names(demo, django_db_blocker):
    """Names of what is found, as the golden set calls it."""
    from wagtail.models import Page

    from catalog import models

    tables = {
        "shape": models.Shape, "cut": models.Cut, "color": models.Color, "zodiac": models.ZodiacSign, "tag": models.Tag, "stone": models.StoneType,
        "category": models.Category, "subcategory": models.SubCategory,
    }  # fmt: skip
    stems = {
        (path.parent.name, tomllib.loads(path.read_text())["slug"]): path.stem
        for path in PAGES.glob("*/*.toml")
    }
    with django_db_blocker.unblock():
        pages = Page.objects.select_related("locale")
        yield {
            "products": dict(models.Product.objects.values_list("pk", "slug_uk")),
            "pages": {page.pk: stems.get((page.locale.language_code, page.slug)) for page in pages},
            "places": {
                (name, pk): f"{name}:{code}"
                for name, model in tables.items()
                for pk, code in model.objects.values_list("pk", "code")
            },
        }


def answer(case, names):
    from catalog.search.selectors import find

    found = find(case.query, language=case.language)
    return {
        "products": [names["products"][pk] for pk in found.product_ids],
        "pages": [names["pages"][page.id] for page in found.pages],
        "places": [names["places"][place.kind, place.id] for place in found.places],
    }[case.kind]


def test_worst_class_of_queries_is_good_enough(names, django_db_blocker, capsys):
    from django.db import connection

    scores, misses = defaultdict(list), []
    with django_db_blocker.unblock():
        for case in cases():
            got = answer(case, names)
            recall, rank = recall_at_10(got, case.relevant), reciprocal_rank(got, case.relevant)
            scores[case.group].append((recall, rank))
            if recall < 1 or rank < 1:
                misses.append(
                    f"  {case.group:20} {case.language} {case.query!r}: recall {recall:.2f}, rank {rank:.2f}"
                )
    rows = table(scores)

    lines = [f"\n\n  {connection.vendor:20} queries  recall@10    MRR"]
    lines += [
        f"  {group:20} {number:7} {recall:10.3f} {rank:6.3f}"
        for group, (number, recall, rank) in rows.items()
    ]
    with capsys.disabled():
        sys.stdout.write("\n".join([*lines, *misses]) + "\n")
    assert min(recall for _, recall, _ in rows.values()) >= LEAST_RECALL
    assert min(rank for _, _, rank in rows.values()) >= LEAST_RANK
