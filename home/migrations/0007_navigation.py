import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.db import migrations, models


SHELVES = {
    "/stones/": "stones",
    "/jewelry/": "jewelry",
    "/new/": "new",
    "/sale/": "sale",
    "/collections/": "collections",
    "/picker/": "picker",
    "/calc/": "calculator",
    "/calc/ring-sizer/": "ring_sizer",
}
MENUS = {
    "main": ("main", "", ""),
    "catalog": ("footer", "Каталог", "Catalog"),
    "help": ("footer", "Допомога", "Help"),
    "about": ("footer", "", ""),
    "legal": ("legal", "", ""),
}


def move_entries(apps, schema_editor):
    """Give every entry its menu, and turn addresses in the shop into pages of the catalog."""
    menu_item, menu = apps.get_model("home", "MenuItem"), apps.get_model("home", "Menu")
    for order, (old, (place, uk, en)) in enumerate(MENUS.items()):
        items = list(menu_item.objects.filter(stood_in=old))
        if not items:
            continue
        # The rules of modeltranslation do not hold here: every column is written.
        made = menu.objects.create(place=place, title=uk, title_uk=uk, title_en=en, sort_order=order)
        for item in items:
            item.menu = made
            if item.path in SHELVES:
                item.shelf = SHELVES[item.path]
            elif item.path:
                item.url = item.url_uk = f"/uk{item.path}"
                item.url_en = f"/en{item.path}"
            item.save()
    if schema_editor.connection.vendor == "postgresql":  # the tables are altered next
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_picker"),
        ("home", "0006_translating"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="menuitem",
            name="menuitem_menu_known",
        ),
        migrations.RemoveConstraint(
            model_name="menuitem",
            name="menuitem_leads_somewhere",
        ),
        migrations.RenameField(model_name="menuitem", old_name="menu", new_name="stood_in"),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "shelf",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stones", "All stones"),
                            ("jewelry", "All jewelry"),
                            ("new", "New in the shop"),
                            ("sale", "Sale"),
                            ("collections", "Collections"),
                            ("picker", "Choose a stone"),
                            ("calculator", "Carat calculator"),
                            ("ring_sizer", "Ring sizer"),
                        ],
                        max_length=12,
                        verbose_name="page of the catalog",
                    ),
                ),
                (
                    "filters",
                    models.CharField(
                        blank=True,
                        help_text="For a list only: filter it in the shop and paste its address here.",
                        max_length=300,
                        verbose_name="filters",
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        help_text="Of another site: https://…",
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                                "Write an address that begins with https://, or one of this shop that begins with /.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "url_uk",
                    models.CharField(
                        blank=True,
                        help_text="Of another site: https://…",
                        max_length=300,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                                "Write an address that begins with https://, or one of this shop that begins with /.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "url_en",
                    models.CharField(
                        blank=True,
                        help_text="Of another site: https://…",
                        max_length=300,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                                "Write an address that begins with https://, or one of this shop that begins with /.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                ("text", models.CharField(max_length=160, verbose_name="text")),
                ("text_uk", models.CharField(max_length=160, null=True, verbose_name="text")),
                ("text_en", models.CharField(max_length=160, null=True, verbose_name="text")),
                (
                    "link_text",
                    models.CharField(
                        blank=True,
                        help_text="Only with a place to lead to.",
                        max_length=60,
                        verbose_name="text of the link",
                    ),
                ),
                (
                    "link_text_uk",
                    models.CharField(
                        blank=True,
                        help_text="Only with a place to lead to.",
                        max_length=60,
                        null=True,
                        verbose_name="text of the link",
                    ),
                ),
                (
                    "link_text_en",
                    models.CharField(
                        blank=True,
                        help_text="Only with a place to lead to.",
                        max_length=60,
                        null=True,
                        verbose_name="text of the link",
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("quiet", "Quiet: on paper"),
                            ("accent", "Inviting: tinted"),
                            ("night", "Solemn: on night"),
                            ("alert", "Warning: something does not work"),
                        ],
                        default="quiet",
                        max_length=8,
                        verbose_name="tone",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="shown from"
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: until somebody takes it away.",
                        null=True,
                        verbose_name="shown until",
                    ),
                ),
                (
                    "can_be_closed",
                    models.BooleanField(
                        default=True,
                        help_text="Their browser remembers; no cookie is set.",
                        verbose_name="visitors may close it",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Menu",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("main", "Main menu"),
                            ("footer", "Column of the footer"),
                            ("legal", "Bottom line"),
                        ],
                        default="footer",
                        max_length=10,
                        verbose_name="place",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Heads a column of the footer; without it the shop's name stands there.",
                        max_length=60,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_uk",
                    models.CharField(
                        blank=True,
                        help_text="Heads a column of the footer; without it the shop's name stands there.",
                        max_length=60,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="Heads a column of the footer; without it the shop's name stands there.",
                        max_length=60,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                ("sort_order", models.PositiveIntegerField(db_index=True, default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "menu",
                "verbose_name_plural": "menus",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MenuColumn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="title")),
                ("title_uk", models.CharField(blank=True, max_length=60, null=True, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=60, null=True, verbose_name="title")),
                (
                    "filled_with",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stones", "Stones with picture and count"),
                            ("jewelry", "Jewelry with picture and count"),
                            ("shapes", "Shapes with their drawings"),
                            ("colors", "Colours with their swatches"),
                            ("collections", "Collections"),
                        ],
                        help_text="These come by themselves and go when the last one is sold; your links stand below.",
                        max_length=12,
                        verbose_name="filled with",
                    ),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "column of a menu",
                "verbose_name_plural": "columns of a menu",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MenuLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "shelf",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stones", "All stones"),
                            ("jewelry", "All jewelry"),
                            ("new", "New in the shop"),
                            ("sale", "Sale"),
                            ("collections", "Collections"),
                            ("picker", "Choose a stone"),
                            ("calculator", "Carat calculator"),
                            ("ring_sizer", "Ring sizer"),
                        ],
                        max_length=12,
                        verbose_name="page of the catalog",
                    ),
                ),
                (
                    "filters",
                    models.CharField(
                        blank=True,
                        help_text="For a list only: filter it in the shop and paste its address here.",
                        max_length=300,
                        verbose_name="filters",
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        help_text="Of another site: https://…",
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                                "Write an address that begins with https://, or one of this shop that begins with /.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "url_uk",
                    models.CharField(
                        blank=True,
                        help_text="Of another site: https://…",
                        max_length=300,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                                "Write an address that begins with https://, or one of this shop that begins with /.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "url_en",
                    models.CharField(
                        blank=True,
                        help_text="Of another site: https://…",
                        max_length=300,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                                "Write an address that begins with https://, or one of this shop that begins with /.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the name of where it leads.",
                        max_length=60,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_uk",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the name of where it leads.",
                        max_length=60,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the name of where it leads.",
                        max_length=60,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "link of a menu",
                "verbose_name_plural": "links of a menu",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="menuitem",
            options={
                "ordering": ["sort_order", "pk"],
                "verbose_name": "menu entry",
                "verbose_name_plural": "menu entries",
            },
        ),
        migrations.AddField(
            model_name="menuitem",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="collection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.collection",
                verbose_name="collection",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="filters",
            field=models.CharField(
                blank=True,
                help_text="For a list only: filter it in the shop and paste its address here.",
                max_length=300,
                verbose_name="filters",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="shelf",
            field=models.CharField(
                blank=True,
                choices=[
                    ("stones", "All stones"),
                    ("jewelry", "All jewelry"),
                    ("new", "New in the shop"),
                    ("sale", "Sale"),
                    ("collections", "Collections"),
                    ("picker", "Choose a stone"),
                    ("calculator", "Carat calculator"),
                    ("ring_sizer", "Ring sizer"),
                ],
                max_length=12,
                verbose_name="page of the catalog",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="stone_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.stonetype",
                verbose_name="stone or kind of jewelry",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="subcategory",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.subcategory",
                verbose_name="sub-category",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="url",
            field=models.CharField(
                blank=True,
                help_text="Of another site: https://…",
                max_length=300,
                validators=[
                    django.core.validators.RegexValidator(
                        '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                        "Write an address that begins with https://, or one of this shop that begins with /.",
                    )
                ],
                verbose_name="address",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="url_en",
            field=models.CharField(
                blank=True,
                help_text="Of another site: https://…",
                max_length=300,
                null=True,
                validators=[
                    django.core.validators.RegexValidator(
                        '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                        "Write an address that begins with https://, or one of this shop that begins with /.",
                    )
                ],
                verbose_name="address",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="url_uk",
            field=models.CharField(
                blank=True,
                help_text="Of another site: https://…",
                max_length=300,
                null=True,
                validators=[
                    django.core.validators.RegexValidator(
                        '^(https://[^\\s/?#]+|/(?!/))[^\\s<>\\"]*$',
                        "Write an address that begins with https://, or one of this shop that begins with /.",
                    )
                ],
                verbose_name="address",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="analytics_on",
            field=models.BooleanField(
                default=False,
                help_text="Loads the script that the server's settings name (ANALYTICS_SCRIPT_URL), and not for visitors whose browser asks not to be tracked.",
                verbose_name="count visits",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="facebook_url",
            field=models.URLField(
                blank=True,
                validators=[
                    django.core.validators.URLValidator(
                        message="Write an address that begins with https://.", schemes=["https"]
                    )
                ],
                verbose_name="Facebook",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="instagram_url",
            field=models.URLField(
                blank=True,
                validators=[
                    django.core.validators.URLValidator(
                        message="Write an address that begins with https://.", schemes=["https"]
                    )
                ],
                verbose_name="Instagram",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="telegram_url",
            field=models.URLField(
                blank=True,
                validators=[
                    django.core.validators.URLValidator(
                        message="Write an address that begins with https://.", schemes=["https"]
                    )
                ],
                verbose_name="Telegram",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="youtube_url",
            field=models.URLField(
                blank=True,
                validators=[
                    django.core.validators.URLValidator(
                        message="Write an address that begins with https://.", schemes=["https"]
                    )
                ],
                verbose_name="YouTube",
            ),
        ),
        migrations.AlterField(
            model_name="menuitem",
            name="sort_order",
            field=models.PositiveIntegerField(default=0, verbose_name="order"),
        ),
        migrations.AlterField(
            model_name="menuitem",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="Empty: the name of where it leads.",
                max_length=60,
                verbose_name="title",
            ),
        ),
        migrations.AlterField(
            model_name="menuitem",
            name="title_en",
            field=models.CharField(
                blank=True,
                help_text="Empty: the name of where it leads.",
                max_length=60,
                null=True,
                verbose_name="title",
            ),
        ),
        migrations.AlterField(
            model_name="menuitem",
            name="title_uk",
            field=models.CharField(
                blank=True,
                help_text="Empty: the name of where it leads.",
                max_length=60,
                null=True,
                verbose_name="title",
            ),
        ),
        migrations.AlterField(
            model_name="sitesettings",
            name="phone",
            field=models.CharField(
                blank=True,
                max_length=30,
                validators=[
                    django.core.validators.RegexValidator(
                        "^\\+?[\\d ()–-]{7,30}$", "Write digits, spaces and brackets: 044 500 20 26."
                    )
                ],
                verbose_name="phone",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="collection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.collection",
                verbose_name="collection",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="page",
            field=models.ForeignKey(
                blank=True,
                help_text="In either language.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.page",
                verbose_name="page",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="stone_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.stonetype",
                verbose_name="stone or kind of jewelry",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="subcategory",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.subcategory",
                verbose_name="sub-category",
            ),
        ),
        migrations.AddField(
            model_name="menucolumn",
            name="item",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="columns", to="home.menuitem"
            ),
        ),
        migrations.AddField(
            model_name="menulink",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="menulink",
            name="collection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.collection",
                verbose_name="collection",
            ),
        ),
        migrations.AddField(
            model_name="menulink",
            name="column",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="home.menucolumn"
            ),
        ),
        migrations.AddField(
            model_name="menulink",
            name="page",
            field=models.ForeignKey(
                blank=True,
                help_text="In either language.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.page",
                verbose_name="page",
            ),
        ),
        migrations.AddField(
            model_name="menulink",
            name="stone_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.stonetype",
                verbose_name="stone or kind of jewelry",
            ),
        ),
        migrations.AddField(
            model_name="menulink",
            name="subcategory",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.subcategory",
                verbose_name="sub-category",
            ),
        ),
        migrations.AddField(
            model_name="menuitem",
            name="menu",
            field=modelcluster.fields.ParentalKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="items", to="home.menu"
            ),
        ),
        migrations.RunPython(move_entries, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="menuitem",
            name="menu",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="home.menu"
            ),
        ),
        migrations.RemoveField(
            model_name="menuitem",
            name="path",
        ),
        migrations.RemoveField(model_name="menuitem", name="stood_in"),
        migrations.AddConstraint(
            model_name="menu",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__in", ["main", "footer", "legal"])), name="menu_place_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="menu",
            constraint=models.UniqueConstraint(
                condition=models.Q(("place", "footer"), _negated=True),
                fields=("place",),
                name="menu_place_once",
                violation_error_message="There is one already: edit that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", False),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", False),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", False),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", False),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", False),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        models.Q(("shelf", ""), _negated=True),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="menuitem_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(("tone__in", ["quiet", "accent", "night", "alert"])),
                name="announcement_tone_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                ),
                name="announcement_ends_after_start",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", False),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", False),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", False),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", False),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", False),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        models.Q(("shelf", ""), _negated=True),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="announcement_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="menulink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", False),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", False),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", False),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", False),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", False),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        models.Q(("shelf", ""), _negated=True),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR", _negated=True),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("collection__isnull", True),
                        ("page__isnull", True),
                        ("stone_type__isnull", True),
                        ("subcategory__isnull", True),
                        ("shelf", ""),
                        models.Q(("url_uk__gt", ""), ("url_en__gt", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="menulink_one_target",
            ),
        ),
    ]
