"""Pages take the same number of queries whatever they hold."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import NewsPage
from tests.factories.catalog import PictureFactory

MOST = 12

pytestmark = pytest.mark.django_db


def queries(client, url):
    for _ in range(2):  # warm: renditions and site roots, then the index follows
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return [query["sql"] for query in captured.captured_queries]


def home_body(stones, jewelry, picture, times):
    """Return every selling block of the home page, ``times`` over."""
    link = {"text": "Далі", "path": "/stones/"}
    products = [stone.product for stone in stones]
    pieces = [piece.product for piece in jewelry]
    row = [
        ("ruler", {"stones": [{"product": product} for product in products[:7]]}),
        ("paths", {"paths": [{"title": "Камені", "text": "{stones}", "link": link}]}),
        ("drawer", {"heading": "Шухляда", "note": ""}),
        ("color_fan", {"title": "Колір", "picture": picture, "link": link}),
        ("tray", {"rule": "newest", "products": [], "limit": 4, "link": link}),
        ("tray", {"rule": "chosen", "products": products, "limit": 12, "link": link}),
        ("tray", {"rule": "type", "type_code": "ruby", "products": [], "limit": 4, "link": link}),
        ("jewelry_spread", {"products": pieces[:3], "link": link}),
        ("jewel_story", {"product": pieces[0], "stone_picture": picture, "facts": []}),
        ("night_band", {"title": "Ніч", "picture": picture, "link": link}),
        ("carats", {"diameter": "6.5", "stones": ["sapphire", "ruby"]}),
        ("journal", {"heading": "Журнал", "limit": 12}),
    ]
    return row * times


def test_home_takes_the_same_queries_at_two_sizes(client, tree, sell, rates):
    kind = "product__subcategory__category__stone_type__code"
    stones = [sell(**({kind: "ruby"} if number == 0 else {})) for number in range(2)]
    jewelry = [sell(jewelry=True)]
    home, picture = tree.uk["home"], PictureFactory(file__width=64, file__height=64)
    home.body = home_body(stones, jewelry, picture, 1)
    home.save_revision().publish()
    small = queries(client, "/uk/")

    stones += [sell() for _ in range(8)]
    jewelry += [sell(jewelry=True) for _ in range(3)]
    for number in range(4):
        article = NewsPage(title=f"Стаття {number}", slug=f"stattia-{number}", lead="Лід")
        tree.uk["journal"].refresh_from_db()
        tree.uk["journal"].add_child(instance=article)
    home.body = home_body(stones, jewelry, PictureFactory(file__width=64, file__height=64), 2)
    home.save_revision().publish()
    large = queries(client, "/uk/")

    assert len(large) == len(small), "\n".join(sorted(set(large) ^ set(small)))
    assert len(large) <= MOST


def article_body(times, stone, page):
    link = f'<p><a linktype="page" id="{page.pk}">далі</a></p>'
    return [
        ("text", {"heading": "Розділ", "text": link}),
        ("faq", {"heading": "", "questions": [{"question": "Що?", "answer": link}] * times}),
        ("steps", {"heading": "", "steps": [{"title": "Крок", "text": link}]}),
        ("live_product", {"label": "Камінь", "product": stone.product}),
        ("tray", {"rule": "newest", "products": [], "limit": 4, "link": {}}),
    ] * times


def test_article_takes_the_same_queries_at_two_sizes(client, tree, sell, rates):
    news, first = tree.uk["news"], sell()
    news.body = article_body(1, first, tree.uk["content"])
    news.save_revision().publish()
    small = queries(client, news.get_url())

    for _ in range(6):
        sell()
    news.body = article_body(4, sell(), tree.uk["home"])
    news.save_revision().publish()
    large = queries(client, news.get_url())

    assert len(large) == len(small), "\n".join(sorted(set(large) ^ set(small)))
    assert len(large) <= MOST


def test_journal_takes_the_same_queries_at_two_sizes(client, tree):
    sizes = []
    for number in range(6):
        tree.uk["journal"].refresh_from_db()
        picture = PictureFactory(file__width=64, file__height=64)
        article = NewsPage(
            title=f"Стаття {number}", slug=f"stattia-{number}", lead="Лід", hero_picture=picture
        )
        tree.uk["journal"].add_child(instance=article)
        if number in (0, 5):
            sizes.append(len(queries(client, tree.uk["journal"].get_url())))

    assert sizes[0] == sizes[1] <= MOST
