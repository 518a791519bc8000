"""Every page type of the tree, uncached, and pages with 3 and with 30 live products: queries and CPU.

Run: ``python -m bench.live --repeat 30``
"""

from bench import setup
from bench.measuring import measure

LIVE = (3, 30)
HEAD = f"  {'page':<26}{'queries':>8}{'KB':>8}{'cpu p50':>9}{'p95':>8}"


def page_types() -> dict[str, str]:
    """Return the address of the longest live Ukrainian page of each type."""
    from wagtail.models import Page

    from home.models import BasePage

    found: dict[str, tuple[int, str]] = {}
    for page in Page.objects.live().filter(locale__language_code="uk", depth__gt=1).specific():
        if isinstance(page, BasePage) and (url := page.get_url()):
            name = page._meta.model_name or ""
            size = len(str(getattr(page, "body", "")))
            found[name] = max(found.get(name, (-1, "")), (size, url))
    return {name: url for name, (_size, url) in sorted(found.items())}


def live_pages() -> dict[str, str]:
    """Make an article with 3 and one with 30 live products, each in a block of its own; return their addresses."""
    from catalog.models import Product
    from home.models import NewsIndexPage, NewsPage

    journal = NewsIndexPage.objects.live().get(locale__language_code="uk")
    products = list(
        Product.objects.filter(live=True, variants__card__available__gt=0)
        .distinct()
        .order_by("pk")[: max(LIVE)]
    )
    paths = {}
    for number in LIVE:
        chosen = [products[place % len(products)] for place in range(number)]
        article = NewsPage(title=f"Bench {number}", slug=f"bench-{number}", lead="Lead")
        article.body = [("live_product", {"label": "", "product": product}) for product in chosen]
        journal.refresh_from_db()
        journal.add_child(instance=article)
        paths[f"article, {number} live products"] = article.get_url()
    return paths


def content_api() -> dict[str, str]:
    """Return addresses of the content API: lists, and pages with every field and live blocks resolved."""
    from home.models import LandingPage, NewsPage

    base = "/api/content/v2"
    landing = LandingPage.objects.live().get(locale__language_code="uk")
    articles = NewsPage.objects.live().filter(slug__startswith="bench-").order_by("pk")
    return {
        "API articles": f"{base}/pages/?type=home.NewsPage&fields=*&locale=uk",
        "API landing": f"{base}/pages/{landing.pk}/",
        **{f"API {page.title.lower()} live": f"{base}/pages/{page.pk}/" for page in articles},
        "API menus": f"{base}/menus/?locale=uk",
        "API images": f"{base}/images/?limit=20",
        "API products": f"{base}/products/?limit=20",
    }


def report(repeat: int) -> None:
    """Print a line for each page, and for answers of the content API that are not kept."""
    from django.test import Client

    client = Client()
    print(f"pages of the tree and the content API, without the page cache\n{HEAD}")
    for name, path in {**page_types(), **live_pages(), **content_api()}.items():
        row = measure(name, lambda path=path: client.get(path, HTTP_HOST="127.0.0.1"), repeat)
        print(f"  {name:<26}{row['queries']:>8}{row['kb']:>8.1f}{row['cpu50']:>9.1f}{row['cpu95']:>8.1f}")
    print()


if __name__ == "__main__":
    setup.run(report, doc=__doc__, repeat=30)
