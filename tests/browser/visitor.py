"""What a visitor meets and does."""

import re
from decimal import Decimal

# A navigation or a newer request takes the place of one under way: no failure.
CANCELLED = "net::ERR_ABORTED"


class Watch:
    """Notes every console message, page error, failed request and error status of a page."""

    def __init__(self, page):
        self.found, self.allowed = [], []
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.found.append(f"page error: {error} at {page.url}"))
        page.on("requestfailed", self.failed)
        page.on("response", self.response)

    def console(self, message):
        if message.type in {"error", "warning"}:
            self.found.append(f"console {message.type}: {message.text} at {message.location['url']}")

    def failed(self, request):
        if request.failure != CANCELLED:
            self.found.append(f"failed request: {request.url} ({request.failure})")

    def response(self, response):
        if response.status >= 400:
            self.found.append(f"status {response.status}: {response.url}")

    def allow(self, pattern):
        """Expect what ``pattern`` finds: an error page is asked for on purpose."""
        self.allowed.append(pattern)

    def problems(self):
        return [
            found
            for found in dict.fromkeys(self.found)
            if not any(re.search(pattern, found) for pattern in self.allowed)
        ]


def amount(text):
    """Return the number in ``118 390 ₴`` or ``₴118,390.50``."""
    bare = re.sub(r"[^\d.,]", "", text).strip(".,")
    whole, mark, cents = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", bare).groups()
    return Decimal(re.sub(r"\D", "", whole) + (f".{cents}" if mark else ""))


def shown_amount(page, selector):
    return amount(page.locator(selector).first.inner_text())
