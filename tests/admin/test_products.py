"""A product's way from draft to the public and back, through real requests."""

import datetime as dt

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from catalog.models import Product
from catalog.models.products import PublishRefused
from tests.admin.conftest import product_data, url
from tests.factories.catalog import ProductFactory, TagFactory, VariantFactory


def post(admin, product, **changes):
    return admin.post(url("product", "edit", product.pk), product_data(product, **changes))


def publish(admin, product, **changes):
    return post(admin, product, **{"action-publish": "1", **changes})


def test_a_new_product_is_a_draft_with_addresses_made_from_its_names(admin):
    tag = TagFactory()
    answer = admin.post(url("product", "add"), product_data(name_uk="Згарда «Щедрик»", tags=[tag.pk]))
    product = Product.objects.get()

    assert answer.url == url("product", "edit", product.pk)
    assert (product.slug_uk, product.slug_en) == ("zgharda-shchedryk", "oval-sapphire")
    assert not product.live
    assert product.revisions.count() == 1
    assert list(product.get_latest_revision_as_object().tags.all()) == [tag]


def test_an_address_that_is_taken_gets_a_number(admin):
    ProductFactory(slug_en="oval-sapphire")
    admin.post(url("product", "add"), product_data())

    assert Product.objects.latest("pk").slug_en == "oval-sapphire-2"


def test_a_draft_may_be_incomplete(admin):
    data = product_data(name_en="", nature="")
    answer = admin.post(url("product", "add"), data)
    product = Product.objects.get()

    assert answer.status_code == 302
    assert (product.name_uk, product.name_en, product.slug_en) == ("Сапфір овальний", None, None)
    assert admin.get(url("product", "edit", product.pk)).status_code == 200


def test_two_drafts_without_an_english_name_may_wait_side_by_side(admin):
    for name in ("Перший", "Другий"):
        admin.post(url("product", "add"), product_data(name_uk=name, name_en=""))

    assert Product.objects.filter(slug_en=None).count() == 2


def test_a_complete_product_is_published(admin, product):
    answer = publish(admin, product)
    product.refresh_from_db()

    assert answer.status_code == 302
    assert product.live
    assert product.first_published_at is not None


@pytest.mark.parametrize("variant", [None, {"is_active": False}, {"treatment": ""}, {"origin": ""}])
def test_publishing_is_refused_while_buyers_are_not_told_enough(admin, variant):
    product = ProductFactory()
    if variant is not None:
        VariantFactory(product=product, sku="S-77", **variant)
    answer = publish(admin, product)
    product.refresh_from_db()

    assert answer.status_code == 200
    (error,) = answer.context["form"].non_field_errors()
    assert ("S-77" in error) == bool(variant and variant.get("is_active", True))
    assert not product.live
    assert product.revisions.count() == 0


def test_a_missing_answer_stands_beside_its_field(admin, product):
    answer = publish(admin, product, nature="", name_en="")

    assert set(answer.context["form"].errors) == {"nature", "name_en"}
    assert not Product.objects.get().live


def test_a_variant_off_sale_may_be_incomplete(admin, product):
    VariantFactory(product=product, is_active=False, treatment="", origin="")
    publish(admin, product)

    assert Product.objects.get().live


def test_code_cannot_publish_past_the_rule(db):
    product = ProductFactory()
    revision = product.save_revision()

    with pytest.raises(PublishRefused) as refusal:
        revision.publish()

    assert refusal.value.extra == {"problems": ["variant_missing"]}
    assert not Product.objects.get().live


def test_a_draft_of_a_live_product_changes_nothing_for_the_public(admin, product):
    publish(admin, product)
    post(admin, product, name_uk="Чернетка")
    product.refresh_from_db()

    assert product.name_uk != "Чернетка"
    assert product.has_unpublished_changes
    assert product.get_latest_revision_as_object().name_uk == "Чернетка"


def test_both_languages_survive_publishing_in_either_language(admin, product):
    data = {"name_uk": "Українська назва", "name_en": "English name"}
    for language in ("en", "uk"):
        with override(language):
            post(admin, product, **data)
            product.refresh_from_db()
            product.get_latest_revision().publish()
        fresh = Product.objects.get()
        assert (fresh.name_uk, fresh.name_en) == ("Українська назва", "English name")


def test_publishing_an_old_draft_leaves_variants_alone(admin, product):
    variant = product.variants.get()
    post(admin, product, name_uk="Стара чернетка")
    variant.carat, variant.treatment = "9.99", "none"
    variant.save()
    late = VariantFactory(product=product)
    product.refresh_from_db()
    product.get_latest_revision().publish()

    variant.refresh_from_db()
    assert (str(variant.carat), variant.treatment) == ("9.99", "none")
    assert set(product.variants.all()) == {variant, late}


def test_an_earlier_version_comes_back(admin, product):
    publish(admin, product, name_uk="Перша")
    first = Product.objects.get().latest_revision
    product.refresh_from_db()
    publish(admin, product, name_uk="Друга")
    path = url("product", "revisions_revert", product.pk, first.pk)

    assert "Перша" in admin.get(path).content.decode()
    data = product_data(product, name_uk="Перша", **{"action-publish": "1"})
    admin.post(path, data)

    assert Product.objects.get().name_uk == "Перша"


def test_versions_are_compared_and_listed(admin, product):
    publish(admin, product, name_uk="Перша")
    product.refresh_from_db()
    publish(admin, product, name_uk="Друга")
    old, new = product.revisions.order_by("pk")
    page = admin.get(url("product", "revisions_compare", product.pk, old.pk, new.pk)).content.decode()

    assert "Перша" in page
    assert "Друга" in page
    assert admin.get(url("product", "history", product.pk)).status_code == 200


def test_a_product_is_unpublished_and_locked(admin, product):
    publish(admin, product)
    admin.post(url("product", "unpublish", product.pk))
    admin.post(url("product", "lock", product.pk))
    product.refresh_from_db()

    assert (product.live, product.locked) == (False, True)
    admin.post(url("product", "unlock", product.pk))
    product.refresh_from_db()
    assert not product.locked


@pytest.mark.parametrize(("mode", "name"), [("uk", "name_uk"), ("en", "name_en")])
def test_an_unsaved_change_is_previewed_in_both_languages(admin, product, rates, mode, name):
    path = url("product", "preview_on_edit", product.pk)
    data = product_data(product, **{name: "Попередній перегляд"})
    assert admin.post(path, data).json()["is_valid"]
    page = admin.get(path, {"mode": mode, "in_preview_panel": "true"})

    assert page.status_code == 200
    assert "Попередній перегляд" in page.content.decode()
    assert f'lang="{mode}"' in page.content.decode()


def test_publishing_is_scheduled(admin, product):
    start = timezone.localtime() + dt.timedelta(hours=1)
    publish(admin, product, go_live_at=start.strftime("%Y-%m-%d %H:%M"))
    product.refresh_from_db()
    assert not product.live
    assert product.scheduled_revision is not None

    with time_machine.travel(start + dt.timedelta(minutes=2)):
        call_command("publish_scheduled")

    assert Product.objects.get().live


def test_what_became_incomplete_is_not_published_by_the_clock(admin, product):
    start = timezone.localtime() + dt.timedelta(hours=1)
    publish(admin, product, go_live_at=start.strftime("%Y-%m-%d %H:%M"))
    product.variants.update(treatment="")

    with time_machine.travel(start + dt.timedelta(minutes=2)):
        call_command("publish_scheduled")
        call_command("publish_scheduled")

    product.refresh_from_db()
    assert not product.live
    assert product.scheduled_revision is None


@pytest.fixture
def workflow(owner):
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Editor in chief")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(Product)
    )
    return workflow


def test_a_workflow_publishes_when_it_is_approved(admin, product, workflow):
    answer = post(admin, product, **{"action-submit": "1"})
    assert answer.status_code == 302
    product.refresh_from_db()
    state = product.current_workflow_task_state
    admin.post(url("product", "workflow_action", product.pk, "approve", state.pk), {"comment": "Добре"})

    assert Product.objects.get().live


def test_a_workflow_holds_to_the_rule(admin, product, workflow):
    post(admin, product, **{"action-submit": "1"})
    product.variants.update(origin="")
    product.refresh_from_db()
    state = product.current_workflow_task_state
    answer = admin.post(url("product", "workflow_action", product.pk, "approve", state.pk), {"comment": ""})

    assert answer.status_code == 302
    product.refresh_from_db()
    assert not product.live
    assert product.workflow_in_progress


def test_an_incomplete_product_cannot_ask_for_approval(admin, workflow):
    product = ProductFactory()
    answer = post(admin, product, **{"action-submit": "1"})

    assert answer.status_code == 200
    product.refresh_from_db()
    assert not product.workflow_in_progress
