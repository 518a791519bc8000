import datetime as dt
from decimal import Decimal

import pytest
import requests
import responses
import time_machine

from commerce.pricing.gateways import nbu

D = Decimal

URL = "http://bank.example/exchange"
FRIDAY = dt.date(2026, 11, 20)
ROW = '{"r030": 840, "txt": "Долар США", "rate": 42.7538, "cc": "USD", "exchangedate": "20.11.2026", "special": null}'


@pytest.fixture(autouse=True)
def _bank(settings):
    settings.NBU_URL = URL
    with time_machine.travel("2026-11-20T12:00:00+02:00"), responses.RequestsMock() as answers:
        yield answers


@pytest.fixture
def bank(_bank):
    return _bank


def test_the_newest_rates(bank):
    bank.get(f"{URL}?json", body=f"[{ROW}]")

    sheet = nbu.fetch()

    assert sheet.quotes == (nbu.RateQuote("USD", D("42.7538"), FRIDAY),)
    assert sheet.url == f"{URL}?json"
    assert len(sheet.digest) == 64
    assert bank.calls[0].request.headers["User-Agent"].startswith("Lapidary/")


def test_a_day_without_rates_walks_back(bank):
    sunday = dt.date(2026, 11, 22)
    bank.get(f"{URL}?date=20261122&json", body="[]")
    bank.get(f"{URL}?date=20261121&json", body="[]")
    bank.get(f"{URL}?date=20261120&json", body=f"[{ROW}]")

    with time_machine.travel("2026-11-22T12:00:00+02:00"):
        assert nbu.fetch(on=sunday).quotes[0].rate_date == FRIDAY


def test_a_saturday_may_answer_with_fridays_date(bank):
    bank.get(f"{URL}?date=20261121&json", body=f"[{ROW}]")

    assert nbu.fetch(on=dt.date(2026, 11, 21)).quotes[0].rate_date == FRIDAY


def test_tomorrows_rates_are_taken_as_they_are_dated(bank):
    bank.get(f"{URL}?json", body=f"[{ROW.replace('20.11.2026', '23.11.2026')}]")

    assert nbu.fetch().quotes[0].rate_date == dt.date(2026, 11, 23)


def test_a_dated_answer_of_a_later_day_is_not_believed(bank):
    for back in range(nbu.WALK_BACK_DAYS + 1):
        day = dt.date(2026, 11, 19) - dt.timedelta(days=back)
        bank.get(f"{URL}?date={day:%Y%m%d}&json", body=f"[{ROW}]")

    with pytest.raises(nbu.NbuUnavailable):
        nbu.fetch(on=dt.date(2026, 11, 19))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "[\n{ \nWrong date format\n }\n]"),
        (200, '[{"message":"Wrong parameters format"}]'),
        (200, '{"error": true}'),
        (200, ""),
        (403, "<html>Access denied</html>"),
        (302, ""),
        (500, "[]"),
    ],
)
def test_anything_else_means_no_new_rate(bank, status, body):
    bank.get(f"{URL}?json", body=body, status=status)

    with pytest.raises(nbu.NbuUnavailable):
        nbu.fetch()


def test_a_bank_that_does_not_answer(bank):
    bank.get(f"{URL}?json", body=requests.ConnectTimeout())

    with pytest.raises(nbu.NbuUnavailable) as error:
        nbu.fetch()

    assert error.value.extra == {"reason": "ConnectTimeout"}


class TestRows:
    @pytest.fixture(autouse=True)
    def _no_calls(self):
        return

    @pytest.mark.parametrize(
        ("row", "rate"),
        [
            ('{"cc": "usd", "rate": 42.7538, "exchangedate": "20.11.2026"}', "42.7538"),
            ('{"cc": "USD", "rate": 42, "exchangedate": "20.11.2026"}', "42"),
            ('{"cc": "USD", "rate": "42.7538", "exchangedate": "20.11.2026"}', "42.7538"),
            ('{"cc": "JPY", "rate": 2.8766, "units": 10, "exchangedate": "20.11.2026"}', "0.28766"),
            (
                '{"cc": "JPY", "rate": 2.8766, "units": 10, "rate_per_unit": 0.28766, "exchangedate": "20.11.2026"}',
                "0.28766",
            ),
        ],
    )
    def test_understood(self, row, rate):
        assert [quote.rate for quote in nbu.parse(f"[{row}]".encode())] == [D(rate)]

    @pytest.mark.parametrize(
        "row",
        [
            '{"cc": "USD", "rate": 0, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": -42, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": null, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": true, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": NaN, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": 1e300, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": 42, "units": 0, "exchangedate": "20.11.2026"}',
            '{"cc": "USD", "rate": 42, "exchangedate": "2026-11-20"}',
            '{"cc": "USD", "rate": 42}',
            '{"rate": 42, "exchangedate": "20.11.2026"}',
            '{"cc": "XAU", "rate": 175037.23, "exchangedate": "20.11.2026"}',
            '{"cc": "US<", "rate": 42, "exchangedate": "20.11.2026"}',
            '"USD"',
            "null",
        ],
    )
    def test_left_out(self, row):
        assert nbu.parse(f"[{row}, {ROW}]".encode()) == (nbu.RateQuote("USD", D("42.7538"), FRIDAY),)

    def test_the_number_is_exact(self):
        assert nbu.parse(ROW.join("[]").encode())[0].rate == D("42.7538")
