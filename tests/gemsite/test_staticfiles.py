"""Pages get compressed files under names that may be cached for ever."""

import brotli
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile

from gemsite.staticfiles import StaticFilesConfig, StaticFilesStorage


def test_only_the_names_that_pages_ask_for_are_compressed(tmp_path):
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
    texts = {"css/shop.css": b"a { color: red }\n" * 99, "wagtailadmin/js/editor.js": b"let a = 1;\n" * 99}
    for name, text in texts.items():
        storage.save(name, ContentFile(text))

    list(storage.post_process({name: (storage, name) for name in texts}))

    for name, text in texts.items():
        hashed = storage.stored_name(name)
        assert hashed != name
        assert brotli.decompress((tmp_path / f"{hashed}.br").read_bytes()) == text
        assert (tmp_path / f"{hashed}.gz").exists()
        assert not (tmp_path / f"{name}.br").exists()


def test_sources_of_the_stylesheet_are_not_published():
    names = {
        name.replace("\\", "/")
        for finder in get_finders()
        for name, _ in finder.list(StaticFilesConfig.ignore_patterns)
    }

    assert "css/shop.css" in names
    assert not [name for name in names if name.startswith(("css/components/", "css/pages/"))]
