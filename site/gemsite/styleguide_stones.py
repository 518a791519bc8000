"""Sample stones of the styleguide: shapes, prices, pictures and cards."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django.templatetags.static import static
from django.utils.safestring import mark_safe

from gemkit.money import Money

SHAPE_NAMES = {
    "round": "Круг",
    "oval": "Овал",
    "cushion": "Кушон",
    "emerald": "Октагон",
    "asscher": "Ашер",
    "radiant": "Радіант",
    "princess": "Принцеса",
    "pear": "Груша",
    "heart": "Серце",
    "marquise": "Маркіз",
    "baguette": "Багет",
    "trillion": "Тріліант",
    "cabochon": "Кабошон",
}
NUMBER = re.compile(r"-?\d*\.?\d+")


BADGES = [
    ("Без нагріву", "advantage"),
    ("Нагрітий", "fact"),
    ("− 15 %", "discount"),
    ("Продано", "sold"),
]


def sample_shapes() -> dict[str, SimpleNamespace]:
    """Return the thirteen shapes from the demo's own drawings."""
    folder = Path(__file__).parents[2] / "home" / "demo" / "media" / "icons" / "shapes"
    shapes = {}
    for code, name in SHAPE_NAMES.items():
        path = folder / f"{code}.svg"
        if not path.exists():
            continue
        found = re.search(r"</title>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
        drawing = found.group(1) if found else ""
        shapes[code] = SimpleNamespace(code=code, name=name, drawing=mark_safe(drawing), box=_box_of(drawing))
    shapes.setdefault("cushion", SimpleNamespace(code="cushion", name="Кушон", drawing="", box="0 0 64 64"))
    return shapes


def _box_of(drawing: str) -> str:
    """Return the tight box of a drawing made of absolute M and L commands."""
    paths = " ".join(re.findall(r'\bd="([MLZ\d. ]+)"', drawing))
    numbers = [float(number) for number in NUMBER.findall(paths)]
    if not numbers:
        return "4.5 4.5 55 55"
    across, down = numbers[::2], numbers[1::2]
    return f"{min(across):g} {min(down):g} {max(across) - min(across):g} {max(down) - min(down):g}"


def uah(amount: int) -> Money:
    return Money(Decimal(amount), "UAH")


def usd(amount: int) -> Money:
    return Money(Decimal(amount), "USD")


def sample_prices() -> list[SimpleNamespace]:
    """Return the states of the price block: plain, discount; None is a price on request."""
    shared = {
        "rate": Decimal("42.16"),
        "rate_date": date(2026, 11, 20),
        "source": "NBU",
        "display": None,
        "was_until": None,
    }
    plain = SimpleNamespace(
        charged=uah(118390), was=None, approx=[usd(2808), Money(Decimal(2423), "EUR")], **shared
    )
    cut = SimpleNamespace(charged=uah(100630), was=uah(118390), approx=[usd(2387)], **shared)
    return [plain, cut]


def _picture(view: str, alt: str) -> SimpleNamespace:
    return SimpleNamespace(
        url=static(f"styleguide/cushion-{view}.webp"),
        width=640,
        height=640,
        alt=alt,
        srcset="",
        sizes="",
        focus="",
    )


def sample_cards(shape: SimpleNamespace) -> list[SimpleNamespace]:
    """Return a card in stock with a badge, one without, a sold one and one without a picture."""
    views = [
        _picture("face", "Сапфір згори"),
        _picture("tilt", "Сапфір під кутом"),
        _picture("side", "Сапфір збоку"),
    ]
    price = SimpleNamespace(
        charged=uah(118390),
        was=None,
        approx=[usd(2808)],
        display=None,
        rate=None,
        rate_date=None,
        source="NBU",
        was_until=None,
    )
    states = [
        ("one", "Один екземпляр", BADGES[0]),
        ("few", "2 в наявності", None),
        ("sold", "Продано 12 листопада", BADGES[3]),
    ]
    cards = []
    for number, (state, text, badge) in enumerate([*states, ("few", "3 в наявності", None)]):
        has_picture = number < len(states)
        cards.append(
            SimpleNamespace(
                variant_id=number,
                sku=f"S-041{number}",
                name="Волошковий сапфір",
                url="#",
                picture=views[0] if has_picture else None,
                views=views if has_picture else [],
                carat=Decimal("2.14"),
                size_mm=(Decimal("8.2"), Decimal("7.6"), Decimal("4.8")),
                shape=shape,
                facts="2,14 ct · 8,2 × 7,6 × 4,8 мм",
                kind_text="кушон, нагрітий",
                price=price,
                badge=SimpleNamespace(text=badge[0], kind=badge[1]) if badge else None,
                availability=SimpleNamespace(
                    state="sold" if state == "sold" else "in_stock", quantity=1, text=text
                ),
                is_jewelry=False,
            )
        )
    return cards
