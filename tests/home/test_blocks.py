"""Every block renders with full, empty and half-filled values, alone and in the picker's preview."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from wagtail import blocks

from home.blocks.bodies import ArticleBody, SectionBody
from home.models import HomePage, NewsPage
from tests.factories.catalog import StoneTypeFactory

pytestmark = pytest.mark.django_db
BLOCKS = {
    **HomePage.body.field.stream_block.child_blocks,
    **NewsPage.body.field.stream_block.child_blocks,
}


@pytest.fixture
def context(db):
    request = RequestFactory().get("/uk/")
    request.currency = "UAH"
    return {"request": request}


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_block_renders_empty(name, context):
    block = BLOCKS[name]

    block.render(block.to_python({}), context=context)
    block.render(block.get_default(), context=context)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_block_renders_half_filled(name, context):
    block = BLOCKS[name]

    for keep in [None, *block.child_blocks]:
        value = block.to_python({})
        full = block.get_preview_value()
        for child in block.child_blocks:
            if child != keep:
                value[child] = None
            else:
                value[child] = full.get(child)
        block.render(value, context=context)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_draft_saves_itself_with_a_block_that_was_just_added(name, db):
    block = BLOCKS[name]

    block.clean_deferred(block.get_default())  # raises nothing


@pytest.mark.parametrize("name", ["collection", "countdown"])
def test_a_block_without_its_choice_is_not_published(name, db):
    with pytest.raises(ValidationError):
        BLOCKS[name].clean(BLOCKS[name].get_default())


def test_a_rule_is_no_text_to_translate(db):
    block = BLOCKS["collection"].child_blocks["rule"]

    assert block.get_translatable_segments("/stones/?carat_min=1") == []
    assert block.restore_translated_segments("/stones/?carat_min=1", []) == "/stones/?carat_min=1"


def test_samples_render_in_an_empty_and_in_a_full_shop(context, sell, rates):
    for block in BLOCKS.values():
        block.render(block.get_preview_value(), context=context)

    for _ in range(3):
        sell()
        sell(jewelry=True)
    for name, block in BLOCKS.items():
        html = block.render(block.get_preview_value(), context=context)
        assert "<" in html or name in {"contacts", "bank_details", "jewelry_tabs", "journal"}, name


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_block_is_told_apart_in_the_picker(name):
    block = BLOCKS[name]

    assert block.is_previewable
    assert str(block.meta.description)
    assert block.meta.icon not in {"placeholder", ""}
    assert str(block.meta.group)


def test_blocks_have_an_api_form(sell, rates):
    sell()
    sell(jewelry=True)
    for block in BLOCKS.values():
        for value in (block.to_python({}), block.get_preview_value()):
            json.dumps(block.get_api_representation(value), default=str)


def test_previews_open_in_the_admin(admin_client, tree, sell, rates):
    sell()
    ids = {
        block.definition_prefix: name
        for name, block in {**SectionBody().child_blocks, **ArticleBody().child_blocks}.items()
    }
    assert ids
    for block_id in ids:
        response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block_id})
        assert response.status_code == 200, ids[block_id]
        assert b"css/shop.css" in response.content


def test_lists_are_never_inside_structs_inside_structs():
    """The translation tool skips lists there, so their texts would stay untranslated."""

    def check(block, path):
        for name, child in getattr(block, "child_blocks", {}).items():
            if isinstance(block, blocks.StructBlock) and isinstance(child, blocks.StructBlock):
                inner = [n for n, b in child.child_blocks.items() if isinstance(b, blocks.ListBlock)]
                assert not inner, f"{path}.{name}: {inner}"
            check(child, f"{path}.{name}")
        if isinstance(block, blocks.ListBlock):
            check(block.child_block, f"{path}[]")

    check(HomePage.body.field.stream_block, "home")
    check(NewsPage.body.field.stream_block, "news")


def test_preview_of_carats_computes_from_density(context):
    StoneTypeFactory(code="sapphire", specific_gravity="4.00", name_uk="Сапфір")
    block = BLOCKS["carats"]

    html = block.render(block.to_python({"diameter": "6.5", "stones": ["sapphire"]}), context=context)

    assert "Сапфір" in html
    assert "1,14\N{NO-BREAK SPACE}ct" in html
    assert "±\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}%" in html
    assert 'href="/uk/calc/"' in html
