"""A shop's pages in both languages, as small as they can be."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from wagtail.models import Locale, Page, Site

from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from gemkit.clock import today_kyiv
from home.models import (
    AboutPage,
    ContactsPage,
    ContentPage,
    FaqPage,
    FormPage,
    FormPageField,
    HomePage,
    JewelryShowcasePage,
    LandingPage,
    NewsIndexPage,
    NewsPage,
    PackagingPage,
    PolicyPage,
)
from tests.factories.catalog import MediaFactory, PictureFactory, VariantFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Pictures go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": "/media/"},
        },
    }


def form_page():
    """Return a form that asks for a name, an e-mail, a choice and a text, with consent."""
    page = FormPage(
        title="Знайти камінь",
        slug="znaity-kamin",
        consent_text="<p>Згода на обробку даних</p>",
        to_address="staff@samotsvit.example",
        thanks_text="Відповімо за день",
    )
    page.form_fields = [
        FormPageField(label="Ім’я", clean_name="name", field_type="singleline", sort_order=0),
        FormPageField(label="Пошта", clean_name="email", field_type="email", sort_order=1),
        FormPageField(
            label="Мінерал", clean_name="mineral", field_type="radio", choices="Сапфір, Рубін", sort_order=2
        ),
        FormPageField(
            label="Побажання", clean_name="wish", field_type="multiline", required=False, sort_order=3
        ),
    ]
    return page


@pytest.fixture
def tree(db):
    """One live page of every type, in Ukrainian and English: ``tree.uk["news"]``."""
    return make_tree()


def make_tree():
    uk, _ = Locale.objects.get_or_create(language_code="uk")
    en, _ = Locale.objects.get_or_create(language_code="en")
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Самоцвіт", slug="home", locale=uk))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    pages = {
        "home": home,
        "content": home.add_child(
            instance=ContentPage(title="Доставка", slug="dostavka", lead="Як ми шлемо")
        ),
        "journal": home.add_child(instance=NewsIndexPage(title="Журнал", slug="zhurnal")),
        "showcase": home.add_child(instance=JewelryShowcasePage(title="Вітрина", slug="vitryna")),
        "landing": home.add_child(instance=LandingPage(title="Осінь", slug="osin")),
        "about": home.add_child(instance=AboutPage(title="Про нас", slug="pro-nas")),
        "contacts": home.add_child(instance=ContactsPage(title="Контакти", slug="kontakty")),
        "packaging": home.add_child(instance=PackagingPage(title="Пакування", slug="pakuvannia")),
        "faq": home.add_child(instance=FaqPage(title="Запитання", slug="pytannia")),
        "policy": home.add_child(instance=PolicyPage(title="Повернення", slug="povernennia")),
        "form": home.add_child(instance=form_page()),
    }
    pages["news"] = pages["journal"].add_child(
        instance=NewsPage(title="Про нагрів", slug="nahriv", lead="Чому це нормально")
    )
    english = {}
    for name in pages:
        copy = pages[name].copy_for_translation(en)
        copy.title = f"English {name}"
        copy.save_revision().publish()
        english[name] = copy
    return SimpleNamespace(uk=pages, en=english)


@pytest.fixture
def rates(db):
    pricing.rate_set(
        currency="USD", rate=Decimal(42), rate_date=today_kyiv(), source="manual", reason="test", actor="test"
    )


@pytest.fixture
def sell(db):
    """Put a published stone with a picture into the shop: ``sell(stock=0)`` is a sold one."""

    picture = PictureFactory(file__width=64, file__height=64)  # one for all: scaling takes time

    def put(*, stock=1, price=100, **values):
        traits = {"published": True, **values}
        variant = VariantFactory(**traits)
        MediaFactory(variant=variant, picture=picture)
        pricing.price_set(variant_id=variant.pk, currency="UAH", amount=Decimal(price), actor="test")
        if stock:
            inventory.stock_count(variant_id=variant.pk, on_hand=stock, actor="test", reason="test")
        return variant

    return put
