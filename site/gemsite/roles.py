"""The roles of staff as groups: what `roles.toml` says, made so in the database."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from commerce.customers import services as customers
from gemkit.db import write_transaction

TABLE = Path(__file__).with_name("roles.toml")
REVIEW = "Перевірка перед публікацією"  # a row that editors read, in the language of the shop
# What a fresh Wagtail brings along; the demo of earlier versions used the first.
EARLIER = {"Editors": "Editor"}
_EARLIER_REVIEW = "Review before publishing"
_LEFT_OVER = "Moderators"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: Django's rights ("app.codename"), and what it may do with pages, files and their folders."""

    name: str
    rights: frozenset[str]
    pages: frozenset[str]
    files: frozenset[str]
    reviews: bool


@cache
def roles() -> dict[str, Role]:
    """Return the roles by name, in the order of the table."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    found: dict[str, Role] = {}
    for name, row in table.items():
        rights = {
            f"{model.partition('.')[0]}.{verb}_{model.partition('.')[2]}"
            for model, verbs in row["rights"].items()
            for verb in verbs.split()
        }
        if like := row.get("like"):
            rights |= found[like].rights
        found[name] = Role(
            name,
            frozenset(rights),
            frozenset(f"{verb}_page" for verb in row["pages"].split()),
            frozenset(
                [
                    *(f"{verb}_{model}" for verb in row["files"].split() for model in ("image", "document")),
                    *(f"{verb}_collection" for verb in row.get("folders", "").split()),
                ]
            ),
            row["reviews"],
        )
    return found


def roles_missing() -> bool:
    """Whether a role of the table has no group yet."""
    return Group.objects.filter(name__in=roles()).count() < len(roles())


@write_transaction
def roles_ensure() -> list[Role]:
    """Give every role its group with exactly its rights, and pages their review. Safe to run again.

    Groups that the shop made itself are left alone. Raises ValidationError for a right that does not exist.
    """
    _take_over_earlier()
    groups = {}
    for role in roles().values():
        group = groups[role.name] = customers.group_ensure(name=role.name, permissions=role.rights)
        _give_pages(group, role.pages)
        _give_files(group, role.files)
    _set_up_review([groups[role.name] for role in roles().values() if role.reviews])
    return list(roles().values())


def _take_over_earlier() -> None:
    for old, new in EARLIER.items():
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
    Group.objects.filter(name__in=[*EARLIER, _LEFT_OVER], user__isnull=True).delete()
    for model in (GroupApprovalTask, Workflow):
        if not model.objects.filter(name=REVIEW).exists():
            model.objects.filter(name=_EARLIER_REVIEW).update(name=REVIEW)


def _give_pages(group: Group, codenames: Iterable[str]) -> None:
    root, wanted = Page.get_first_root_node(), _permissions(("wagtailcore",), codenames)
    GroupPagePermission.objects.filter(group=group).exclude(page=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _give_files(group: Group, codenames: Iterable[str]) -> None:
    """Wagtail asks for the rights on its own image and document, whatever models the shop has.

    Rights on folders count only as rows of a folder, not as rights of a model.
    """
    root = Collection.get_first_root_node()
    wanted = _permissions(("wagtailimages", "wagtaildocs", "wagtailcore"), codenames)
    GroupCollectionPermission.objects.filter(group=group).exclude(
        collection=root, permission__in=wanted
    ).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(apps: Iterable[str], codenames: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label__in=apps, codename__in=list(codenames)))


def _set_up_review(groups: list[Group]) -> None:
    """Pages and products that are submitted wait for one of ``groups``, unless the shop has a workflow of its own."""
    task = GroupApprovalTask.objects.filter(name=REVIEW).first() or GroupApprovalTask.objects.create(
        name=REVIEW
    )
    task.groups.set(groups)
    workflow, _made = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    products = ContentType.objects.get_by_natural_key("catalog", "product")
    WorkflowContentType.objects.get_or_create(content_type=products, defaults={"workflow": workflow})
    root = Page.get_first_root_node()
    used = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if used is None:
        WorkflowPage.objects.create(page=root, workflow=workflow)
    elif used.workflow.name == f"{_LEFT_OVER} approval":  # Wagtail's own, which nobody is asked by any more
        used.workflow.active = False
        used.workflow.save()
        used.workflow = workflow
        used.save()
