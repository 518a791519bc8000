"""An editor's campaign, from its first block to the shop: composed, previewed, translated, reviewed, published."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_admin import home_id
from tests.browser.test_templates import check

TITLE, ENGLISH = "Зимові рубіни", "Winter rubies"
WORDS = {
    TITLE: ENGLISH,
    "zymovi-rubiny": "winter-rubies",
    "Короткому дню — червоне.": "Red for a short day.",
    "Рубін, | коли темніє рано": "Ruby, | when it gets dark early",
    "Тепле світло в камені.": "Warm light in a stone.",
    "Усі камені": "All stones",
    "Рубіни від карата": "Rubies from one carat",
    "Або почніть зі знака": "Or begin with a sign",
    "Чому рубін світиться": "Why a ruby glows",
    "Хром дає йому і колір, і світіння.": "Chromium gives it both colour and glow.",
    "Запитання": "Questions",
    "Чи нагрівають рубіни?": "Are rubies heated?",
    "Більшість — так.": "Most of them are.",
}
WIDTHS = {"phone": 390, "tablet": 768, "desktop": 1280}


class Editor:
    """Composes a page in the admin, as somebody who reads its labels does."""

    def __init__(self, page):
        self.page = page
        self.blocks = 0

    def begin(self, title, lead):
        self.page.goto(f"/cms/pages/{home_id(self.page)}/add_subpage/")
        self.page.locator("main a[href*='/home/landingpage/']").first.click()
        self.page.locator("[name=title]").fill(title)
        self.page.locator("[name=lead]").fill(lead)

    def add(self, name):
        """Choose a block by its name and return the start of its fields' names."""
        self.page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
        self.page.locator(".w-combobox input:visible").fill(name)
        self.page.get_by_role("option", name=name, exact=True).click()
        self.blocks += 1
        start = f"body-{self.blocks - 1}-value-"
        self.page.locator(f"[name^={start}]").first.wait_for(state="attached")
        return start

    def fill(self, start, **values):
        for name, value in values.items():
            self.page.locator(f"[name={start}{name.replace('_', '-')}]").fill(value)

    def write(self, text):
        """Write into the last field of rich text."""
        self.page.locator("[data-contentpath=body] [role=textbox]").last.click()
        self.page.keyboard.type(text)
        self.page.wait_for_timeout(800)  # the widget hands its text on a moment later, and tells nobody

    def choose_picture(self, start, words):
        self.page.locator(f"#{start}picture-chooser .unchosen [data-chooser-action-choose]").click()
        dialog = self.page.locator(".modal-dialog")
        dialog.locator("[name=q]").fill(words)
        expect(dialog.locator("[role=alert]")).to_be_visible()  # tells how many were found
        dialog.locator("a[data-chooser-modal-choice]").first.click()
        expect(dialog).to_have_count(0)

    def saved(self):
        """Wait until the draft has saved itself, save the last words; return the page's number."""
        self.page.wait_for_url(re.compile(r"/cms/pages/\d+/edit/$"))
        with self.page.expect_navigation():
            self.page.locator("footer button.action-save").first.click()
        return int(re.search(r"/pages/(\d+)/edit/", self.page.url)[1])

    def do(self, button):
        """Choose an action at the foot of the form."""
        self.page.locator("footer .w-dropdown__toggle").first.click()
        with self.page.expect_navigation():
            self.page.locator(f"footer .w-dropdown__content {button}").first.click()


@pytest.fixture
def forgotten(staff):
    """Delete what the test has made: other tests count pages."""
    made = []
    yield made
    page = staff("manager@samotsvit.example")
    for number in made:
        live = page.request.get(f"/api/content/v2/pages/{number}/").json().get("translations", {})
        for one in {number, *live.values()}:
            page.goto(f"/cms/pages/{one}/delete/")
            page.locator("main form [type=submit]").first.click()
            expect(page).not_to_have_url(re.compile("/delete/"))


def compose(editor, shop):
    editor.begin(TITLE, "Короткому дню — червоне.")
    hero = editor.add("Вступ сторінки")
    editor.fill(hero, title="Рубін, | коли темніє рано", text="Тепле світло в камені.")
    editor.choose_picture(hero, "рубін")
    editor.fill(hero, link_text="Усі камені", link_path="/stones/")
    rule = editor.add("Колекція за правилом")
    editor.fill(rule, heading="Рубіни від карата", rule=shop.url("/uk/stones/rubin/?carat_min=1"))
    editor.fill(editor.add("Підбір каменю"), heading="Або почніть зі знака")
    editor.fill(editor.add("Текст"), heading="Чому рубін світиться")
    editor.write("Хром дає йому і колір, і світіння.")
    questions = editor.add("Запитання й відповіді")
    editor.fill(questions, heading="Запитання", questions_0_value_question="Чи нагрівають рубіни?")
    editor.write("Більшість — так.")
    return editor.saved()


def look(page):
    """Open the preview: the draft follows, as wide as each screen."""
    page.locator("[data-side-panel-toggle=preview]").click()
    inside = page.frame_locator("[data-side-panel=preview] iframe").last
    expect(inside.locator(".hero")).to_contain_text("Рубін,")
    assert inside.locator(".product-card").count() > 1
    for name, width in WIDTHS.items():
        page.locator(f"[name=preview-size][value={name}]").check(force=True)
        expect(page.locator("[data-side-panel=preview] iframe").last).to_have_js_property(
            "clientWidth", width
        )


def translate(page, number):
    page.goto("/cms/translations/texts/?q=рубіни")
    page.locator("main table a", has_text=TITLE).click()
    expect(page).to_have_url(re.compile(f"/of/page/{number}/"))
    rows = page.locator(".translating-row")
    sources = rows.locator(".translating-source").all_inner_texts()
    assert sorted(sources) == sorted(WORDS)
    for row, source in zip(rows.all(), sources, strict=True):
        row.locator("[name^=text-]").fill(WORDS[source])
    page.locator(".translating-foot button").first.click()
    expect(page.locator(".translating-empty")).to_be_visible()


def test_a_campaign_from_the_first_block_to_the_shop(shop, visit, staff, forgotten):
    page = staff("editor@samotsvit.example")
    editor = Editor(page)
    number = compose(editor, shop)
    forgotten.append(number)
    look(page)

    page.goto(f"/cms/translations/start/{number}/")
    page.locator("main form button[type=submit]").click()
    translate(staff("translator@samotsvit.example"), number)

    page.goto(f"/cms/pages/{number}/edit/")
    editor.do("[name=action-submit]")
    visitor = visit()
    visitor.watch.allow("404")
    assert visitor.goto("/uk/zymovi-rubiny/").status == 404  # nobody has approved it

    manager = staff("manager@samotsvit.example")
    manager.locator("main a", has_text=TITLE).first.click()
    editor_of_manager = Editor(manager)
    editor_of_manager.do("[data-workflow-action-name=approve]")
    assert visitor.goto("/uk/zymovi-rubiny/").status == 200
    expect(visitor.locator("h1")).to_have_text(TITLE)
    assert visitor.goto("/en/winter-rubies/").status == 404  # its English is published by a person

    manager.goto(f"/cms/translations/of/page/{number}/")
    manager.locator("main [name=publish]").click()
    assert visitor.goto("/en/winter-rubies/").status == 200
    expect(visitor.locator("h1")).to_have_text(ENGLISH)
    for text in WORDS.values():
        if "|" not in text and "-" not in text:
            assert text in visitor.locator("main").inner_text() or visitor.locator(f"text={text}").count()
    check(visitor)
