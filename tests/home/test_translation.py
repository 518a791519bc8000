"""Every page type can be submitted for translation, and its texts can be translated."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import NewsPage, SiteSettings

pytestmark = pytest.mark.django_db
TYPES = ["content", "journal", "showcase", "news", "home"]


def translate(page, words=None):
    """Submit a page for translation, as the admin does; ``words`` gives English for Ukrainian."""
    english = Locale.objects.get(language_code="en")
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    for segment in source.stringsegment_set.select_related("string", "context"):
        data = (words or {}).get(segment.string.data)
        if data is not None:
            StringTranslation.objects.create(
                translation_of=segment.string, locale=english, context=segment.context, data=data
            )
    translation.save_target()
    made = page.get_translation(english)
    assert not made.live  # a person publishes translations
    made.get_latest_revision().publish()
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("name", TYPES)
def test_translation_makes_an_english_page(client, tree, name):
    for page in reversed(list(tree.en.values())):
        type(page).objects.filter(pk=page.pk).first() and page.get_parent() and page.delete()
    chain = {"news": ["home", "journal", "news"], "home": ["home"]}.get(name, ["home", name])

    made = None
    for step in chain:
        made = translate(tree.uk[step])

    assert made.locale.language_code == "en"
    assert made.live
    assert client.get(made.get_url()).status_code == 200


def test_texts_of_all_blocks_are_offered(tree):
    news = tree.uk["news"]
    news.body = [
        ("text", {"heading": "Заголовок", "text": "<p>Абзац <b>жирний</b></p>"}),
        (
            "table",
            {"caption": "Підпис", "columns": ["Колонка"], "rows": [{"cells": ["Клітинка"]}], "note": "Нота"},
        ),
        ("faq", {"heading": "", "questions": [{"question": "Питання", "answer": "<p>Відповідь</p>"}]}),
        ("steps", {"heading": "", "steps": [{"title": "Крок", "text": "<p>Зробіть</p>"}]}),
        (
            "call_to_action",
            {"title": "Заклик", "text": "", "link": {"text": "Посилання", "path": "/stones/"}},
        ),
    ]
    news.save_revision().publish()

    source, _ = TranslationSource.update_or_create_from_instance(NewsPage.objects.get(pk=news.pk))

    offered = set(source.stringsegment_set.values_list("string__data", flat=True))
    expected = {
        "Заголовок", "Підпис", "Колонка", "Клітинка", "Нота", "Питання", "Відповідь",
        "Крок", "Зробіть", "Заклик", "Посилання",
    }  # fmt: skip
    assert expected <= offered
    assert "/stones/" not in offered


def test_translated_words_reach_the_page(client, tree):
    news = tree.uk["news"]
    news.body = [
        ("table", {"caption": "Підпис", "columns": ["Вага"], "rows": [{"cells": ["Сапфір"]}], "note": ""})
    ]
    news.save_revision().publish()
    tree.en["news"].delete()

    made = translate(
        NewsPage.objects.get(pk=news.pk),
        {"Підпис": "Caption", "Вага": "Weight", "Сапфір": "Sapphire", "Про нагрів": "On heating"},
    )

    html = client.get(made.get_url()).content.decode()
    assert made.title == "On heating"
    assert all(word in html for word in ("Caption", "Weight", "Sapphire"))


def test_settings_speak_both_languages(client, tree):
    from wagtail.models import Site

    SiteSettings.objects.create(site=Site.objects.get(), brand_name_uk="Самоцвіт", brand_name_en="Samotsvit")

    assert "Samotsvit" in client.get("/en/").content.decode()
    assert "Samotsvit" not in client.get("/uk/").content.decode()
