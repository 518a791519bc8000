"""A crawler of the whole shop: pages by their links, then everything that the pages load."""

import http.client
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

THREADS = 4
NOT_CRAWLED = re.compile(r"^/(cms|api|documents)/")
# Answers of forms are as many as there are questions; one look at a list is like the other.
ENDLESS = re.compile(r"^/\w\w/(picker|search|compare|calc|favorites)/.*\?|[?&]view=")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
READ_OUT = ("alt", "aria-label", "title", "placeholder", "data-busy", "label")


class Page(HTMLParser):
    """An answer and, where it is a page, what stands in it."""

    def __init__(self, url, status, headers, found_on):
        super().__init__()
        self.url, self.status, self.headers, self.found_on = url, status, headers, found_on
        self.links, self.loads, self.fragments, self.ids = set(), set(), set(), []
        self.texts = []  # (language, text), attributes that are read out included
        self.metas, self.alternates, self.canonicals, self.data = {}, {}, [], []
        self.headings, self.title, self.faults, self.switch = [], "", [], {}
        self.stack = []  # (tag, language)

    @property
    def path(self):
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def is_page(self):
        return self.status == 200 and self.headers.get("content-type", "").startswith("text/html")

    @property
    def is_indexed(self):
        return "noindex" not in self.metas.get("robots", "")

    @property
    def language(self):
        return self.stack[-1][1] if self.stack else ""

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        language = found.get("lang", self.language)
        if tag == "html":
            self.metas["lang"] = language
        if tag not in VOID:
            self.stack.append((tag, language))
        if "id" in found:
            self.ids.append(found["id"])
        for name in READ_OUT:
            if found.get(name, "").strip():
                self.texts.append((language, " ".join(found[name].split())))
        self.note_faults(tag, found)
        self.note_addresses(tag, found)
        if tag == "meta" and "name" in found:
            self.metas[found["name"]] = found.get("content", "")
        if tag == "h1":
            self.headings.append("")

    def note_faults(self, tag, found):
        if tag == "img" and "alt" not in found:
            self.faults.append(f"picture without alt: {found.get('src')}")
        if "style" in found or any(name.startswith("on") for name in found):
            self.faults.append(f"inline style or handler: <{tag} {found}>")
        is_code = tag == "script" and found.get("type") != "application/ld+json"
        if tag == "style" or (is_code and not found.get("src") and not found.get("nonce")):
            self.faults.append(f"inline <{tag}> that the content policy refuses")

    def note_addresses(self, tag, found):
        relation = found.get("rel", "")
        if tag == "a" and "href" in found:
            address, fragment = urldefrag(urljoin(self.url, found["href"]))
            self.links.add(address)
            if "hreflang" in found:
                self.switch[found["hreflang"]] = address
            if fragment:
                self.fragments.add((address, fragment))
        elif tag == "link" and relation == "canonical":
            self.canonicals.append(found["href"])
            self.links.add(found["href"])
        elif tag == "link" and relation == "alternate" and "hreflang" in found:
            self.alternates[found["hreflang"]] = found["href"]
            self.links.add(found["href"])
        elif tag in {"link", "use"}:
            self.loads.add(urljoin(self.url, found["href"]).partition("#")[0])
        elif found.get("src"):
            self.loads.add(urljoin(self.url, found["src"]))
        for part in found.get("srcset", "").split(","):
            if part.strip():
                self.loads.add(urljoin(self.url, part.split()[0]))

    def handle_endtag(self, tag):
        if any(tag == opened for opened, _language in self.stack):
            while self.stack.pop()[0] != tag:
                pass

    def handle_data(self, text):
        inside = self.stack[-1][0] if self.stack else ""
        if inside == "script":
            self.data.append(text)
        elif text.strip():
            self.texts.append((self.language, " ".join(text.split())))
            if inside == "title":
                self.title += text.strip()
            if self.headings and any(tag == "h1" for tag, _language in self.stack):
                self.headings[-1] += text.strip()

    def structured(self):
        """Return what the page says to machines, as one list."""
        return [
            thing
            for text in self.data
            if "schema.org" in text
            for thing in json.loads(text).get("@graph", [])
        ]


class Crawl:
    """``pages`` and ``loaded`` by address, after ``run``."""

    def __init__(self, address):
        self.address, self.host = address, urlsplit(address).netloc
        self.pages, self.loaded = {}, {}

    def run(self, *starts):
        with ThreadPoolExecutor(THREADS) as pool:
            todo = {urljoin(self.address, start): "" for start in starts}
            while todo:
                for page in pool.map(lambda item: self.fetch(*item), todo.items()):
                    self.pages[page.url] = page
                todo = self.new(self.pages, "links")
            loads = self.new({}, "loads")
            for page in pool.map(lambda item: self.fetch(*item, method="HEAD"), loads.items()):
                self.loaded[page.url] = page
        return self

    def new(self, known, kind):
        """Return the addresses that pages name and nobody has fetched, each with a page that names it."""
        return {
            address: page.url
            for page in self.pages.values()
            for address in getattr(page, kind)
            if address not in known
            and urlsplit(address).netloc == self.host
            and not NOT_CRAWLED.match(urlsplit(address).path)
            and not ENDLESS.search(address.partition(self.host)[2])
        }

    def fetch(self, url, found_on, method="GET"):
        """Ask for one address as a new visitor does; redirects are not followed, they are findings."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""))
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            page = Page(url, answer.status, headers, found_on)
            body = answer.read()
        finally:
            connection.close()
        if method == "GET" and page.is_page:
            page.feed(body.decode())
            page.close()
        return page
