"""Ukrainian and English say the same: every address has its twin, built of the same parts, no smaller."""

import re
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.crawl import THREADS, Page
from tests.browser.test_crawl import CYRILLIC, no

LOCATION = re.compile(r"<url>(.*?)</url>", re.DOTALL)
ADDRESS = re.compile(r"<loc>([^<]+)</loc>")
ALTERNATE = re.compile(r'hreflang="(\w\w)" href="([^"]+)"|href="([^"]+)" hreflang="(\w\w)"')
WORD = re.compile(r"[^\W\d_]{2,}")
# Ukrainian needs fewer words than English (no articles): a page below this share of it lacks something.
SHARE = 0.6
# Parts that depend on the words themselves or on the language: emphasis and links inside of a text.
INLINE = {"a", "b", "strong", "em", "i", "abbr", "wbr", "br", "sup", "span"}
VARIABLE = re.compile(r"-?\d+$")


class Built(Page):
    """A page with the parts that it is built of: elements with a class, inside of ``main``."""

    def __init__(self, *args):
        super().__init__(*args)
        self.parts = Counter()

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        inside = any(opened == "main" for opened, _language in self.stack)
        if inside and tag not in INLINE:
            names = (dict(attributes).get("class") or "").split()
            if names and "__" not in names[0]:
                self.parts[f"{tag}.{VARIABLE.sub('', names[0])}"] += 1

    def words(self, language):
        return sum(len(WORD.findall(text)) for spoken, text in self.texts if spoken == language)


@pytest.fixture(scope="module")
def twins(shop):
    """All addresses of the sitemap in pairs: (Ukrainian page, English page)."""
    pairs = {}
    for entry in LOCATION.findall(read(f"{shop.address}/sitemap.xml")):
        found = {a or d: b or c for a, b, c, d in ALTERNATE.findall(entry)}
        pairs[ADDRESS.search(entry)[1]] = (found.get("uk"), found.get("en"))
    lonely = [address for address, pair in pairs.items() if None in pair or address not in pair]
    assert not lonely, f"without a twin: {lonely[:20]}"
    assert {address for pair in pairs.values() for address in pair} == set(pairs)
    with ThreadPoolExecutor(THREADS) as pool:
        pages = dict(zip(pairs, pool.map(fetch, pairs), strict=True))
    return [(pages[uk], pages[en]) for uk, en in sorted(set(pairs.values()))]


def test_there_are_as_many_pages_in_both_languages(twins):
    assert len(twins) > 150
    no(
        [
            f"{uk.url} {uk.status}, {en.url} {en.status}"
            for uk, en in twins
            if (uk.status, en.status) != (200, 200)
        ]
    )


def test_twins_are_built_of_the_same_parts(twins):
    no(
        [
            f"{uk.path} and {en.path}: {dict((uk.parts - en.parts) + (en.parts - uk.parts))}"
            for uk, en in twins
            if uk.parts != en.parts
        ]
    )


def test_english_has_no_ukrainian_but_what_is_marked(twins):
    """The name of the other language in the switch and quoted words carry ``lang``; all else is English."""
    no(
        [
            f"{en.path}: {text[:80]}"
            for _uk, en in twins
            for spoken, text in [*en.texts, ("en", en.title), ("en", en.metas.get("description", ""))]
            if spoken == "en" and CYRILLIC.search(text)
        ]
    )


def test_ukrainian_is_no_smaller(twins):
    found = [
        f"{uk.path}: {uk.words('uk')} words, {en.path}: {en.words('en')}"
        for uk, en in twins
        if uk.words("uk") < SHARE * en.words("en")
    ]
    total = sum(uk.words("uk") for uk, _en in twins) / sum(en.words("en") for _uk, en in twins)
    assert total > 0.75
    no(found)


def test_twins_name_each_other(twins):
    no(
        [
            f"{uk.path}: {uk.alternates}, {en.path}: {en.alternates}"
            for uk, en in twins
            if uk.alternates != en.alternates
            or uk.alternates.get("uk") != uk.url
            or uk.alternates.get("en") != en.url
            or uk.alternates.get("x-default") != uk.url
        ]
    )


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        page = Built(url, answer.status, {name.lower(): value for name, value in answer.getheaders()}, "")
        page.feed(answer.read().decode())
    page.close()
    return page


def read(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()
