"""Prices get dates: a variant may have several in a currency, each with its period."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0007_popular'),
        ('pricing', '0002_currencies'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='variantprice',
            name='price_variant_currency_unique',
        ),
        migrations.AddField(
            model_name='variantprice',
            name='is_reduction',
            field=models.BooleanField(db_default=False, default=False, verbose_name='reduction'),
        ),
        migrations.AddField(
            model_name='variantprice',
            name='reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='variantprice',
            name='turn_at',
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='variantprice',
            name='valid_from',
            field=models.DateTimeField(blank=True, null=True, verbose_name='in force from'),
        ),
        migrations.AddField(
            model_name='variantprice',
            name='valid_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='in force until'),
        ),
        migrations.AddConstraint(
            model_name='variantprice',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_from__isnull', True)), fields=('variant', 'currency'), name='price_standing_unique'),
        ),
        migrations.AddConstraint(
            model_name='variantprice',
            constraint=models.UniqueConstraint(fields=('variant', 'currency', 'valid_from'), name='price_dated_unique'),
        ),
        migrations.AddConstraint(
            model_name='variantprice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('valid_from__isnull', False), ('was_amount__isnull', True), models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR')), models.Q(('is_reduction', False), ('valid_from__isnull', True), ('valid_until__isnull', True)), _connector='OR'), name='price_dates_make_sense'),
        ),
    ]
