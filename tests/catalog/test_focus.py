"""Where an editor marked what matters on a picture, frames that cut keep it in sight."""

import pytest

from catalog.selectors.wide import SPREAD, WIDE, pictures_in
from catalog.templatetags.markup import picture as markup
from tests.factories.catalog import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def shown(**values):
    picture = PictureFactory(file__width=1000, file__height=500, **values)
    return picture, lambda: pictures_in({WIDE: [picture.pk]}, language="uk")[WIDE][picture.pk]


@pytest.mark.parametrize(
    ("x", "y", "focus"),
    [
        (0, 0, "0 0"),
        (199, 99, "0 0"),
        (200, 100, "1 1"),
        (500, 250, "2 2"),
        (999, 499, "4 4"),
        (1000, 500, "4 4"),
    ],
)
def test_the_focal_point_is_told_in_fifths(x, y, focus):
    _picture, view = shown(focal_point_x=x, focal_point_y=y)

    assert view().focus == focus  # while the copies are made
    assert view().focus == focus  # and when they are read
    assert f'data-focus="{focus}"' in markup(view())


def test_without_a_focal_point_nothing_is_told():
    _picture, view = shown()

    assert view().focus == ""
    assert "data-focus" not in markup(view())


def test_a_moved_focal_point_needs_no_new_copies(django_assert_num_queries):
    picture, view = shown(focal_point_x=0, focal_point_y=0)
    before = view()
    picture.focal_point_x, picture.focal_point_y = 999, 0
    picture.save()

    with django_assert_num_queries(1):
        after = pictures_in({WIDE: [picture.pk], SPREAD: [picture.pk]}, language="uk")
    assert after[WIDE][picture.pk].focus == after[SPREAD][picture.pk].focus == "4 0"
    assert after[WIDE][picture.pk].url == before.url
