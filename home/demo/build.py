"""Builds the demo's pages, menus and settings from `home/demo/pages`, the same every time."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from wagtail import blocks
from wagtail.models import Locale, Page, Site

from home.blocks.base import PictureBlock, ProductBlock, ProseBlock
from home.demo.menus import build_menus
from home.demo.parts import TAGS, form_fields, former_editions, related, tagged
from home.models import (
    AboutPage,
    BasePage,
    ContactsPage,
    ContentPage,
    FaqPage,
    FormPage,
    HomePage,
    JewelryShowcasePage,
    LandingPage,
    NewsIndexPage,
    NewsPage,
    NewsTag,
    PackagingPage,
    PolicyPage,
    SiteSettings,
)

HERE = Path(__file__).resolve().parent / "pages"
SPACE = uuid.UUID("5a3c9d1e-7f0b-4c58-9a55-2f6f7c1d8e42")
PLAIN = (
    "title",
    "slug",
    "seo_title",
    "search_description",
    "heading",
    "lead",
    "author",
    "date",
    "hero_caption",
    "people_heading",
    "form_heading",
    "button_text",
    "thanks_text",
    "effective_date",
    "change_note",
)
STREAMS = ("body", "pieces", "people", "packages")
# First pictures of the jewelry that blocks show large.
SHOWN_LARGE = {
    "jewelry/three-stone-ring-ruby-yellow-gold.webp",
    "jewelry/halo-ring-morganite-rose-gold.webp",
}
Item = TypeVar("Item")


class Reporter(Protocol):
    """Shows how far we are (`gemkit.progress.Progress`)."""

    def each(self, title: str, items: Iterable[Item], total: int | None = None) -> Iterable[Item]: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """A page of the demo: its file's name, its type and the page above it."""

    key: str
    model: type[BasePage]
    parent: str = "home"


PLAN = [
    Planned("home", HomePage, ""),
    Planned("showcase", JewelryShowcasePage),
    Planned("journal", NewsIndexPage),
    Planned("about", AboutPage),
    Planned("describe", ContentPage),
    Planned("contacts", ContactsPage),
    Planned("find", FormPage),
    Planned("autumn", LandingPage),
    Planned("delivery", ContentPage),
    Planned("packaging", PackagingPage),
    Planned("returns", PolicyPage),
    Planned("faq", FaqPage),
    Planned("privacy", PolicyPage),
    Planned("offer", PolicyPage),
    Planned("heated", NewsPage, "journal"),
    Planned("padparadscha", NewsPage, "journal"),
    Planned("carats", NewsPage, "journal"),
    Planned("finger", NewsPage, "journal"),
]

SETTINGS = {
    "brand_name_uk": "Самоцвіт",
    "brand_name_en": "Samotsvit",
    "tagline_uk": "Дорогоцінне каміння з повним паспортом: що це, звідки, що з ним робили і якого воно розміру.",
    "tagline_en": "Gemstones with a full passport: what they are, where from, what was done to them and how large.",
    "phone": "044 500 20 26",
    "email": "kamin@samotsvit.example",
    "street_uk": "вул. Ювелірна, 4",
    "street_en": "4 Yuvelirna St",
    "city_uk": "Київ",
    "city_en": "Kyiv",
    "hours_uk": "Щодня 10:00–19:00",
    "hours_en": "Daily 10:00–19:00",
    "legal_line_uk": "Демонстраційний магазин: нічого не продає",
    "legal_line_en": "A demonstration shop: it sells nothing",
    # Nobody's account: all zeros, so that no money can go astray.
    "bank_recipient_uk": "ФОП «Самоцвіт», демонстрація",
    "bank_recipient_en": "Samotsvit, a demonstration",
    "bank_name_uk": "Демонстраційний банк",
    "bank_name_en": "Demonstration Bank",
    "bank_iban": "UA000000000000000000000000000",
    "bank_code": "0000000000",
    "delivery_note_uk": "Новою поштою за 1–2 дні або з рук у руки в Києві",
    "delivery_note_en": "By Nova Poshta in 1–2 days, or from hand to hand in Kyiv",
}


def build_pages(
    *, pictures: Mapping[str, Any], products: Mapping[str, Any], progress: Reporter
) -> dict[tuple[str, str], BasePage]:
    """Make both trees, menus and settings; existing pages are brought up to date.

    Returns the pages by (key, language). Call it inside a transaction. The tree is made in two
    rounds, because texts link to pages that come later.
    """
    pages: dict[tuple[str, str], BasePage] = {}
    site = _frame(pages)
    for code, (uk, en) in TAGS.items():
        NewsTag.objects.update_or_create(code=code, defaults={"name_uk": uk, "name_en": en})
    for language in ("uk", "en"):
        for planned in PLAN[1:]:
            _place(planned, language, pages)
    jobs = [(planned, language) for language in ("uk", "en") for planned in PLAN]
    for planned, language in progress.each("Pages", jobs):
        own = {key: page for (key, code), page in pages.items() if code == language}
        _fill(
            own[planned.key], source(planned.key, language), pictures=pictures, products=products, pages=own
        )
    SiteSettings.objects.update_or_create(site=site, defaults=SETTINGS)
    build_menus(pages)
    return pages


def wide_paths() -> list[str]:
    """Return the pictures that the pages show in large copies, by path."""
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "uk").glob("*.toml")))
    named = set(re.findall(r'"((?:hero|news|stones|jewelry)/[^"]+)"', texts))
    return sorted(named | SHOWN_LARGE)


def source(key: str, language: str) -> dict[str, Any]:
    """Return the text of a page."""
    with (HERE / language / f"{key}.toml").open("rb") as file:
        return tomllib.load(file)


def _frame(pages: dict[tuple[str, str], BasePage]) -> Site:
    """Make the home pages, the site that starts at the Ukrainian one, and drop Wagtail's own page."""
    root = Page.get_first_root_node()
    home = HomePage.objects.filter(locale__language_code="uk").first()
    uk, _made = Locale.objects.get_or_create(language_code="uk")
    en, _made = Locale.objects.get_or_create(language_code="en")
    if home is None:
        for welcome in Page.objects.child_of(root).filter(content_type__app_label="wagtailcore"):
            welcome.delete()
        root = Page.get_first_root_node()
        text = source("home", "uk")
        home = root.add_child(instance=HomePage(title=text["title"], slug=text["slug"], locale=uk))
    pages["home", "uk"] = home
    pages["home", "en"] = home.get_translation_or_none(en) or home.copy_for_translation(en)
    shop = urlsplit(settings.BASE_URL)
    port = shop.port or {"http": 80, "https": 443}[shop.scheme]
    site, _made = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": shop.hostname, "port": port, "root_page": home, "site_name": "Самоцвіт"},
    )
    return site


def _place(planned: Planned, language: str, pages: dict[tuple[str, str], BasePage]) -> None:
    """Make an empty page at its place: in Ukrainian, then its English copy."""
    text = source(planned.key, language)
    parent = pages[planned.parent, language]
    locale = parent.locale
    if language == "uk":
        page = planned.model.objects.child_of(parent).filter(slug=text["slug"]).first()
        if page is None:  # an older demo had a page of another type there
            for old in Page.objects.child_of(parent).filter(slug=text["slug"]):
                Page.objects.filter(translation_key=old.translation_key).exclude(pk=old.pk).delete()
                old.delete()
        if page is None:
            values = {name: text[name] for name in PLAIN if name in text}
            page = planned.model(locale=locale, live=False, **values)
            parent.refresh_from_db()
            parent.add_child(instance=page)
    else:
        original = pages[planned.key, "uk"]
        page = original.get_translation_or_none(locale) or original.copy_for_translation(locale)
    pages[planned.key, language] = page


def _fill(
    page: BasePage,
    text: Mapping[str, Any],
    *,
    pictures: Mapping[str, Any],
    products: Mapping[str, Any],
    pages: Mapping[str, BasePage],
) -> None:
    """Write a page's text and publish it."""
    page.refresh_from_db()
    for name in PLAIN:
        if name in text:
            setattr(page, name, text[name])
    page.draft_title = page.title
    if "hero" in text:
        page.hero_picture = pictures[text["hero"]]
    maker = Maker(pictures, products, pages, seed=f"{page.locale.language_code}/{page.slug}")
    for name in STREAMS:
        if name in text:
            field: Any = page._meta.get_field(name)
            setattr(page, name, field.to_python(maker.stream(field.stream_block, text[name])))
    if "consent_text" in text:
        page.consent_text = maker.html(text["consent_text"])
    if "fields" in text:
        page.form_fields = form_fields(page, text["fields"])
    if "tags" in text:
        page.tagged = tagged(text["tags"])
        page.related = related(text.get("related", ()), products)
    if "former" in text:
        former_editions(page, text["former"], maker)
    page.save_revision().publish()
    page.refresh_from_db()


class Maker:
    """Turns a page's TOML into what StreamField stores: codes become ids, text becomes HTML."""

    def __init__(
        self,
        pictures: Mapping[str, Any],
        products: Mapping[str, Any],
        pages: Mapping[str, BasePage],
        *,
        seed: str,
    ) -> None:
        self.pictures, self.products, self.pages, self.seed = pictures, products, pages, seed
        self.made = 0

    def stream(self, block: blocks.StreamBlock, children: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                "type": child["type"],
                "value": self.value(
                    block.child_blocks[child["type"]], {k: v for k, v in child.items() if k != "type"}
                ),
                "id": self._id(),
            }
            for child in children
        ]

    def value(self, block: blocks.Block, value: Any) -> Any:
        """Return ``value`` as ``block`` stores it."""
        if isinstance(block, blocks.StreamBlock):
            return self.stream(block, value)
        if isinstance(block, blocks.StructBlock):
            unknown = set(value) - set(block.child_blocks)
            if unknown:
                raise ValueError(f"{self.seed}: no such field: {', '.join(sorted(unknown))}")
            return {name: self.value(block.child_blocks[name], part) for name, part in value.items()}
        if isinstance(block, blocks.ListBlock):
            return [
                {"type": "item", "value": self.value(block.child_block, part), "id": self._id()}
                for part in value
            ]
        return self._plain(block, value)

    def _plain(self, block: blocks.Block, value: Any) -> Any:
        if isinstance(block, ProseBlock):
            return self.html(value)
        codes: dict[type[blocks.Block], Mapping[str, Any]] = {
            ProductBlock: self.products,
            PictureBlock: self.pictures,
            blocks.PageChooserBlock: self.pages,
        }
        named = next((known for kind, known in codes.items() if isinstance(block, kind)), None)
        return value if named is None else named[value].pk

    def html(self, text: str) -> str:
        """Return paragraphs, lists (lines that begin with “- ”) and links to pages as HTML."""
        parts = []
        for part in re.split(r"\n\s*\n", text.strip()):
            lines = part.split("\n")
            if all(line.startswith("- ") for line in lines):
                parts.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
            else:
                head = [line for line in lines if not line.startswith("- ")]
                rest = [line for line in lines if line.startswith("- ")]
                parts.append(f"<p>{' '.join(head)}</p>")
                if rest:
                    parts.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in rest) + "</ul>")
        return re.sub(
            r'<a href="page:(\w+)">',
            lambda found: f'<a linktype="page" id="{self.pages[found[1]].pk}">',
            "".join(parts),
        )

    def _id(self) -> str:
        self.made += 1
        return str(uuid.uuid5(SPACE, f"{self.seed}/{self.made}"))
