"""The joined stylesheet: complete, in order, and made anew when a source changes."""

import re

import pytest
from django.contrib.staticfiles import finders

from gemsite import stylesheets


@pytest.fixture
def finder(settings, tmp_path):
    settings.STYLESHEET_ROOT = tmp_path
    return stylesheets.StylesheetFinder()


def test_layers_are_declared_first():
    text = stylesheets.joined()

    assert text.index("@layer reset, tokens, base, layout, components, pages, utilities;") < text.index(
        "@layer tokens {"
    )


def test_every_source_is_in_the_file():
    sources = {path.resolve() for path in stylesheets.SOURCES.rglob("*.css")}

    assert sources == {path.resolve() for path in stylesheets.source_files()}


def test_pictures_and_fonts_named_in_it_exist():
    for address in re.findall(r'url\("\.\./([^"]+)"\)', stylesheets.joined()):
        assert (stylesheets.SOURCES.parent / address).is_file(), address


def test_finder_knows_one_file_only(finder):
    found = finder.find("css/shop.css")

    assert found.endswith("css/shop.css")
    assert finder.find("css/other.css") == []
    assert [name for name, _storage in finder.list([])] == ["css/shop.css"]


def test_finder_makes_the_file_anew_when_a_source_is_newer(finder, tmp_path):
    target = tmp_path / "css" / "shop.css"
    target.parent.mkdir()
    target.write_text("old")
    import os

    os.utime(target, (0, 0))

    finder.find("css/shop.css")

    assert target.read_text(encoding="utf-8") == stylesheets.joined()


def test_static_files_find_it():
    assert finders.find("css/shop.css")
