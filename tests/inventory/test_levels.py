"""Staff hear once when a variant comes down to its level, and again when it has been above it."""

import pytest

from commerce.inventory import selectors, services
from commerce.inventory.domain import is_low
from commerce.inventory.models import StockItem
from commerce.ledger.models import AuditEntry, MailLog
from commerce.notifications import selectors as letters
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture(autouse=True)
def _staff(settings):
    settings.STAFF_EMAIL, settings.LOW_STOCK_AT = "desk@example.com", 2


def lot(stock, **values):
    return make_sellable(VariantFactory(published=True, is_one_of_a_kind=False, **values), stock=stock)


def change(variant, by):
    services.stock_correct(variant_id=variant.pk, change=by, actor="staff:1", reason="test")
    return services.stock_watch()


def test_one_letter_a_crossing_and_not_a_sale():
    variant = lot(5)

    assert services.stock_watch() == 0
    assert [change(variant, by) for by in (-2, -1, -1, -1)] == [0, 1, 0, 0]
    assert MailLog.objects.count() == 1
    assert services.stock_watch() == 0

    assert [change(variant, by) for by in (3, -1)] == [0, 1]
    assert [mail.kind for mail in MailLog.objects.all()] == ["staff_stock", "staff_stock"]


@pytest.mark.parametrize(
    ("free", "low_at", "default", "single", "expected"),
    [
        (2, None, 2, False, True),
        (3, None, 2, False, False),
        (1, None, 2, True, False),
        (1, 1, 2, True, True),
        (5, 6, 2, False, True),
        (0, 0, 2, False, False),
        (0, None, 0, False, False),
    ],
)
def test_the_level_that_counts(free, low_at, default, single, expected, settings):
    settings.LOW_STOCK_AT = default
    assert is_low(free=free, low_at=low_at, default=default, is_one_of_a_kind=single) is expected

    variant = make_sellable(VariantFactory(published=True, is_one_of_a_kind=single), stock=free)
    StockItem.objects.get_or_create(variant=variant)
    services.low_at_set(variant_id=variant.pk, low_at=low_at, actor="staff:1")
    StockItem.objects.update(ran_low_at=None)  # it has been above its level

    assert (selectors.low_count(), services.stock_watch()) == ((1, 1) if expected else (0, 0))


def test_what_was_never_above_its_level_does_not_come_down_to_it():
    lot(1)

    assert (selectors.low_count(), services.stock_watch(), MailLog.objects.count()) == (1, 0, 0)


def test_what_is_off_sale_is_not_missed():
    lot(1, is_active=False)
    assert (selectors.low_count(), services.stock_watch()) == (0, 0)


def test_the_letter_says_what_is_left():
    variant = lot(3, sku="LOT-7", product__name_uk="Аметист")
    services.stock_watch()
    services.stock_reserve(quantities={variant.pk: 1})
    services.stock_watch()

    mail = MailLog.objects.get()
    letter = letters.letter(letters_mail(mail))

    assert letter.subject == "Закінчується: Аметист, LOT-7"
    assert "2" in letter.text
    assert f"/cms/stock/levels/{variant.pk}/" in letter.text
    assert mail.recipient == "desk@example.com"


def letters_mail(row):
    from commerce.ledger.selectors import mail

    return mail(row.pk)


def test_a_new_level_is_audited_and_a_wild_one_refused():
    variant = lot(5)
    services.low_at_set(variant_id=variant.pk, low_at=4, actor="staff:1")
    services.low_at_set(variant_id=variant.pk, low_at=4, actor="staff:1")

    entry = AuditEntry.objects.get(after__has_key="low_at")
    assert (entry.before, entry.after, entry.actor) == ({"low_at": None}, {"low_at": 4}, "staff:1")
    for wild in (-1, 10_000):
        with pytest.raises(services.LowAtInvalid):
            services.low_at_set(variant_id=variant.pk, low_at=wild, actor="staff:1")


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(size, django_assert_max_num_queries):
    for _ in range(size):
        lot(1)

    with django_assert_max_num_queries(4):
        assert len(selectors.low_rows(language="uk")) == size
