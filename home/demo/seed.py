"""The demo shop "Самоцвіт / Samotsvit": everything from `home/demo/data`, the same every time."""

import datetime as dt
import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections, transaction
from wagtail.models import Collection, Locale, Page

from catalog.index.services import cards_held
from catalog.search import services as search
from catalog.selectors import wide
from catalog.services import imports
from catalog.services.renditions import scaling_finish, scaling_start
from commerce.customers import services as customers
from commerce.delivery import services as delivery
from commerce.inventory import services as inventory
from commerce.orders import selectors as orders
from commerce.pricing import services as pricing
from commerce.promotions import selectors as promotion_reads
from commerce.promotions import services as promotions
from gemkit.clock import now, today_kyiv
from gemkit.errors import DomainError
from gemkit.progress import Progress
from home.demo.build import build_pages, wide_paths
from home.demo.indexes import built_once
from home.enums import RunJob
from home.translating.runs import run_start
from home.translating.states import states_held

HERE = Path(__file__).resolve().parent
DATA, MEDIA = HERE / "data", HERE / "media"
ACTOR = "demo"
SALE_LASTS = dt.timedelta(days=21)


class ShopInUse(DomainError):
    """A reset would throw away orders that somebody placed."""

    code = "SHOP_IN_USE"
    message = "There are orders in this shop; --force throws them away as well."


def load(name: str) -> dict[str, Any]:
    """Return the content of a data file."""
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def reset(*, force: bool) -> None:
    """Empty the database. Raises `ShopInUse` when it holds orders and ``force`` is off."""
    if orders.order_count() and not force:
        raise ShopInUse()
    with connection.cursor() as cursor:  # see the ledger's migration for the switch
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE ledger_trigger_switch SET is_on = 0")
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE ledger_trigger_switch SET is_on = 1")
    pricing.currencies_ensure()
    _locales()  # a page belongs to one, the root included
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


def seed(*, progress: Progress) -> dict[str, str]:
    """Fill the shop; returns the logins it made: e-mail address → password."""
    _locales()
    manifest = {row["path"]: row for row in json.loads((MEDIA / "manifest.json").read_text())["files"]}
    connections.close_all()  # nothing open is inherited by the processes that scale pictures
    # Cards are written once, at the end, when the pictures have their scaled copies.
    with (
        ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("fork")) as pool,
        cards_held(),
    ):
        pool.submit(os.getpid).result()  # they start here, before the first query
        with transaction.atomic(), built_once(), search.documents_held(), states_held():
            pictures = _pictures(manifest, progress)
            shown = [pictures[path] for path in pictures if path.startswith(("stones/", "jewelry/"))]
            scaling = scaling_start(shown, pool=pool)
            scaling += scaling_start([pictures[path] for path in wide_paths()], pool=pool, specs=wide.SPECS)
            products = _catalog(manifest, pictures, progress)
            search.synonyms_import(load("synonyms.toml")["synonyms"])
            _directory_and_rates(progress)
            _promotions()
            build_pages(pictures=pictures, products=products, progress=progress)
            logins = _accounts()
            run_start(job=RunJob.UPDATE)  # the worker links English pages and fills the board
        with transaction.atomic():
            for _ in progress.each("Scaled pictures", scaling_finish(scaling), total=len(scaling)):
                pass
    return logins


def _locales() -> None:
    for code in ("uk", "en"):
        Locale.objects.get_or_create(language_code=code)


def _pictures(manifest: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    rows = [row for row in manifest.values() if row["kind"] != "icon"]
    pictures = {}
    for row in progress.each("Pictures", rows):
        pictures[row["path"]] = imports.picture_import(
            MEDIA / row["path"],
            title=Path(row["path"]).stem,
            alt_uk=row["alt"]["uk"],
            alt_en=row["alt"]["en"],
            size=(row["width"], row["height"]),
        )
    return pictures


def _catalog(manifest: Mapping[str, Any], pictures: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    dictionaries = load("dictionaries.toml")
    imports.dictionaries_import(dictionaries, drawings=MEDIA)
    imports.taxonomy_import(load("taxonomy.toml")["types"], pictures=pictures)
    imports.recommendations_import(dictionaries["zodiac"])
    imports.palettes_import(load("palettes.toml")["palettes"], pictures=pictures)
    files = [
        *sorted(path.relative_to(DATA).as_posix() for path in DATA.glob("products/*.toml")),
        "jewelry.toml",
    ]
    rows = [row for file in files for row in load(file)["products"]]
    views = {path: row["view"] for path, row in manifest.items() if row["view"] in {"face", "tilt", "side"}}
    importer = imports.ProductImporter(pictures=pictures)
    products = {}
    for row in progress.each("Products", rows):
        products[row["code"]], variants = importer.product(row, views=views)
        for variant, variant_row in variants:
            _sell(variant.pk, variant_row)
    imports.collections_import(load("collections.toml")["collections"], products=products)
    return products


def _sell(variant_id: int, row: Mapping[str, Any]) -> None:
    was = row.get("was_price_usd")
    pricing.price_set(
        variant_id=variant_id,
        currency="USD",
        amount=Decimal(row["price_usd"]),
        was_amount=Decimal(was) if was else None,
        sale_until=now() + SALE_LASTS if was else None,
        actor=ACTOR,
    )
    if "override_uah" in row:
        amount = Decimal(row["override_uah"])
        pricing.price_set(variant_id=variant_id, currency="UAH", amount=amount, actor=ACTOR)
    inventory.stock_count(variant_id=variant_id, on_hand=row["stock"], actor=ACTOR, reason="demo")


def _directory_and_rates(progress: Progress) -> None:
    rows = []
    for rank, row in enumerate(load("delivery.toml")["cities"]):
        places = tuple(
            delivery.PlaceRow(
                ref=place["ref"],
                number=place["number"],
                type=place["type"],
                address_uk=place["address_uk"],
                address_en=place["address_en"],
                hours=place["hours"],
                max_weight_kg=Decimal(place["max_weight_kg"]),
                max_declared_value=Decimal(place["max_declared_value"]),
            )
            for place in row["warehouses"]
        )
        named = {name: row[name] for name in ("ref", "name_uk", "name_en", "region_uk", "region_en", "type")}
        rows.append(delivery.CityRow(**named, population_rank=rank, places=places))
    delivery.directory_import(rows)
    rates, today = load("rates.toml")["rates"], today_kyiv()
    for row in progress.each("Exchange rates", rates):
        day = today - dt.timedelta(days=row["days_ago"])
        for currency in ("usd", "eur"):
            pricing.rate_set(
                currency=currency.upper(),
                rate=Decimal(row[currency]),
                rate_date=day,
                source="demo",
                reason="demo",
                actor=ACTOR,
            )


def _promotions() -> None:
    """Make the promo codes and the discount program where they are missing."""
    found = load("promotions.toml")
    for row in found["coupons"]:
        if promotion_reads.coupon_id_of(row["code"]) is not None:
            continue
        values = {**row, "ends_at": now() + dt.timedelta(days=row["days"])}
        del values["days"]
        for name in ("value", "at_most", "minimum"):
            values[name] = Decimal(row[name])
        promotions.coupon_save(values=values, actor=ACTOR)
    known = {bound for bound, _terms in promotion_reads.tiers()}
    for row in found["tiers"]:
        if Decimal(row["min_spend"]) not in known:
            bounds = {name: Decimal(row[name]) for name in ("min_spend", "percent")}
            promotions.tier_save(values={**row, **bounds}, actor=ACTOR)


def _accounts() -> dict[str, str]:
    """Make the demo's people with fresh random passwords; accounts that exist keep theirs."""
    call_command("roles", verbosity=0)
    logins = {}
    for email, name, groups in (
        ("admin@samotsvit.example", ("Олена", "Савчук"), ()),
        ("editor@samotsvit.example", ("Ірина", "Коваль"), ("Editor",)),
        ("translator@samotsvit.example", ("Марта", "Шевчук"), ("Translator",)),
        ("catalog@samotsvit.example", ("Соломія", "Бондар"), ("Merchandiser",)),
        ("orders@samotsvit.example", ("Тарас", "Мельник"), ("Shop staff",)),
        ("manager@samotsvit.example", ("Андрій", "Лисенко"), ("Manager",)),
    ):
        password = secrets.token_urlsafe(12)
        try:
            customers.staff_create(
                email=email,
                password=password,
                first_name=name[0],
                last_name=name[1],
                groups=groups,
                is_superuser=not groups,
            )
        except customers.AccountExists:
            continue
        logins[email] = password
    return logins
