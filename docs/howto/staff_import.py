"""Bring stones from a CSV file into the shop over its API: an example to start from.

    python staff_import.py http://127.0.0.1:8000 admin@samotsvit.example stones.csv --publish

Asks for the password, or reads it from SHOP_PASSWORD. Needs nothing but Python. A row is a variant; rows
with the same English name belong to one product. Safe to run again: what is there is brought up to date, and
units are only booked in for variants that are new.
"""

import argparse
import csv
import getpass
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

PRODUCT = ("name_uk", "name_en", "subcategory", "return_rule", "nature")
VARIANT = ("shape", "color", "carat", "length_mm", "width_mm", "depth_mm", "treatment", "origin")


class Refused(Exception):
    """The shop said no; the text says why."""


class Shop:
    """A signed-in session: it keeps the cookies and sends the CSRF token with every write."""

    def __init__(self, base):
        self.base = base.rstrip("/")
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, email, password):
        page = self._open(urllib.request.Request(f"{self.base}/cms/login/")).decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        fields = {"username": email, "password": password, "csrfmiddlewaretoken": token, "next": "/health/"}
        form = urllib.parse.urlencode(fields).encode()
        self._open(urllib.request.Request(f"{self.base}/cms/login/", form, {"Referer": self.base + "/cms/"}))
        if not any(cookie.name.endswith("sessionid") for cookie in self.cookies):
            raise Refused("wrong address or password")

    def __call__(self, method, path, body=None):
        """Return the answer of a route under /api/v1/staff/; None where there is no such row."""
        token = next(cookie.value for cookie in self.cookies if cookie.name.endswith("csrftoken"))
        headers = {
            "Content-Type": "application/json",
            "Accept-Language": "en",
            "X-CSRFToken": token,
            "Referer": self.base + "/cms/",  # asked for over https
        }
        request = urllib.request.Request(
            f"{self.base}/api/v1/staff/{path}",
            None if body is None else json.dumps(body).encode(),
            headers,
            method=method,
        )
        try:
            return json.loads(self._open(request))
        except urllib.error.HTTPError as error:
            if error.code == 404 and method == "GET":
                return None
            problems = json.loads(error.read())["errors"]
            raise Refused(
                "; ".join(f"{one['attr'] or 'all'}: {one['detail']}" for one in problems)
            ) from error

    def _open(self, request):
        with self.opener.open(request, timeout=30) as answer:
            return answer.read()


def product_of(shop, row, known):
    """Return the number of the row's product; it is made as a draft if there is none."""
    name = row["name_en"]
    if name not in known:
        found = shop("GET", f"products/?page_size=100&q={urllib.parse.quote(name)}")["results"]
        number = next((product["id"] for product in found if product["name_en"] == name), None)
        given = {field: row[field] for field in PRODUCT}
        known[name] = number or shop("POST", "products/", given)["id"]
    return known[name]


def import_row(shop, row, known):
    """Write one variant; returns what happened to it."""
    product = product_of(shop, row, known)
    variant = {field: row[field] for field in VARIANT if row[field]}
    variant["prices"] = {"USD": {"amount": row["price_usd"]}}
    path = f"variants/{urllib.parse.quote(row['sku'], safe='')}/"
    if shop("GET", path) is not None:
        shop("PATCH", path, variant)
        return "changed"
    units = int(row["units"] or 0)
    if units:
        variant["stock_change"] = {"change": units, "reason": "import"}
    shop("POST", "variants/", {"sku": row["sku"], "product": product, **variant})
    return "added"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", help="address of the shop")
    parser.add_argument("email")
    parser.add_argument("file")
    parser.add_argument("--publish", action="store_true", help="show the products to the public")
    options = parser.parse_args()
    shop, known, refused = Shop(options.base), {}, 0
    try:
        shop.sign_in(options.email, os.environ.get("SHOP_PASSWORD") or getpass.getpass())
    except Refused as problem:
        print("refused:", problem, file=sys.stderr)
        return 1
    with open(options.file, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                print(row["sku"], import_row(shop, row, known))
            except Refused as problem:
                refused += 1
                print(row["sku"], "refused:", problem, file=sys.stderr)
    for name, number in known.items() if options.publish else ():
        try:
            shop("POST", f"products/{number}/publish/")
            print(name, "published")
        except Refused as problem:
            refused += 1
            print(name, "refused:", problem, file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
