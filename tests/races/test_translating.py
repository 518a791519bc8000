"""Translators who save the same text in the same moment: one is told, none is lost."""

import pytest

from catalog.models import Shape
from home.translating import services
from home.translating.subjects import RowSubject
from tests.factories.catalog import ShapeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_one_of_many_translators_wins_and_the_others_are_told(together):
    shape = ShapeFactory(name_uk="Овал", name_en="Oval")
    (text,) = RowSubject(shape).texts()

    def save(number):
        subject = RowSubject(Shape.objects.get(pk=shape.pk))
        return services.texts_save(
            subject, values={"name": f"Oval {number}"}, seen={"name": text.seen}, user=None
        )

    outcomes, errors = together(save, 6)

    shape.refresh_from_db()
    assert errors == []
    (winner,) = [outcome for outcome in outcomes if outcome.saved]
    losers = [outcome for outcome in outcomes if outcome is not winner]
    assert winner.is_clean
    assert [outcome.conflicts["name"].target for outcome in losers] == [shape.name_en] * 5
