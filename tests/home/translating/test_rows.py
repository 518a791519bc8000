"""Products, dictionaries, menus: their states follow every saving; translators write English only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product, Shape
from home.enums import TextState
from home.models import TranslationState
from home.translating import columns, po, services, states
from home.translating.domain import Tally
from home.translating.subjects import RowSubject, SourceGone, subject_of
from tests.factories.catalog import ProductFactory, ShapeFactory, TagFactory, VariantFactory

pytestmark = pytest.mark.django_db


class Upload:
    def __init__(self, content, size=None):
        self.content, self.size = content, len(content) if size is None else size

    def read(self):
        return self.content


def tally_of(instance):
    row = states.state_of(instance)
    return Tally(row.total, row.missing, row.stale)


def save(instance, user=None, keep=(), seen=None, **values):
    subject = RowSubject(instance)
    shown = {text.key: text.seen for text in subject.texts()}
    return services.texts_save(
        subject, values=values, seen=shown if seen is None else seen, keep=keep, user=user
    )


def test_a_new_row_is_on_the_board_at_once():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval", text_uk="Витягнуте коло", text_en="")

    assert tally_of(shape) == Tally(total=2, missing=1)


def test_changed_ukrainian_makes_english_stale_within_one_save():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")

    shape.name_uk = "Овальна"
    shape.save()

    assert tally_of(shape) == Tally(total=1, stale=1)
    (text,) = RowSubject(shape).texts()
    assert (text.state, text.was, text.target) == (TextState.STALE, "Овал", "Oval")


def test_new_english_of_a_stale_text_is_translated():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")
    shape.name_uk = "Овальна"
    shape.save()

    save(shape, name="Oval shape")

    shape.refresh_from_db()
    assert (shape.name_uk, shape.name_en) == ("Овальна", "Oval shape")
    assert tally_of(shape) == Tally(total=1)


def test_still_right_keeps_the_english():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")
    shape.name_uk = "Овальна"
    shape.save()

    outcome = save(shape, keep=["name"])

    assert outcome.kept == ["name"]
    assert tally_of(shape) == Tally(total=1)
    shape.name_uk = "Інша"
    shape.save()
    assert tally_of(shape) == Tally(total=1, stale=1)


def test_a_deleted_row_leaves_the_board():
    shape = ShapeFactory()
    shape.delete()

    assert not TranslationState.objects.filter(kind="dictionaries").exists()


def test_addresses_and_other_columns_are_not_offered():
    product = ProductFactory()

    assert set(columns.text_fields(Product)) == {
        "name",
        "lead",
        "description",
        "seo_title",
        "seo_description",
    }
    assert (
        services.texts_save(
            RowSubject(product), values={"slug": "hack", "nature": "lab"}, seen={}, user=None
        ).unknown
        == 2
    )
    product.refresh_from_db()
    assert product.slug_en != "hack"


def test_english_of_a_product_waits_in_a_draft_for_an_editor():
    variant = VariantFactory(published=True)
    product = Product.objects.get(pk=variant.product_id)
    product.lead_uk = "Глибокий колір"
    product.save()

    save(product, lead="A deep colour")

    product.refresh_from_db()
    assert product.lead_en in ("", None)
    assert product.get_latest_revision_as_object().lead_en == "A deep colour"
    assert product.has_unpublished_changes
    state = states.state_of(product)
    assert (state.missing, state.is_waiting) == (0, True)

    product.get_latest_revision().publish()

    product.refresh_from_db()
    assert product.lead_en == "A deep colour"
    assert not states.state_of(product).is_waiting


def test_english_is_added_to_an_editors_draft_and_does_not_replace_it():
    product = Product.objects.get(pk=VariantFactory(published=True).product_id)
    draft = product.get_latest_revision_as_object()
    draft.lead_uk = "Чернетка редактора"
    draft.save_revision()
    product.refresh_from_db()

    save(product, lead="The editor's draft")

    newest = Product.objects.get(pk=product.pk).get_latest_revision_as_object()
    assert (newest.lead_uk, newest.lead_en) == ("Чернетка редактора", "The editor's draft")


def test_two_translators_at_once_lose_nothing():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval", text_uk="Текст", text_en="Text")
    seen = {text.key: text.seen for text in RowSubject(shape).texts()}
    save(shape, name="Oval one")

    outcome = save(Shape.objects.get(pk=shape.pk), seen=seen, name="Oval two", text="My text")

    shape.refresh_from_db()
    assert (shape.name_en, shape.text_en) == ("Oval one", "My text")
    assert outcome.saved == ["text"]
    assert outcome.conflicts["name"].target == "Oval one"


def test_a_required_text_is_not_emptied_and_a_long_one_is_refused():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")

    assert set(save(shape, name="").errors) == {"name"}
    assert set(save(shape, name="x" * 500).errors) == {"name"}
    shape.refresh_from_db()
    assert shape.name_en == "Oval"


def test_po_goes_out_and_comes_back():
    shape = ShapeFactory(name_uk="Овал", name_en="", text_uk="Витягнуте коло", text_en="")
    file = po.po_export(RowSubject(shape))
    filled = file.replace('msgid "Овал"\nmsgstr ""', 'msgid "Овал"\nmsgstr "Oval"')

    outcome = services.po_import(
        RowSubject(shape), po.po_read(Upload(filled.encode()), RowSubject(shape)), user=None
    )

    shape.refresh_from_db()
    assert outcome.saved == ["name"]
    assert (shape.name_en, shape.text_en) == ("Oval", "")


def test_a_stale_text_goes_out_as_fuzzy_and_stays_so_until_somebody_looks():
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")
    shape.name_uk = "Овальна"
    shape.save()
    file = po.po_export(RowSubject(shape))
    assert "#, fuzzy" in file
    assert '#| msgid "Овал"' in file

    untouched = services.po_import(
        RowSubject(shape), po.po_read(Upload(file.encode()), RowSubject(shape)), user=None
    )
    looked = file.replace("#, fuzzy\n", "")
    confirmed = services.po_import(
        RowSubject(shape), po.po_read(Upload(looked.encode()), RowSubject(shape)), user=None
    )

    assert (untouched.kept, confirmed.kept) == ([], ["name"])
    assert tally_of(shape) == Tally(total=1)


@pytest.mark.parametrize(
    ("content", "size", "refusal"),
    [
        (b"\xff\xfe\x00broken", None, po.PoEncoding),
        ("msgid \"Овал\"".encode("cp1251"), None, po.PoEncoding),
        (b"this is no po file", None, po.PoRefused),
        (b'msgid "a"\nmsgstr "b"\nmsgstr', None, po.PoRefused),
        (b"", None, po.PoAnonymous),
        (b'msgid ""\nmsgstr "X-Lapidary-Subject: page-7\\n"\n', None, po.PoForeign),
        (b"x", 5 * 1024 * 1024, po.PoTooLarge),
        (b"\x00", None, po.PoRefused),
    ],
    ids=["binary", "cp1251", "prose", "cut-off", "empty", "of-another-page", "5-mb", "nul"],
)  # fmt: skip
def test_a_foreign_file_is_refused_with_its_reason(content, size, refusal):
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")

    with pytest.raises(refusal) as error:
        po.po_read(Upload(content, size), RowSubject(shape))

    assert isinstance(error.value, refusal)
    assert error.value.detail


def test_recounting_finds_what_was_written_past_the_models():
    shapes = ShapeFactory.create_batch(3)
    Shape.objects.update(name_en="")

    assert sum(states.rows_recount(Shape)) == 3

    assert {tally_of(shape).missing for shape in shapes} == {1}
    Shape.objects.all()._raw_delete("default")
    list(states.rows_recount(Shape))
    assert not TranslationState.objects.filter(kind="dictionaries").exists()


def test_a_gone_row_is_told():
    tag = TagFactory()
    tag.delete()

    with pytest.raises(SourceGone):
        subject_of("catalog.tag", 987654)


@pytest.mark.parametrize("size", [1, 20])
def test_saving_costs_the_same_whatever_the_shop_holds(size):
    shape = ShapeFactory.create_batch(size)[0]

    def cost(name):
        shape.name_en = name
        with CaptureQueriesContext(connection) as queries:
            shape.save()
        return len(queries)

    with states.states_held():
        alone = cost("Held")
    list(states.rows_recount(Shape))
    told = cost("Told")

    assert told - alone <= 7  # a state read twice and, because it changed, written under a savepoint
