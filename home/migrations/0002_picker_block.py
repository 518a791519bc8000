from django.db import migrations


class Migration(migrations.Migration):
    """Held the blocks of bodies, which are no part of the tables; kept for shops that ran it."""

    dependencies = [("home", "0001_initial")]
    operations: list[migrations.operations.base.Operation] = []
