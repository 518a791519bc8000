"""What the tests of favorites and comparisons share."""

import re

from commerce.customers.selectors import saved_in


def press(client, *, language="en", fetch=False, **button):
    """Press a button of the page's lists form; ``fetch`` as static/js/lists.js does it."""
    headers = {"X-Requested-With": "fetch"} if fetch else {}
    return client.post(f"/{language}/lists/", button, headers=headers)


def lists_of(client):
    """Return the lists that the client's cookies hold: (favorite ids, compared ids)."""
    saved = saved_in({name: cookie.value for name, cookie in client.cookies.items()})
    return [favorite.variant_id for favorite in saved.favorites], list(saved.compare)


def text_of(response):
    """Return what is read on the page, with plain spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode().replace("&nbsp;", " "))
    return re.sub(r"[\s\u00a0]+", " ", words)
