"""A reading answers as the queryset it was made from does, whatever values it is given."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from catalog.models import ProductVariant, VariantCard
from commerce.pricing.models import VariantPrice
from gemkit.prepared import Reading
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import PriceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def variants():
    return VariantFactory.create_batch(5)


@pytest.fixture
def prices(variants):
    return [PriceFactory(variant=one, currency="EUR", amount=Decimal(one.pk)) for one in variants]


def test_any_number_of_ids(prices):
    reading = Reading(
        lambda ids: VariantPrice.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "amount")
    )

    assert reading(ids=[prices[2].pk]) == [(prices[2].pk, prices[2].amount)]
    assert reading(ids=[one.pk for one in prices]) == [(one.pk, one.amount) for one in prices]
    assert reading(ids={10**9}) == []


def test_no_ids_ask_nothing(variants):
    reading = Reading(lambda ids: ProductVariant.objects.filter(pk__in=ids))

    with CaptureQueriesContext(connection) as queries:
        assert reading(ids=[]) == []
    assert len(queries) == 0


def test_the_sql_is_made_once(variants):
    made = []

    def make(ids):
        made.append(ids)
        return ProductVariant.objects.filter(pk__in=ids)

    reading = Reading(make)
    for variant in variants:
        assert reading(ids=[variant.pk]) == [variant]
    assert len(made) == 1


def test_instances_come_with_what_was_joined_and_annotated(variants):
    reading = Reading(
        lambda ids: (
            ProductVariant.objects.filter(pk__in=ids)
            .select_related("product__subcategory")
            .annotate(kept=F("card__available"))
            .order_by("pk")
        )
    )
    reading(ids=[variants[0].pk])

    with CaptureQueriesContext(connection) as queries:
        found = reading(ids=[one.pk for one in variants])
        assert [one.product.subcategory.code for one in found] == [
            one.product.subcategory.code for one in variants
        ]
        assert [one.kept for one in found] == list(
            VariantCard.objects.order_by("variant").values_list("available", flat=True)
        )
    assert len(queries) == 2  # the reading, and the cards that it is compared with


def test_texts_numbers_and_moments(variants):
    first = variants[0]
    until = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    PriceFactory(
        variant=first,
        currency="EUR",
        amount=Decimal("10.50"),
        sale_until=until,
        was_amount=12,
        sale_from=until - dt.timedelta(days=9),
    )
    by_code = Reading(
        lambda code, least, before: VariantPrice.objects.filter(
            currency=code, variant_id__gte=least, sale_until__lt=before
        ).values_list("amount", "sale_until")
    )

    later = until + dt.timedelta(seconds=1)
    assert by_code(code="EUR", least=first.pk, before=later) == [(Decimal("10.50"), until)]
    assert by_code(code="EUR", least=first.pk, before=until) == []
    assert by_code(code="EUR", least=first.pk + 1, before=later) == []
    assert by_code(code="' OR 1=1 --", least=0, before=later) == []


def test_a_slice_and_constants_stay(prices):
    reading = Reading(
        lambda after: (
            VariantPrice.objects.filter(pk__gt=after, currency="EUR").order_by("pk").values_list("pk")[:2]
        )
    )

    assert reading(after=prices[0].pk) == [(prices[1].pk,), (prices[2].pk,)]
    assert reading(after=prices[3].pk) == [(prices[4].pk,)]


def test_a_value_that_the_query_never_asks_for_is_a_mistake(variants):
    reading = Reading(lambda ids, code: ProductVariant.objects.filter(pk__in=ids))

    with pytest.raises(ValueError, match="does not ask for code"):
        reading(ids=[1], code="x")


def test_rows_in_the_active_language_are_refused(variants):
    reading = Reading(lambda ids: ProductVariant.objects.filter(pk__in=ids).values_list("pk"))

    with pytest.raises(ValueError, match="active language"):
        reading(ids=[1])


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection(prices):
    reading = Reading(lambda ids: VariantPrice.objects.filter(pk__in=ids).values_list("pk"))
    wanted = [one.pk for one in prices]
    found = []

    def ask():
        try:
            for pk in wanted:
                found.extend(reading(ids=[pk]))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == sorted([(pk,) for pk in wanted] * 4)
