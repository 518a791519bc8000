import pytest

from tests.factories.commerce import make_order


@pytest.fixture
def order(rates):
    return make_order()
