"""Let galleries and recommendations be edited with what they hang on.

A ParentalKey is a foreign key with a richer manager: the tables stay exactly as they are, so only
Django's picture of them changes.
"""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations


def parental(model_name, name, to, related_name):
    return migrations.AlterField(
        model_name=model_name,
        name=name,
        field=modelcluster.fields.ParentalKey(
            on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=to
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                parental("cutmedia", "cut", "catalog.cut", "media"),
                parental("variantmedia", "variant", "catalog.productvariant", "media"),
                parental("zodiacstonerecommendation", "sign", "catalog.zodiacsign", "recommendations"),
            ]
        )
    ]
