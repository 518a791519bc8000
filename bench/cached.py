"""Pages from the cache beside the framework's hello-world, in one process, without a network.

Run: ``python -m bench.cached --repeat 2000``
"""

import io
import time
from collections.abc import Callable
from statistics import median

from bench import setup


def environ(path: str, **more: str) -> dict:
    """Return what a server passes on for a GET by a browser without cookies."""
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_LANGUAGE": "uk",
        "HTTP_USER_AGENT": "bench",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }


def asker(handler, path: str, **more: str) -> Callable[[], tuple[str, dict[str, str]]]:
    """Return a call that asks ``handler`` for a path, reads the answer and closes it."""

    def ask():
        told = {}

        def start_response(status, headers, exc_info=None):
            told["status"], told["headers"] = status, dict(headers)

        response = handler(environ(path, **more), start_response)
        for _part in response:
            pass
        response.close()
        return told["status"], told["headers"]

    return ask


def cpu_us(ask, repeat: int, rounds: int = 7) -> float:
    """Return the CPU microseconds of one call: the median of several rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(repeat):
            ask()
        found.append((time.process_time() - start) / repeat * 1_000_000)
    return median(found)


def paths() -> dict[str, str]:
    """Return a path of each kind of page."""
    from catalog.models import Product
    from home.models import NewsPage

    article = NewsPage.objects.live().filter(locale__language_code="uk").first()
    product = Product.objects.filter(live=True, variants__card__available__gt=0).first()
    return {
        "home": "/uk/",
        "article": article.get_url(),
        "listing": "/uk/stones/",
        "product": f"/uk/p/{product.slug_uk}/",
    }


def report(repeat: int) -> dict[str, float]:
    """Print and return the times of every page over that of a new project's hello-world."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    from bench import hello
    from gemsite.page_cache import store

    kept, store.limit = store.limit, 32 * 1024 * 1024
    shop = WSGIHandler()
    times: dict[str, float] = {}
    for name, middleware in (
        ("hello-world, no middleware", []),
        ("hello-world, new project", hello.MIDDLEWARE),
    ):
        with override_settings(ROOT_URLCONF="bench.hello", MIDDLEWARE=middleware):
            times[name] = cpu_us(asker(WSGIHandler(), "/hello/"), repeat)
    for name, path in paths().items():
        for _ in range(3):
            etag = asker(shop, path)()[1]["ETag"]
        for label, more in ((name, {}), (f"{name}, 304", {"HTTP_IF_NONE_MATCH": etag})):
            ask = asker(shop, path, **more)
            if not ask()[1]["Cache-Status"].endswith("; hit"):
                raise SystemExit(f"{path} does not come from the cache")
            times[label] = cpu_us(ask, repeat)
    bare, project = list(times.values())[:2]
    print(f"{'pages from the cache':<30}{'CPU µs':>9}{'× bare':>9}{'× project':>11}")
    for name, spent in times.items():
        print(f"{name:<30}{spent:>9.0f}{spent / bare:>9.2f}{spent / project:>11.2f}")
    print(f"hit ratio {store.counts.ratio:.1%} of {store.counts.hit + store.counts.miss} requests\n")
    store.limit = kept  # what is measured next makes its pages
    store.clear()
    return times


if __name__ == "__main__":
    setup.run(report, doc=__doc__, repeat=500)
