"""Every address that links lead to, in both languages: alive, described, in its own language."""

import re
import urllib.request
from collections import Counter

import pytest

from tests.browser.crawl import Crawl

CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*[A-Za-z]")
ROMAN = re.compile("[IVXLC]+")
NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|IBAN\s+\S+|№\s*[A-Z0-9-]+")
# What Ukrainian pages write in Latin letters: money and weights, grades of clarity, methods of growing
# and terms of the trade that have no other spelling, the names of minerals as science has them.
LATIN_IN_UKRAINIAN = {
    *("UAH", "USD", "EUR", "IBAN", "API", "RSS", "cookie"),
    *("ct", "IF", "VVS", "VS", "SI", "CVD"),
    *("EU", "US", "UK", "ISO", "BS"),  # systems of ring sizes
    *("Corundum", "Adamas", "Beryllus", "Spinellus", "Topazius", "Quartz", "Olivinum", "Granatum"),
    *("Zoisitum", "Turmalinus"),
}
# The inscription on the girdle of lab-grown stones, quoted; and the Sinhala name in the article on padparadscha.
QUOTED_IN_UKRAINIAN = ("Lab Grown", "padma raga")


@pytest.fixture(scope="module")
def crawl(shop):
    return Crawl(shop.address).run("/uk/", "/en/")


@pytest.fixture(scope="module")
def pages(crawl):
    return [page for page in crawl.pages.values() if page.is_page]


def no(findings):
    """Fail with all findings, not with the first."""
    assert not findings, f"{len(findings)} findings:\n" + "\n".join(findings[:40])


def test_no_dead_link_and_no_redirect(crawl):
    assert len(crawl.pages) > 400
    no(
        [
            f"{page.status} {page.url} {page.headers.get('location', '')} linked from {page.found_on}"
            for page in (*crawl.pages.values(), *crawl.loaded.values())
            if page.status != 200
        ]
    )


def test_no_dead_fragment(crawl, pages):
    no(
        [
            f"{address}#{fragment} linked from {page.url}"
            for page in pages
            for address, fragment in page.fragments
            if address in crawl.pages and fragment not in crawl.pages[address].ids
        ]
    )


def test_every_page_has_its_head(pages):
    findings = []
    for page in pages:
        language = page.path[1:3]
        problems = [
            f"lang is {page.metas['lang']}" * (page.metas["lang"] != language),
            f"{len(page.headings)} h1" * (len(page.headings) != 1 or not all(page.headings)),
            "no title" * (not page.title),
            f"ids twice: {repeated(page.ids)}" * bool(repeated(page.ids)),
            *page.faults,
        ]
        if page.is_indexed:
            problems += [
                "no description" * (not page.metas.get("description", "").strip()),
                f"canonical is {page.canonicals}" * (len(page.canonicals) != 1),
                f"hreflang is {sorted(page.alternates)}"
                * (set(page.alternates) != {"uk", "en", "x-default"}),
            ]
        findings += [f"{page.path}: {problem}" for problem in problems if problem]
    no(findings)


def test_titles_and_descriptions_tell_pages_apart(pages):
    own = [
        page for page in pages if page.is_indexed and page.canonicals == [page.url] and "?" not in page.url
    ]
    for attribute in (lambda page: page.title, lambda page: page.metas["description"]):
        seen = {}
        for page in own:
            kind = "/p/" in page.path  # a section may be called what its one product is
            seen.setdefault((page.path[:3], kind, attribute(page)), []).append(page.path)
        no([f"{text}: {paths}" for (*_, text), paths in seen.items() if len(paths) > 1])


def test_translations_name_each_other(crawl, pages):
    findings = []
    for page in pages:
        for language, address in page.alternates.items():
            twin = crawl.pages[address]
            expected = "uk" if language == "x-default" else language
            if twin.alternates != page.alternates or twin.path[1:3] != expected:
                findings.append(f"{page.path}: {language} is {address}")
        if page.is_indexed and page.canonicals[0] not in page.alternates.values():
            findings.append(f"{page.path}: {page.canonicals[0]} is not among its own translations")
    no(findings)


def test_language_switch_leads_to_the_translation(pages):
    no(
        [
            f"{page.path}: {language} leads to {address}"
            for page in pages
            for language, address in page.switch.items()
            if page.alternates and address.partition("?")[0] != page.alternates[language].partition("?")[0]
        ]
        + [f"{page.path}: no switch" for page in pages if set(page.switch) != {"uk", "en"}]
    )


def test_sitemap_and_links_name_the_same_pages(crawl, pages):
    sitemap = set(re.findall(r"<loc>([^<]+)</loc>", fetch_text(crawl, "/sitemap.xml")))
    canonical = {address for page in pages if page.is_indexed for address in page.canonicals}
    plain = {address for address in canonical if "?" not in address}  # pages of listings are no news
    no([f"not in the sitemap: {address}" for address in plain - sitemap])
    no([f"only in the sitemap: {address}" for address in sitemap - plain])


def test_pages_speak_their_language(pages):
    """In English no Cyrillic, in Ukrainian no Latin words, but what ``lang`` marks as the other language."""
    findings = Counter()
    for page in pages:
        language = page.path[1:3]
        texts = [*page.texts, (language, page.title), (language, page.metas.get("description", ""))]
        for spoken, text in texts:
            if spoken == language and not speaks(language, text):
                findings[f"{language}: {text[:120]}"] += 1
    no([f"{text} ({number} times)" for text, number in findings.most_common()])


def speaks(language, text):
    if language == "en":
        return not CYRILLIC.search(text)
    for quoted in QUOTED_IN_UKRAINIAN:
        text = text.replace(quoted, "")
    words = LATIN_WORD.findall(NOT_WORDS.sub("", text))
    return not [word for word in words if word not in LATIN_IN_UKRAINIAN and not ROMAN.fullmatch(word)]


def test_machines_read_the_price_that_people_read(pages):
    findings, offers = [], 0
    for page in pages:
        for thing in page.structured():
            for offer in offers_of(thing):
                offers += 1
                shown = {re.sub(r"\D", "", text) for _, text in page.texts if "₴" in text}
                if offer["priceCurrency"] != "UAH" or offer["price"].partition(".")[0] not in shown:
                    findings.append(f"{page.path}: {offer['price']} {offer['priceCurrency']}")
    assert offers > 100
    no(findings)


def offers_of(thing):
    variants = thing.get("hasVariant", []) if thing.get("@type") == "ProductGroup" else [thing]
    return [variant["offers"] for variant in variants if "price" in variant.get("offers", {})]


def test_public_pages_set_no_cookie(crawl):
    # Forms of accounts carry a token; they are for nobody's cache, and they say so.
    own = [page for page in crawl.pages.values() if page.path[3:].startswith("/account/")]
    no([page.url for page in own if "no-store" not in page.headers.get("cache-control", "")])
    public = [page for page in crawl.pages.values() if page not in own]
    no([page.url for page in public if "set-cookie" in page.headers])


def fetch_text(crawl, path):
    with urllib.request.urlopen(f"{crawl.address}{path}", timeout=60) as answer:
        return answer.read().decode()


def repeated(names):
    return [name for name, number in Counter(names).items() if number > 1]
