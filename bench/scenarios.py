"""The races: each prepares its goods, lets everybody go at once over HTTP, and says what was not as it must be."""

import collections
import datetime as dt
import secrets
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal

from bench.buyers import body, buy, cart, lot
from bench.serving import Answer, ask, together

Complaints = Iterator[str]
LOTS = 30


def _turn() -> str:
    """Return a name that no earlier race in this shop had."""
    return secrets.token_hex(3).upper()


def last_units(base: str, *, buyers: int, units: int) -> tuple[list[Answer], Complaints]:
    """``buyers`` with a cart each for the last ``units``: exactly so many are sold, the others hear why not."""
    sku = f"RACE-{_turn()}"
    variant_id = lot(sku, units)
    wishes = [body(cart(sku)) for _ in range(buyers)]
    answers = together([lambda wish=wish: buy(base, wish) for wish in wishes])

    def judge() -> Complaints:
        from commerce.inventory.models import Reservation

        yield from _counts(answers, {"201": units, "409 OUT_OF_STOCK": buyers - units})
        promised = Reservation.objects.filter(variant_id=variant_id, state="active").count()
        if promised != units:
            yield f"{promised} reservations for {units} units"

    return answers, judge()


def one_key(base: str, *, buyers: int, units: int) -> tuple[list[Answer], Complaints]:
    """One cart and one key, sent ``buyers`` times at once: one order, and everybody hears of that one."""
    sku = f"RACE-{_turn()}"
    lot(sku, units)
    cart_id = cart(sku)
    wish, key = body(cart_id), str(uuid.uuid4())
    answers = together([lambda: buy(base, wish, key=key) for _ in range(buyers)])

    def judge() -> Complaints:
        from commerce.ledger.models import AuditEntry
        from commerce.orders.models import Order

        yield from _counts(answers, {"201": buyers})
        numbers = {answer.body.get("number") for answer in answers if answer.status == 201}
        made = list(Order.objects.filter(cart_id=cart_id).values_list("number", flat=True))
        if len(made) != 1 or numbers != set(made):
            yield f"orders {made}, answers named {numbers}"
        entries = AuditEntry.objects.filter(
            object_type="order", object_id__in=numbers, after__status="placed"
        )
        if entries.count() != 1:
            yield f"{entries.count()} audit entries of a placed order"

    return answers, judge()


def coupon(base: str, *, buyers: int, units: int) -> tuple[list[Answer], Complaints]:
    """A promo code for ``units`` uses in the carts of ``buyers``: exactly so many orders have it.

    The carts hold different lots, so that nothing but the code is fought for.
    """
    from commerce.promotions.models import Coupon

    turn = _turn()
    code, skus = f"RACE{turn}", [f"RACE-{turn}-{number}" for number in range(LOTS)]
    for sku in skus:
        lot(sku, buyers)
    row = Coupon.objects.create(
        code=code, name_uk="Гонка", name_en="Race", value=Decimal(10), limit=units, per_customer=1
    )
    wishes = [
        body(cart(skus[number % LOTS], coupon=code), email=f"race{number}@example.com")
        for number in range(buyers)
    ]
    answers = together([lambda wish=wish: buy(base, wish) for wish in wishes])

    def judge() -> Complaints:
        row.refresh_from_db()
        yield from _counts(answers, {"201": units, "409 ": buyers - units})
        if row.used != units or row.redemptions.count() != units:
            yield f"the code counts {row.used} uses, {row.redemptions.count()} orders redeemed it"

    return answers, judge()


def opposite(base: str, *, buyers: int, units: int) -> tuple[list[Answer], Complaints]:
    """Half of the buyers hold A, B, the others B, A: nobody waits for ever, and whole carts are sold or none."""
    turn = _turn()
    one, other = f"RACE-{turn}A", f"RACE-{turn}B"
    lot(one, units)
    lot(other, units)
    units = min(units, buyers)
    wishes = [body(cart(*((one, other) if number % 2 else (other, one)))) for number in range(buyers)]
    answers = together([lambda wish=wish: buy(base, wish) for wish in wishes])

    def judge() -> Complaints:
        from commerce.inventory.models import StockItem

        yield from _counts(answers, {"201": units, "409 OUT_OF_STOCK": buyers - units})
        left = dict(
            StockItem.objects.filter(variant__sku__in=(one, other)).values_list("variant__sku", "reserved")
        )
        if left != {one: units, other: units}:
            yield f"reserved {left}, expected {units} of each"

    return answers, judge()


def expiry(base: str, *, buyers: int, units: int) -> tuple[list[Answer], Complaints]:
    """Orders whose time is over: staff record their money over HTTP while two workers let them go.

    Each ends paid with its piece kept, or cancelled with its piece back and nothing taken.
    """
    from commerce.checkout.services import checkout_place
    from commerce.inventory.models import Reservation
    from commerce.inventory.services import reservations_expire
    from commerce.orders.models import Order
    from gemkit.clock import now
    from gemkit.errors import DomainError

    sku = f"RACE-{_turn()}"
    variant_id = lot(sku, buyers)
    orders = [
        checkout_place(request=_wish(body(cart(sku))), key=str(uuid.uuid4()), language="uk")
        for _ in range(buyers)
    ]
    Reservation.objects.filter(variant_id=variant_id).update(expires_at=now() - dt.timedelta(seconds=1))
    staff = _staff()
    numbers = [order.number for order in orders]
    # Staff begin at the end of the worker's list, so that they meet in the middle.
    halves = [numbers[::-1][start::4] for start in range(4)]

    fallen: list[str] = []

    def worker() -> list[Answer]:
        from django.db import connections

        try:
            reservations_expire()
        except DomainError as error:
            fallen.append(str(error))
        finally:
            connections.close_all()
        return []

    done = together(
        [
            worker,
            worker,
            *(lambda part=part: [_pay(base, staff, number) for number in part] for part in halves),
        ]
    )
    answers = [answer for part in done for answer in part]

    def judge() -> Complaints:
        ends = collections.Counter(
            (order.status, order.payments.get().status, order.lines.get().reservation.state)
            for order in Order.objects.filter(number__in=numbers).prefetch_related("payments", "lines")
        )
        yield from (f"a worker fell over: {error}" for error in fallen)
        allowed = {("placed", "paid", "active"), ("cancelled", "failed", "released")}
        for end, number in sorted(ends.items()):
            if end not in allowed:
                yield f"{number} orders ended {end}"
        if sum(ends.values()) != buyers:
            yield f"{sum(ends.values())} orders of {buyers}"
        kept = ends[("placed", "paid", "active")]
        told = sum(answer.code == "recorded" for answer in answers)
        if told != kept:
            yield f"staff were told {told} times that the money is recorded, {kept} orders are paid"
        print(f"  {kept} paid and kept, {ends[('cancelled', 'failed', 'released')]} cancelled and given back")
        yield from _no_failures(answers)

    return answers, judge()


def edited(base: str, *, buyers: int, units: int) -> tuple[list[Answer], Complaints]:
    """A cart is ordered in one tab and edited in another: one of the two is refused, and the sums are those of the lines."""
    from commerce.cart.models import CartLine
    from commerce.orders.models import Order

    sku = f"RACE-{_turn()}"
    lot(sku, buyers * 2)
    carts = [cart(sku) for _ in range(buyers)]
    wishes = {cart_id: body(cart_id) for cart_id in carts}
    lines = dict(CartLine.objects.filter(cart_id__in=carts).values_list("cart_id", "pk"))

    def edit(cart_id: uuid.UUID) -> Answer:
        url = f"{base}/api/v1/carts/{cart_id}/lines/{lines[cart_id]}/"
        return ask("edit", "PATCH", url, json={"quantity": 2})

    acts: list[Callable[[], tuple[uuid.UUID, Answer]]] = []
    for number, cart_id in enumerate(carts):
        pair = [
            lambda cart_id=cart_id: (cart_id, buy(base, wishes[cart_id])),
            lambda cart_id=cart_id: (cart_id, edit(cart_id)),
        ]
        acts += pair if number % 2 else pair[::-1]
    told = together(acts)
    answers = [answer for _cart_id, answer in told]

    def judge() -> Complaints:
        by_cart: dict[uuid.UUID, dict[str, Answer]] = collections.defaultdict(dict)
        for cart_id, answer in told:
            by_cart[cart_id][answer.what] = answer
        ordered = {order.cart_id: order for order in Order.objects.filter(cart_id__in=carts)}
        both = neither = 0
        for cart_id, pair in by_cart.items():
            is_sold, is_edited = pair["checkout"].status == 201, pair["edit"].status == 200
            both += is_sold and is_edited
            neither += not is_sold and not is_edited
            if is_sold != (cart_id in ordered):
                yield f"checkout answered {pair['checkout'].status}, order there: {cart_id in ordered}"
        if both:
            yield f"{both} carts were ordered without an edit that was answered 200 before"
        if neither:
            yield f"{neither} carts were neither ordered nor edited"
        for order in ordered.values():
            if str(order.total) != wishes[order.cart_id]["accept_total"]["amount"]:
                yield f"order {order.number} comes to {order.total}, agreed was another sum"
        yield from _no_failures(answers)

    return answers, judge()


SCENARIOS: dict[str, tuple[Callable[..., tuple[list[Answer], Complaints]], dict[str, int]]] = {
    "units": (last_units, {"buyers": 200, "units": 10}),
    "key": (one_key, {"buyers": 200, "units": 10}),
    "coupon": (coupon, {"buyers": 300, "units": 5}),
    "opposite": (opposite, {"buyers": 100, "units": 60}),
    "expiry": (expiry, {"buyers": 60, "units": 60}),
    "edited": (edited, {"buyers": 60, "units": 120}),
}


def _counts(answers: list[Answer], expected: dict[str, int]) -> Complaints:
    """Compare statuses (and codes, where one is named) with what must come out."""
    for wanted, number in expected.items():
        status, _, code = wanted.partition(" ")
        found = sum(
            1 for answer in answers if str(answer.status) == status and (not code or answer.code == code)
        )
        if found != number:
            yield f"{found} answers {wanted.strip()}, expected {number}"
    yield from _no_failures(answers)


def _no_failures(answers: list[Answer]) -> Complaints:
    failed = collections.Counter(answer.status for answer in answers if answer.status >= 500)
    for status, number in failed.items():
        yield f"{number} answers {status}"


def _wish(sent: dict) -> object:
    from commerce.checkout.api.serializers import CheckoutIn

    wish = CheckoutIn(data=sent)
    wish.is_valid(raise_exception=True)
    return wish.wish()


def _staff() -> dict[str, str]:
    """Return the cookies of a member of staff who is signed in, and a CSRF secret for the header."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    people = get_user_model()
    person = people.objects.filter(is_superuser=True, is_active=True).first()
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: "r" * 32}


def _pay(base: str, cookies: dict[str, str], number: str) -> Answer:
    """Record the money of an order on the desk's own form; the code is ``recorded`` or ``refused``."""
    from django.urls import reverse

    url = f"{base}{reverse('desk:step', args=[number, 'record-payment'])}"
    answer = ask(
        "payment", "POST", url, cookies=cookies, headers={"X-CSRFToken": "r" * 32},
        data={"seen": "placed.pending", "reason": "bench"}, allow_redirects=False,
    )  # fmt: skip
    from commerce.payments.models import Payment

    is_mine = answer.status == 302 and Payment.objects.filter(order__number=number, status="paid").exists()
    return Answer("payment", answer.status, "recorded" if is_mine else "refused", answer.seconds, {})
