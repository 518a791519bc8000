"""Sample data of the styleguide: shaped like the shop's own objects, and no database."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.templatetags.static import static

from gemkit.drawing import RulerStone, face_box, ruler_of
from gemkit.money import Money
from gemsite.styleguide_stones import BADGES, sample_cards, sample_prices, sample_shapes, uah, usd

PALETTE = [
    ("paper", "#F7F5F4"),
    ("tray", "#EEEBE8"),
    ("sheet", "#FFFFFF"),
    ("hairline", "#DAD5D0"),
    ("outline", "#857D76"),
    ("ink-3", "#6B645F"),
    ("ink-2", "#544E4A"),
    ("ink", "#1B191C"),
    ("accent", "#1A5A54"),
    ("accent-tint", "#E2EAE7"),
    ("signal", "#9E2A1C"),
    ("night", "#131216"),
]
ICONS = (
    "menu cross tick info alert chevron-down chevron-up chevron-left chevron-right arrow cart clock truck return "
    "pin copy share print document ruler filter plus minus search person grid list play phone"
)


def sample_context() -> dict[str, Any]:
    """Return everything `styleguide.html` shows."""
    shapes = sample_shapes()
    cards = sample_cards(shapes["cushion"])
    return {
        "palette": [SimpleNamespace(name=name, hex=value) for name, value in PALETTE],
        "icons": ICONS.split(),
        "shapes": list(shapes.values()),
        "form": sample_form(),
        "cards": cards,
        "loading_shape": shapes["cushion"],
        "badges": [SimpleNamespace(text=text, kind=kind) for text, kind in BADGES],
        "prices": sample_prices(),
        "facets": sample_facets(shapes),
        "chips": [SimpleNamespace(text=text, url="#") for text in ("Овал", "Кушон", "1,00–3,00 ct")],
        "pages": sample_pages(),
        "variants": sample_variants(),
        "timeline": sample_timeline(),
        "cart_lines": sample_cart_lines(cards),
        "summary": sample_summary(cards),
        "crumbs": [("Головна", "#"), ("Камені", "#"), ("Сапфір", "#")],
        "ruler": sample_ruler(shapes["cushion"]),
        "face_box": face_box("cushion"),
        "cushion": shapes["cushion"],
        "length_mm": Decimal("8.2"),
    }


class SampleForm(forms.Form):
    """Fields in their states."""

    name = forms.CharField(label="Ім’я", initial="Оксана")
    email = forms.EmailField(
        label="Ел. пошта", help_text="Надішлемо підтвердження і посилання для відстеження"
    )
    phone = forms.CharField(label="Телефон")
    comment = forms.CharField(
        label="Коментар",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Напр., не телефонувати до 12:00"}),
    )
    city = forms.ChoiceField(label="Місто", choices=[("kyiv", "Київ"), ("lviv", "Львів")])
    closed = forms.CharField(label="Недоступне", required=False, disabled=True, initial="Від 50 000 ₴")
    agree = forms.BooleanField(label="Погоджуюся з офертою та правилом повернення для каменів")


def sample_form() -> SampleForm:
    """Return the form as it comes back with mistakes."""
    form = SampleForm(
        {"name": "Оксана", "email": "oksana@poshta.ua", "phone": "067 123 45 6", "city": "kyiv"}
    )
    form.full_clean()
    form.add_error("phone", "Бракує однієї цифри: потрібно 10, наприклад 067 123 45 67")
    return form


def sample_facets(shapes: dict[str, SimpleNamespace]) -> dict[str, SimpleNamespace]:
    """Return a facet of each kind."""
    tiles = [
        SimpleNamespace(
            value=shape.code,
            label=shape.name,
            shape=shape,
            count=0 if shape.code == "marquise" else 14 - number,
            selected=number in {1, 2},
            disabled=shape.code == "marquise",
        )
        for number, shape in enumerate(shapes.values())
    ]
    colours = [
        ("Волошковий", "#2748C4", 11),
        ("Королівський синій", "#14205F", 10),
        ("Падпараджа", "#E8897A", 6),
        ("Рожевий", "#E7B9B9", 0),
    ]
    rows = [
        SimpleNamespace(
            value=name, label=name, hex=value, count=count, selected=count == 6, disabled=count == 0
        )
        for name, value, count in colours
    ]
    common = {"open": True, "chosen_text": "", "rest_open": False, "link_url": ""}
    return {
        "shape": SimpleNamespace(
            name="shape",
            title="Форма",
            info="Обрис каменю згори. Форма не впливає на якість.",
            chosen=2,
            first=tiles[:9],
            rest=tiles[9:],
            rest_text="Ще 4 форми",
            **common,
        ),
        "color": SimpleNamespace(
            name="color", title="Колір", info="", chosen=1, first=rows, rest=[], rest_text="", **common
        ),
        "price": SimpleNamespace(
            title="Ціна",
            info="",
            open=True,
            chosen_text="",
            unit="₴",
            error="«Від» більше за «до»",
            places=0,
            link_url="",
            low=SimpleNamespace(name="price_min", value="200 000", bound="8 850", limit="8850"),
            high=SimpleNamespace(name="price_max", value="40 000", bound="220 920", limit="220920"),
        ),
        "closed": SimpleNamespace(
            name="cut",
            title="Огранювання",
            info="",
            chosen=4,
            first=[],
            rest=[],
            rest_text="",
            open=False,
            chosen_text="",
            link_url="",
        ),
    }


def sample_pages() -> SimpleNamespace:
    """Return the second page of four."""
    links = [SimpleNamespace(number=number, url="#", current=number == 1) for number in range(1, 5)]
    return SimpleNamespace(
        number=1,
        num_pages=4,
        shown=9,
        total=32,
        progress=28,
        more_url="#",
        more_count=9,
        previous_url="",
        next_url="#",
        links=links,
    )


def sample_variants() -> list[SimpleNamespace]:
    """Return a chosen, a free and a sold variant."""
    rows = [
        ("1,86 ct", "8,4 × 6,4 мм", 174960, "один екземпляр"),
        ("1,54 ct", "7,9 × 6,0 мм", 138710, "2 в наявності"),
        ("2,41 ct", "9,0 × 7,1 мм", 290900, "продано"),
    ]
    return [
        SimpleNamespace(
            sku=f"S-0418-{number}",
            url="#",
            carat_text=carat,
            size_text=size,
            note="без нагріву, Шрі-Ланка",
            price=uah(price),
            stock_text=stock,
            selected=number == 0,
            is_available=stock != "продано",
        )
        for number, (carat, size, price, stock) in enumerate(rows)
    ]


def sample_timeline() -> list[SimpleNamespace]:
    """Return an order on its way."""
    steps = [
        ("Прийнято", "18 лист.", "passed"),
        ("Оплачено", "18 лист.", "passed"),
        ("У дорозі", "зараз", "current"),
        ("На відділенні", "24 лист.", "future"),
        ("Отримано", "", "future"),
    ]
    return [SimpleNamespace(title=title, when=when, state=state) for title, when, state in steps]


def sample_cart_lines(cards: list[SimpleNamespace]) -> list[SimpleNamespace]:
    """Return a unique stone with a changed price, and a line with a quantity."""
    notice = SimpleNamespace(
        title="Ціна змінилася, відколи ви додали цей камінь.",
        text="Було 120 610 ₴, стало 118 390 ₴.",
        accept_label="Бачу нову ціну, залишити в кошику",
    )
    facts = "2,14 ct · 8,2 × 7,6 × 4,8 мм · нагрітий"
    shared = {"url": "#", "name": "Волошковий сапфір", "facts": facts, "picture": cards[0].picture}
    return [
        SimpleNamespace(
            id="00000000-0000-0000-0000-000000000001",
            sku="S-0412",
            quantity=1,
            max_quantity=1,
            is_unique=True,
            unit_price=uah(118390),
            total=uah(118390),
            approx=[usd(2808)],
            availability=cards[0].availability,
            notice=notice,
            **shared,
        ),
        SimpleNamespace(
            id="00000000-0000-0000-0000-000000000002",
            sku="S-0391",
            quantity=2,
            max_quantity=4,
            is_unique=False,
            unit_price=uah(21920),
            total=uah(43840),
            approx=[usd(1040)],
            availability=cards[1].availability,
            notice=None,
            **shared,
        ),
    ]


def sample_summary(cards: list[SimpleNamespace]) -> SimpleNamespace:
    """Return the totals of an order."""
    rows = [
        SimpleNamespace(label="3 вироби", note="", amount=uah(195540), minus=False, text=""),
        SimpleNamespace(label="Знижка «Пара сережок»", note="", amount=uah(1670), minus=True, text=""),
        SimpleNamespace(
            label="Нова пошта, відділення",
            note="Київ, прибуде до 24 листопада",
            amount=uah(0),
            minus=False,
            text="",
        ),
    ]
    lines = [
        SimpleNamespace(name="Волошковий сапфір", note="2,14 ct", picture=cards[0].picture, total=uah(118390))
    ]
    return SimpleNamespace(
        rows=rows, lines=lines, total=uah(193870), approx=[usd(4598), Money(Decimal(3967), "EUR")]
    )


def sample_ruler(shape: SimpleNamespace) -> Any:
    """Return five stones of one shape on the ruler."""
    sizes = [("7.6", "8.2"), ("6.4", "6.9"), ("7.0", "7.6"), ("10.0", "10.8"), ("5.2", "5.6"), ("8.4", "9.1")]
    stones = [
        RulerStone(
            name="Сапфір",
            url="#",
            picture_url=static("styleguide/cushion-face.webp"),
            shape_code="cushion",
            shape=shape,
            length_mm=Decimal(length),
            width_mm=Decimal(width),
            size_text=f"{width} × {length} мм".replace(".", ","),
            price_text="118 390 ₴",
        )
        for width, length in sizes
    ]
    return ruler_of(stones)
