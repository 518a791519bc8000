"""`manage.py roles`: the groups of staff as `gemsite/roles.toml` says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gemsite.roles import roles_ensure, roles_missing


class Command(BaseCommand):
    help = "Give every role its group with exactly its rights (safe to run again; other groups stay)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="do nothing where all groups exist")

    def handle(self, *, verbosity: int, **options: Any) -> None:
        if options["if_missing"] and not roles_missing():
            return
        for role in roles_ensure():
            if verbosity:
                pages, files = len(role.pages), len(role.files)
                self.stdout.write(
                    f"{role.name}: {len(role.rights)} rights, {pages} on pages, {files} on files"
                )
