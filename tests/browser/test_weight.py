"""The budget of a page: bytes to the first view, and nothing that jumps."""

import gzip

import pytest

from tests.browser.pages import PAGES

KILOBYTE = 1024
BUDGET = {"html": 60 * KILOBYTE, "js": 40 * KILOBYTE, "images": 400 * KILOBYTE}
SHIFT = 0.05
OBSERVE = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
IN_VIEW = """() => [...document.querySelectorAll("img, svg image")]
  .filter((image) => {
    const box = image.getBoundingClientRect();
    return box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.width > 0;
  })
  .map((image) => image.currentSrc || new URL(image.href?.baseVal ?? "", location.href).href)"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["home", "all stones", "table", "collections", "product"])
def test_budget(visit, request, name, width):
    page = visit(width=width)
    page.add_init_script(OBSERVE)
    bodies = {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer))
    page.goto(PAGES["uk"][name])
    page.wait_for_load_state("networkidle")

    def packed(answers):
        return sum(len(gzip.compress(answer.body(), 6)) for answer in answers)

    weight = {
        "html": packed([bodies[page.url]]),
        "js": packed([answer for answer in bodies.values() if answer.request.resource_type == "script"]),
        "images": sum(len(bodies[url].body()) for url in set(page.evaluate(IN_VIEW)) if url in bodies),
    }
    shift = page.evaluate("window.shift")
    request.node.user_properties += [*weight.items(), ("shift", shift)]  # told in a JUnit report
    assert {kind: value for kind, value in weight.items() if value > BUDGET[kind]} == {}
    assert weight["images"] > 0
    assert shift <= SHIFT
