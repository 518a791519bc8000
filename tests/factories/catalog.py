"""Objects of the catalog. The default is the smallest valid one; a variation is a trait."""

import factory
from django.utils import timezone
from wagtail.models import Collection as Folder
from wagtail_factories import ImageFactory

from catalog.enums import Kind, MediaView, Metal, Nature, Origin, Treatment
from catalog.models import (
    Category,
    Color,
    Cut,
    Picture,
    Product,
    ProductVariant,
    ReturnRule,
    Shape,
    StoneType,
    SubCategory,
    Tag,
    VariantMedia,
    ZodiacSign,
    ZodiacStoneRecommendation,
)

OVAL = '<path d="M32 8L52 20L52 44L32 56L12 44L12 20Z"/>'


class EntryFactory(factory.django.DjangoModelFactory):
    """What dictionary values have in common."""

    class Meta:
        abstract = True

    code = factory.Sequence("entry-{}".format)
    name_uk = factory.LazyAttribute(lambda entry: f"Назва {entry.code}")
    name_en = factory.LazyAttribute(lambda entry: f"Name {entry.code}")


class ShapeFactory(EntryFactory):
    class Meta:
        model = Shape

    code = factory.Sequence("shape-{}".format)
    drawing = OVAL


class CutFactory(EntryFactory):
    class Meta:
        model = Cut

    code = factory.Sequence("cut-{}".format)
    drawing = OVAL


class ColorFactory(EntryFactory):
    class Meta:
        model = Color

    code = factory.Sequence("color-{}".format)
    hex = "#1B3FA8"


class TagFactory(EntryFactory):
    class Meta:
        model = Tag

    code = factory.Sequence("tag-{}".format)


class ReturnRuleFactory(EntryFactory):
    class Meta:
        model = ReturnRule
        django_get_or_create = ("code",)

    code = "loose-stone"
    name_uk = "Окремий камінь"
    name_en = "Loose stone"
    text_uk = "Приймаємо назад за 14 днів."
    text_en = "We take it back within 14 days."
    days = 14


class ZodiacSignFactory(EntryFactory):
    class Meta:
        model = ZodiacSign

    code = factory.Sequence("sign-{}".format)
    drawing = OVAL
    start_month, start_day, end_month, end_day = 3, 21, 4, 20


class BranchFactory(EntryFactory):
    """What the levels of the hierarchy have in common."""

    class Meta:
        abstract = True

    slug_uk = factory.LazyAttribute(lambda branch: f"{branch.code}-uk")
    slug_en = factory.LazyAttribute(lambda branch: f"{branch.code}-en")


class StoneTypeFactory(BranchFactory):
    class Meta:
        model = StoneType

    class Params:
        jewelry = factory.Trait(kind=Kind.JEWELRY, latin_name="")

    code = factory.Sequence("type-{}".format)
    kind = Kind.STONE
    latin_name = "Corundum"


class CategoryFactory(BranchFactory):
    class Meta:
        model = Category

    code = factory.Sequence("category-{}".format)
    stone_type = factory.SubFactory(StoneTypeFactory)


class SubCategoryFactory(BranchFactory):
    class Meta:
        model = SubCategory

    code = factory.Sequence("subcategory-{}".format)
    category = factory.SubFactory(CategoryFactory)


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ZodiacStoneRecommendation

    sign = factory.SubFactory(ZodiacSignFactory)
    stone_type = factory.SubFactory(StoneTypeFactory)
    reason_uk = "Так кажуть здавна."
    reason_en = "So they have said for ages."


class ProductFactory(factory.django.DjangoModelFactory):
    """A draft without variants; ``published`` may be seen, ``jewelry`` hangs in the other half."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            live=True, has_unpublished_changes=False, first_published_at=factory.LazyFunction(timezone.now)
        )
        jewelry = factory.Trait(subcategory__category__stone_type__jewelry=True)

    subcategory = factory.SubFactory(SubCategoryFactory)
    return_rule = factory.SubFactory(ReturnRuleFactory)
    name_uk = factory.Sequence("Сапфір {}".format)
    name_en = factory.Sequence("Sapphire {}".format)
    slug_uk = factory.Sequence("sapfir-{}".format)
    slug_en = factory.Sequence("sapphire-{}".format)
    nature = Nature.NATURAL
    live = False


class VariantFactory(factory.django.DjangoModelFactory):
    """A stone of a draft product; ``published`` makes the product live."""

    class Meta:
        model = ProductVariant

    class Params:
        published = factory.Trait(product__published=True)
        jewelry = factory.Trait(
            product__jewelry=True,
            shape=None,
            carat=None,
            metal=Metal.YELLOW_GOLD_585,
            setting_stones_uk="рубін 1,62 ct",
            setting_stones_en="ruby 1.62 ct",
        )
        lot = factory.Trait(is_one_of_a_kind=False)

    product = factory.SubFactory(ProductFactory)
    sku = factory.Sequence("S-{:04d}".format)
    shape = factory.SubFactory(ShapeFactory)
    cut = None
    color = factory.SubFactory(ColorFactory)
    carat = "2.14"
    length_mm, width_mm, depth_mm = "8.20", "7.60", "4.80"
    treatment = Treatment.HEATED
    origin = Origin.SRI_LANKA


class PictureFactory(ImageFactory):
    class Meta:
        model = Picture

    title = factory.Sequence("Picture {}".format)
    collection = factory.LazyFunction(Folder.get_first_root_node)
    file = factory.django.ImageField(
        width=900, height=900, color="#1B3FA8", format="WEBP", filename="stone.webp"
    )


class MediaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VariantMedia

    variant = factory.SubFactory(VariantFactory)
    picture = factory.SubFactory(PictureFactory)
    view = MediaView.FACE
