"""Documents are written with their source: they commit with it and roll back with it, and drafts have none."""

import pytest
from django.core.management import call_command
from django.db import transaction

from catalog.models import ProductVariant, SearchDocument, SearchMiss, SearchSynonym, SearchTerm
from catalog.search import services
from catalog.search.documents import DocKind, document_id
from catalog.search.selectors import find, highlight
from tests.factories.catalog import ColorFactory, ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db


def stone(name_uk="Шафіраніт", name_en="Shafiranite", **variant):
    product = ProductFactory(published=True, name_uk=name_uk, name_en=name_en)
    VariantFactory(product=product, **variant)
    return product


def undone(act):
    """Do something in a transaction that is rolled back; returns what it returned."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


def found(query, language="uk"):
    return find(query, language=language).product_ids


def test_published_product_is_found_in_both_languages():
    product = stone()

    assert found("шафіранітами") == [product.pk]
    assert found("shafiranites", "en") == [product.pk]


def test_document_rolls_back_with_its_product():
    seen = undone(lambda: [stone(), found("шафіраніт")][1])

    assert len(seen) == 1

    assert found("шафіраніт") == []
    assert SearchDocument.objects.filter(kind=DocKind.PRODUCT).count() == 0


def test_change_that_is_rolled_back_is_not_found():
    product = stone()
    product.name_uk = "Бурштиніт"

    undone(product.save)

    assert found("бурштиніт") == []
    assert found("шафіраніт") == [product.pk]


def test_draft_has_no_document_and_its_words_are_not_offered():
    product = ProductFactory(published=False, name_uk="Таємниченит")
    VariantFactory(product=product)

    answer = find("таємничениту", language="uk")

    assert (answer.product_ids, answer.corrected) == ([], "")
    assert not SearchTerm.objects.filter(term__startswith="таємн").exists()


def test_draft_of_a_published_product_is_not_found():
    product = stone()
    product.name_uk = "Таємниченит"
    product.save_revision()

    assert found("таємниченит") == []
    assert found("шафіраніт") == [product.pk]


def test_unpublishing_takes_it_away_at_once():
    product = stone()
    product.unpublish()

    assert found("шафіраніт") == []
    assert found("shafiranite", "en") == []


def test_product_without_a_variant_on_sale_is_not_found():
    product = stone()
    ProductVariant.objects.get(product=product).delete()

    assert found("шафіраніт") == []


def test_new_number_is_found_and_the_old_one_is_not():
    product = stone(sku="Q-7001-A")
    variant = ProductVariant.objects.get(product=product)
    variant.sku = "Q-7002-B"
    variant.save()

    assert found("q7002b") == [product.pk]
    assert found("Q-7001-A") == []


def test_renamed_color_is_found_on_its_stones():
    color = ColorFactory(name_uk="Лазуровий", name_en="Azure")
    product = stone(color=color)
    assert found("лазурові") == [product.pk]

    color.name_uk = "Бірюзовий"
    color.save()

    assert found("бірюзових") == [product.pk]
    assert found("лазуровий") == []
    assert [place.title for place in find("бірюзовий", language="uk").places] == ["Бірюзовий"]


def test_tag_is_found():
    product = stone()
    tag = product.tags.model.objects.create(code="rare", name_uk="Рідкісність", name_en="Rarity")
    product.tags.add(tag)
    product.save()

    assert found("рідкісність") == [product.pk]


def test_languages_do_not_mix():
    """Each language has its own documents; the other's name is known there, its texts are not."""
    product = ProductFactory(
        published=True, name_uk="Шафіраніт", name_en="Shafiranite", lead_uk="Пречудовість"
    )
    VariantFactory(product=product)

    assert found("пречудовість", "uk") == [product.pk]
    assert found("пречудовість", "en") == []
    assert found("Шафіраніт", "en") == [product.pk]


def test_rebuild_changes_nothing_where_nothing_is_wrong():
    stone()
    before = list(SearchDocument.objects.order_by("pk").values())

    call_command("search_rebuild", verbosity=0)
    assert list(SearchDocument.objects.order_by("pk").values()) == before

    call_command("search_rebuild", "--clear", verbosity=0)
    assert list(SearchDocument.objects.order_by("pk").values()) == before
    assert services.rebuild(clear=False, each=lambda title, parts: parts)["products"] == 0


def test_rebuild_mends_what_is_missing_and_drops_what_is_left_over():
    product = stone()
    number = document_id(DocKind.PRODUCT, product.pk, "uk")
    SearchDocument.objects.filter(pk=number).delete()
    SearchDocument.objects.create(
        id=document_id(DocKind.PRODUCT, 10**6, "uk"), kind=0, language="uk", tokens="uaпримар"
    )

    call_command("search_rebuild", verbosity=0)

    assert found("шафіраніт") == [product.pk]
    assert found("примара") == []


def test_bulk_change_writes_once_at_the_end():
    with services.documents_held():
        product = stone()
        assert found("шафіраніт") == []

    assert found("шафіраніт") == [product.pk]


def test_saving_a_word_that_did_not_change_touches_no_stone():
    color = ColorFactory(name_uk="Лазуровий", name_en="Azure")
    stone(color=color)

    assert services.places_write() == 0


@pytest.mark.parametrize("size", [1, 12])
def test_finding_takes_two_queries_at_every_size(size, django_assert_num_queries):
    for number in range(size):
        stone(name_uk=f"Шафіраніт {number}", sku=f"X-{number}")
    find("шафіраніт", language="uk")

    with django_assert_num_queries(2):
        find("шафіраніт", language="uk")


def test_synonym_counts_from_the_next_query():
    product = stone()
    assert found("диваніт") == []
    synonym = SearchSynonym.objects.create(language="uk", typed="диваніт, дивокамінь", finds="шафіраніт")

    assert found("дивокамінь") == [product.pk]
    assert found("диваніту") == [product.pk]
    synonym.delete()
    assert found("диваніту") == []


def test_marks_are_safe():
    product = stone(name_uk="<b>Шафіраніт</b> & Ко")

    assert found("шафіраніт") == [product.pk]
    marked = highlight("<b>Шафіраніт</b> & Ко", find("шафіранітом", language="uk"))
    assert marked == "&lt;b&gt;<mark>Шафіраніт</mark>&lt;/b&gt; &amp; Ко"


def test_miss_is_counted_without_who_asked():
    services.miss_record("  Невідомий КАМІНЬ!  ", language="uk")
    services.miss_record("невідомий камінь", language="uk")
    services.miss_record("невідомий камінь", language="en")

    rows = SearchMiss.objects.order_by("pk").values_list("query", "language", "count")
    assert list(rows) == [("невідомий камінь", "uk", 2), ("невідомий камінь", "en", 1)]
    assert {field.name for field in SearchMiss._meta.get_fields()} == {
        "id",
        "query",
        "language",
        "count",
        "last_at",
    }


def test_misses_do_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(services, "MOST_MISSES", 3)
    for word in ("один", "два", "три", "чотири", "п’ять"):
        services.miss_record(word, language="uk")
    services.miss_record("х" * 5000, language="uk")

    services.misses_prune()

    assert SearchMiss.objects.count() == 3
    assert max(len(query) for query in SearchMiss.objects.values_list("query", flat=True)) <= 100
