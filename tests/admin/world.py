"""A shop with one of everything that the admin shows, and the arguments of its views."""

import datetime as dt
import re
from decimal import Decimal

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection as Folder
from wagtail.models import Locale, Site, Task, Workflow

from catalog.domain import CountFilter
from catalog.models import Collection, File, Palette, Product, SearchSynonym
from commerce.customers.models import User
from commerce.inventory import services as inventory
from commerce.inventory.models import StockTake
from commerce.ledger.models import AuditEntry, ScheduledTask
from commerce.pricing import services as pricing
from commerce.pricing.models import Reprice, VariantPrice
from commerce.promotions.models import Redemption
from commerce.sheets.models import Sheet
from commerce.waiting.models import Wish
from gemkit.clock import now
from gemsite.roles import REVIEW, roles
from home.enums import RunJob
from home.models import Announcement, FormMessage, Menu, NewsTag, TranslationRun
from home.translating import pages as translations
from tests.factories.catalog import (
    CategoryFactory,
    ColorFactory,
    CutFactory,
    MediaFactory,
    ProductFactory,
    RecommendationFactory,
    ReturnRuleFactory,
    ShapeFactory,
    TagFactory,
)
from tests.factories.commerce import MailFactory, make_order, make_sellable
from tests.factories.promotions import CouponFactory, PromotionFactory, TierFactory

EMAIL = "secret-buyer@example.com"
SECRETS = (
    "+380671234567",
    "067 123 45 67",
    EMAIL,
    "Гнатюк",
    "why it costs this",
    "counted by hand",
)
"""A customer's data, and the reasons behind price and stock."""


class World:
    """Rows by what they are; `path` fills an address with them. ``people`` has somebody of each role."""

    def __init__(self, rows, people):
        self.rows, self.people = rows, people

    def path(self, address):
        """Return ``address`` with its arguments filled in, and what it asks for after the question mark."""
        filled = re.sub(r"<(\w+)>", lambda found: str(self._value(found[1], address)), address)
        return f"/cms/{filled}{self._query(address)}"

    def _query(self, address):
        return {
            # These two lead back to where one came from; the first page would mean that they refuse.
            "localize/translate/<translation_id>/disable/": "?next=/cms/guide/",
            "localize/translate/<translation_id>/pofile/upload/": "?next=/cms/guide/",
            "block-preview/": f"?id={self._block().definition_prefix}",
            "bulk/<app_label>/<model_name>/<action>/": f"?id={self.rows['page'].pk}",
        }.get(address, "")

    def _block(self):
        return next(iter(self.rows["page"].body.stream_block.child_blocks.values()))

    def _value(self, name, address):
        for begin, special in self._special().items():
            if address.startswith(begin) and name in special:
                return special[name]
        page, about, reviewed = self.rows["page"], self.rows["page in review"], self.rows["review"]
        fixed = {
            "page_id": page.pk, "page_pk": page.pk, "parent_page_id": page.get_parent().pk,
            "page_to_move_id": page.pk, "destination_id": about.pk, "revision_id": page.latest_revision_id,
            "_0": page.pk, "_1": "earliest", "_2": "live", "action_name": "publish",
            "content_type_app_name": "home", "content_type_model_name": "contentpage",
            "app_label": "home", "app_name": "home", "model_name": "contentpage",
            "image_id": self.rows["catalog.picture"].pk, "document_id": self.rows["catalog.file"].pk,
            "doc_id": self.rows["catalog.file"].pk, "number": self.rows["orders.order"].number,
            "step": "cancel", "collection_id": self.rows["wagtailcore.collection"].pk, "kind": "interface",
            "redirect_id": self.rows["wagtailredirects.redirect"].pk, "topic": "publish",
            "task_id": self.rows["wagtailcore.task"].pk, "workflow_pk": self.rows["wagtailcore.workflow"].pk,
            "task_state_id": reviewed.current_task_state_id, "workflow_state_id": reviewed.pk,
            "variant_id": self.rows["catalog.productvariant"].pk, "take_id": self.rows["inventory.stocktake"].pk,
            "label": "page", "filter_spec": "original", "mode": "",
            "translation_id": self.rows["translation"].pk,
            "translation_source_id": self.rows["translation"].source_id,
            "string_segment_id": self.rows["translation"].source.stringsegment_set.first().pk,
        }  # fmt: skip
        return self._row(address) if name in {"pk", "object_id"} else fixed.get(name, "1")

    def _special(self):
        """Return the arguments that mean something else below some addresses."""
        rows, product = self.rows, self.rows["product in review"]
        in_review = {
            "pk": product.pk, "revision_id": product.latest_revision_id, "revision_id_a": "earliest",
            "revision_id_b": "latest", "action_name": "approve", "workflow_state_id": rows["product's review"].pk,
            "task_state_id": rows["product's review"].current_task_state_id,
        }  # fmt: skip
        return {
            "catalog/products/history/<pk>/rev": in_review,
            "catalog/products/workflow": in_review,
            "pages/workflow/": {"page_id": rows["page in review"].pk, "action_name": "approve"},
            "pages/<page_id>/workflow_history/detail/": {"page_id": rows["page in review"].pk},
            "bulk/": {"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
            "workflows/tasks/add/": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
            "forms/submissions/": {"page_id": rows["form"].pk},
            "preview-link/": {"kind": "page"},
            "settings/": {"model_name": "sitesettings", "pk": rows["wagtailcore.site"].pk},
            "localize/submit/snippet/": {"model_name": "menu", "pk": rows["home.menu"].pk},
        }

    def _row(self, address):
        """Return the key of the row that an address is about, told by its beginning."""
        label = next((label for begin, label in BEGINS.items() if address.startswith(begin)), "page")
        return self.rows[label].pk


BEGINS = {
    "catalog/products/": "catalog.product",
    "catalog/variants/": "catalog.productvariant",
    "catalog/collections/": "catalog.collection",
    "catalog/stone-types/": "catalog.stonetype",
    "catalog/categories/": "catalog.category",
    "catalog/sub-categories/": "catalog.subcategory",
    "catalog/shapes/": "catalog.shape",
    "catalog/cuts/": "catalog.cut",
    "catalog/colors/": "catalog.color",
    "catalog/palettes/": "catalog.palette",
    "catalog/zodiac-signs/": "catalog.zodiacsign",
    "catalog/tags/": "catalog.tag",
    "catalog/return-rules/": "catalog.returnrule",
    "catalog/synonyms/": "catalog.searchsynonym",
    "snippets/home/menu/": "home.menu",
    "snippets/home/announcement/": "home.announcement",
    "snippets/home/newstag/": "home.newstag",
    **{
        f"snippets/choose/catalog/{name}/": f"catalog.{name}"
        for name in ("product", "productvariant", "collection", "stonetype", "category", "subcategory", "shape", "cut",
                     "color", "palette", "zodiacsign", "tag", "returnrule", "searchsynonym")
    },
    **{f"snippets/choose/home/{name}/": f"home.{name}" for name in ("menu", "announcement", "newstag")},
    "journal/jobs/": "ledger.scheduledtask",
    "journal/mails/": "ledger.maillog",
    "journal/audit/": "ledger.auditentry",
    "stock/movements/": "inventory.stockmovement",
    "promotions/coupons/": "promotions.coupon",
    "promotions/automatic/": "promotions.promotion",
    "promotions/program/": "promotions.discounttier",
    "promotions/uses/": "promotions.redemption",
    "prices/rates/": "pricing.exchangerate",
    "prices/reprice/": "pricing.reprice",
    "sheets/": "sheets.sheet",
    "prices/planned/": "pricing.variantprice",
    "prices/currencies/": "pricing.currency",
    "images/": "catalog.picture",
    "api/main/images/": "catalog.picture",
    "documents/": "catalog.file",
    "api/main/documents/": "catalog.file",
    "translations/runs/": "home.translationrun",
    "collections/": "wagtailcore.collection",
    "workflows/tasks/": "wagtailcore.task",
    "workflows/": "wagtailcore.workflow",
    "locales/": "wagtailcore.locale",
    "sites/": "wagtailcore.site",
    "users/": "customers.user",
    "groups/": "auth.group",
    "redirects/": "wagtailredirects.redirect",
}  # fmt: skip


def make_world(tree):
    """Make one of everything; prices, stock, orders, mails, messages and wishes hold `SECRETS`."""
    variant = make_sellable()
    pricing.price_set(
        variant_id=variant.pk,
        currency="USD",
        amount=Decimal("777.77"),
        actor="staff:m",
        reason="why it costs this",
    )
    planned = VariantPrice.objects.get(
        pk=pricing.price_schedule(
            variant_id=variant.pk,
            currency="USD",
            amount=Decimal("700.00"),
            valid_from=now() + dt.timedelta(days=9),
            actor="staff:m",
            reason="why it costs this",
        )
    )
    inventory.stock_count(variant_id=variant.pk, on_hand=3, actor="staff:m", reason="counted by hand")
    product = Product.objects.get(pk=variant.product_id)
    sub = product.subcategory
    made = [
        product, variant, planned, sub, sub.category, sub.category.stone_type, MediaFactory(variant=variant).picture,
        ShapeFactory(), CutFactory(), ColorFactory(), TagFactory(), ReturnRuleFactory(),
        RecommendationFactory().sign, CategoryFactory(), *_made_by_hand(), *_of_customers(product, tree),
        AuditEntry.objects.filter(kind="stock").earliest("pk"), _stock_take(), Site.objects.get(), Locale.objects.first(),
        Workflow.objects.get(active=True, name=REVIEW),
    ]  # fmt: skip
    rows = {row._meta.label_lower: row for row in made}
    rows["wagtailcore.task"] = Task.objects.get(name=REVIEW)
    for label in ("inventory.stockmovement", "pricing.exchangerate", "pricing.currency", "auth.group"):
        rows[label] = apps.get_model(label).objects.order_by("pk").first()
    people = {role.name: _person(role.name) for role in roles().values()}
    return World(rows | _pages(tree, people["Manager"]) | _in_review(people["Manager"]), people)


def _stock_take():
    """A sheet with one line that was counted and is not booked yet."""
    take = StockTake.objects.get(pk=inventory.take_start(title="Take", wanted=CountFilter(), actor="staff:m"))
    take.lines.update(counted=4)
    return take


def _made_by_hand():
    return [
        Folder.get_first_root_node().add_child(name="Stories"),
        File.objects.create(title="Report", file=ContentFile(b"%PDF-1.4", name="report.pdf")),
        Collection.objects.create(code="c", name_uk="К", name_en="C"),
        Palette.objects.create(code="p", name_uk="П", name_en="P", hex="#1b3fa8"),
        SearchSynonym.objects.create(language="uk", typed="a, b"),
        Menu.objects.create(place="main"),
        Announcement.objects.create(text_uk="Н", text_en="N"),
        NewsTag.objects.create(name_uk="Т", name_en="T", code="t"),
        PromotionFactory(),
        TierFactory(),
        Redirect.objects.create(old_path="/old", redirect_link="/uk/"),
        ScheduledTask.objects.create(name="rates", next_run_at=now()),
        TranslationRun.objects.create(job=RunJob.UPDATE),
        Reprice.objects.create(change="percent", value=5, currency="USD", rounding="1", state="applied"),
        Sheet.objects.create(name="goods.csv", reason="autumn", state="ready"),
    ]


def _of_customers(product, tree):
    order = make_order(email=EMAIL)
    coupon = CouponFactory(used=1)
    return [
        order,
        coupon,
        Redemption.objects.create(coupon=coupon, order=order, customer_key="k", nth=1, amount=1),
        MailFactory(recipient=EMAIL, object_id=order.number),
        User.objects.create_user(email=EMAIL, last_name="Гнатюк"),
        Wish.objects.create(product=product, email=EMAIL, language="uk", asked_at=now(), confirmed_at=now()),
        FormMessage.objects.create(
            page=tree.uk["form"], form_data={"name": "Гнатюк", "email": EMAIL}, language="uk"
        ),
    ]


def _person(role):
    person = User.objects.create_user(email=f"{role.replace(' ', '-').lower()}@shop.example", is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return person


def _pages(tree, person):
    page, about = tree.uk["content"], tree.uk["about"]
    page.refresh_from_db()
    page.save_revision()
    translation, _made = translations.translation_start(page, user=person)
    about.refresh_from_db()
    about.save_revision()
    review = Workflow.objects.get(active=True, name=REVIEW).start(about, person)
    return {
        "page": page, "page in review": about, "review": review, "form": tree.uk["form"], "translation": translation
    }  # fmt: skip


def _in_review(person):
    product = ProductFactory()
    product.save_revision()
    review = Workflow.objects.get(active=True, name=REVIEW).start(product, person)
    return {"product in review": product, "product's review": review}
