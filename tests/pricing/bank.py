"""A faithful National Bank on a real port: answers as docs/pricing.md and the bank's oddities have it.

It answers 200 to nearly everything, `[]` for days without rates, text that is almost JSON for a bad date, and a
page of HTML with 403 when it feels attacked.
"""

import datetime as dt
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BROKEN_DATE = "[\n{ \nWrong date format\n }\n]"
MISBEHAVIOUR = {
    "html": (403, "text/html", "<html><body>Request blocked</body></html>"),
    "error": (500, "text/plain", "oops"),
    "nonsense": (200, "application/json", BROKEN_DATE),
    "object": (200, "application/json", json.dumps([{"message": "Wrong parameters format"}])),
}
NAMES = {"USD": (840, "Долар США"), "EUR": (978, "Євро"), "JPY": (392, "Єна"), "XAU": (959, "Золото")}


class Bank:
    """What the bank knows: ``days`` maps a day to its rates; ``newest`` is what it shows without a date.

    ``weekend`` is what a Saturday answers with: "friday" (rows of Friday), "same" (rows of the asked day) or
    "empty". ``mode`` makes it misbehave: "html", "nonsense", "object", "slow", "cut", "error".
    """

    def __init__(self):
        self.days: dict[dt.date, dict[str, str]] = {}
        self.newest: dt.date | None = None
        self.weekend = "empty"
        self.mode = ""
        self.units: dict[str, int] = {}
        self.asked: list[str] = []
        self.url = ""

    def sets(self, day, **rates):
        self.days[day] = rates
        self.newest = max(self.newest or day, day)

    def rows(self, day, rates):
        found = []
        for code, rate in rates.items():
            number, name = NAMES[code]
            row = {
                "r030": number,
                "txt": name,
                "rate": float(rate),
                "cc": code,
                "exchangedate": f"{day:%d.%m.%Y}",
            }
            if code in self.units:
                row["units"] = self.units[code]
            found.append(row | {"special": None})
        return found

    def answer(self, query):
        """Return (status, content type, body) for a request's query."""
        if self.mode in MISBEHAVIOUR:
            return MISBEHAVIOUR[self.mode]
        if "json" not in query:
            return 200, "application/xml", "<exchange></exchange>"
        if "date" not in query:
            day = self.newest
            rows = self.rows(day, self.days[day]) if day else []
        else:
            try:
                day = dt.datetime.strptime(query["date"][0], "%Y%m%d").date()  # noqa: DTZ007
            except ValueError:
                return 200, "application/json", BROKEN_DATE
            rows = self._of(day)
        body = json.dumps(rows, ensure_ascii=False)
        return 200, "application/json; charset=utf-8", body[: len(body) // 2] if self.mode == "cut" else body

    def _of(self, day):
        if day in self.days:
            return self.rows(day, self.days[day])
        earlier = [known for known in self.days if known < day]
        if self.weekend == "empty" or not earlier or (day - max(earlier)).days > 2:
            return []
        friday = max(earlier)
        return self.rows(day if self.weekend == "same" else friday, self.days[friday])


@contextmanager
def open_bank():
    """Run a bank on a free port of this machine."""
    bank = Bank()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            bank.asked.append(self.path)
            query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            status, kind, body = bank.answer(query)
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    bank.url = f"http://127.0.0.1:{server.server_port}/NBUStatService/v1/statdirectory/exchange"
    try:
        yield bank
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
