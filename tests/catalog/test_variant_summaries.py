"""What carts and orders are told about variants."""

import pytest

from catalog.selectors import variant_by_sku, variant_summaries
from tests.factories.catalog import MediaFactory, VariantFactory

pytestmark = pytest.mark.django_db


def test_summary_tells_the_facts_in_both_languages():
    variant = VariantFactory(published=True, shape__name_uk="Кушон", shape__name_en="Cushion")

    uk = variant_summaries([variant.pk], language="uk")[variant.pk]
    en = variant_summaries([variant.pk], language="en")[variant.pk]

    assert uk.facts_en == "2.14\u00a0ct · 8.2\u00a0×\u00a07.6\u00a0×\u00a04.8\u00a0mm · cushion, heated"
    assert uk.facts.startswith("2,14\u00a0ct · 8,2\u00a0×\u00a07,6\u00a0×\u00a04,8\u00a0мм · кушон, ")
    assert en.facts == uk.facts_en
    assert (uk.name, en.name) == (variant.product.name_uk, variant.product.name_en)
    assert uk.url == f"/uk/p/{variant.product.slug_uk}/?variant={variant.sku}"
    assert en.url == f"/en/p/{variant.product.slug_en}/?variant={variant.sku}"
    assert uk.is_purchasable
    assert uk.return_rule.days == 14


def test_summary_of_jewelry_names_metal_and_stones():
    ring = VariantFactory(published=True, jewelry=True, ring_size="17.00")

    summary = variant_summaries([ring.pk], language="en")[ring.pk]

    assert summary.is_jewelry
    assert summary.facts.endswith("ruby 1.62 ct, yellow gold 585, size 17")


def test_drafts_and_withdrawn_variants_are_named_but_cannot_be_bought():
    draft, withdrawn = VariantFactory(), VariantFactory(published=True, is_active=False)

    summaries = variant_summaries([draft.pk, withdrawn.pk], language="uk")

    assert [summaries[pk].is_purchasable for pk in (draft.pk, withdrawn.pk)] == [False, False]
    assert variant_by_sku(withdrawn.sku) is None
    assert variant_by_sku("no-such-sku") is None
    assert not variant_by_sku(draft.sku).is_purchasable


def test_alternative_text_falls_back_to_facts_and_never_to_the_other_language():
    media = MediaFactory(alt_uk="Сапфір на долоні", variant__published=True, variant__shape__name_en="Oval")

    uk = variant_summaries([media.variant_id], language="uk")[media.variant_id]
    en = variant_summaries([media.variant_id], language="en")[media.variant_id]

    assert uk.picture.alt == "Сапфір на долоні"
    assert en.picture.alt == f"{media.variant.product.name_en}, oval, heated, from above"
    assert "320w" in en.picture.srcset


@pytest.mark.parametrize("size", [1, 6])
def test_queries_do_not_grow(size, django_assert_num_queries):
    variants = [MediaFactory(variant__published=True).variant_id for _ in range(size)]
    variant_summaries(variants, language="uk")  # makes the scaled copies

    with django_assert_num_queries(3):
        variant_summaries(variants, language="uk")
