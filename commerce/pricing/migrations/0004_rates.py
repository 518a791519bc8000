"""Held rates are accepted or refused; every question to the bank is written down."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pricing', '0003_quotes'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(db_index=True, verbose_name='asked at')),
                ('day', models.DateField(null=True, verbose_name='asked for')),
                ('is_answered', models.BooleanField(default=False, verbose_name='understood')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='outcome')),
            ],
            options={
                'verbose_name': 'question to the bank',
                'verbose_name_plural': 'questions to the bank',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='exchangerate',
            name='is_refused',
            field=models.BooleanField(db_default=False, default=False, verbose_name='refused by a person'),
        ),
        migrations.AddConstraint(
            model_name='exchangerate',
            constraint=models.CheckConstraint(condition=models.Q(('is_refused', False), ('is_held', True), _connector='OR'), name='rate_refused_stays_held'),
        ),
    ]
