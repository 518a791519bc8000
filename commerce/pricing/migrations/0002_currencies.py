"""The three currencies of the shop. Rows that are there already stay as they are."""

from decimal import Decimal

from django.db import migrations

ROWS = [
    ("UAH", "₴", Decimal("1.00"), 0),
    ("USD", "$", Decimal("0.01"), 1),
    ("EUR", "€", Decimal("0.01"), 2),
]


def fill(apps, schema_editor):
    Currency = apps.get_model("pricing", "Currency")
    for code, symbol, step, order in ROWS:
        Currency.objects.get_or_create(
            code=code, defaults={"symbol": symbol, "rounding_step": step, "sort_order": order}
        )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
