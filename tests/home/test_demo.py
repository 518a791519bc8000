"""The demo's pages: both languages whole, texts real, links sound; building twice changes nothing."""

import re
import tomllib
from pathlib import Path

import pytest
from wagtail.models import Locale, Page

from home.demo import build
from home.models import Menu, NewsPage
from tests.factories.catalog import MediaFactory, PictureFactory, VariantFactory

ROOT = Path(build.__file__).parent
KEYS = [planned.key for planned in build.PLAN]
CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def texts(key, language):
    return tomllib.loads((ROOT / "pages" / language / f"{key}.toml").read_text())


def shape(value):
    """Return the structure of a body: types, fields and what they point at, without its words."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value]
    is_code = isinstance(value, str) and re.fullmatch(r"[a-z0-9/.-]+|[SJ]-\d{4}-[A-Z]", value)
    return value if is_code or not isinstance(value, str) else "…"


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_say_the_same(key):
    uk, en = texts(key, "uk"), texts(key, "en")

    assert set(uk) == set(en)
    assert [block["type"] for block in uk.get("body", [])] == [block["type"] for block in en.get("body", [])]
    for ours, theirs in zip(uk.get("body", []), en.get("body", []), strict=True):
        assert set(shape(ours)) == set(shape(theirs))


@pytest.mark.parametrize("key", KEYS)
def test_english_has_no_cyrillic(key):
    source = (ROOT / "pages" / "en" / f"{key}.toml").read_text()

    assert not CYRILLIC.findall(source)


@pytest.mark.parametrize("key", KEYS)
def test_texts_fit_their_fields(key):
    for language in ("uk", "en"):
        page = texts(key, language)
        assert page.get("search_description") or page["search_description"]
        assert len(page["search_description"]) <= 170, (key, language)
        assert len(page.get("lead", "")) <= 300


@pytest.mark.parametrize("key", ["heated", "padparadscha", "carats", "finger"])
def test_articles_have_something_to_say(key):
    from home.domain import word_count

    for language in ("uk", "en"):
        assert 450 <= word_count(texts(key, language).get("body")) <= 950


def test_questions_are_at_least_eight():
    assert sum(len(block.get("questions", [])) for block in texts("faq", "uk")["body"]) >= 8


@pytest.fixture
def goods(db, settings, tmp_path):
    """Stand-ins for every product and picture that the demo's pages name."""
    for code in ("uk", "en"):
        Locale.objects.get_or_create(language_code=code)
    sources = "".join(path.read_text() for path in (ROOT / "pages").rglob("*.toml"))
    paths = sorted(set(re.findall(r'"((?:hero|news|stones|jewelry)/[^"]+\.webp)"', sources)))
    picture = PictureFactory(file__width=64, file__height=64)
    pictures = dict.fromkeys(paths, picture)
    data = ROOT / "data"
    rows = [
        row for path in data.glob("products/*.toml") for row in tomllib.loads(path.read_text())["products"]
    ]
    rows += tomllib.loads((data / "jewelry.toml").read_text())["products"]
    products = {}
    for row in rows:
        if f'"{row["code"]}"' in sources:
            variant = VariantFactory(
                published=True, product__name_uk=row["name_uk"], product__name_en=row["name_en"]
            )
            MediaFactory(variant=variant, picture=picture)
            products[row["code"]] = variant.product
    return {"pictures": pictures, "products": products}


class Quiet:
    def each(self, title, items, total=None):
        return items


def test_demo_builds_both_trees_and_can_be_built_again(client, goods):
    pages = build.build_pages(**goods, progress=Quiet())
    build.build_pages(**goods, progress=Quiet())

    assert Page.objects.filter(depth__gte=2).count() == 2 * len(build.PLAN)
    assert NewsPage.objects.live().count() == 8
    for (key, language), page in pages.items():
        response = client.get(page.get_url())
        html = response.content.decode()
        assert response.status_code == 200, (key, language)
        assert 'href=""' not in html
        if language == "en":
            main = html.split("<main", 1)[1].split("</main>")[0]
            visible = re.sub(r'<a [^>]*lang="uk"[^>]*>.*?</a>', "", main)
            assert not CYRILLIC.findall(visible), (key, CYRILLIC.findall(visible)[:10])
    assert [menu.place for menu in Menu.objects.all()] == ["main", "footer", "footer", "footer", "legal"]

    html = client.get("/uk/").content.decode()
    for url in set(re.findall(r'href="(/uk/[^"?#]*)"', html)):
        if not url.startswith(("/uk/p/", "/uk/stones/", "/uk/jewelry/", "/uk/cart/", "/uk/account/")):
            assert client.get(url).status_code == 200, url
