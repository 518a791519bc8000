"""Coupons, promotions and tiers for tests; the default takes ten per cent off anything."""

from decimal import Decimal

import factory

from commerce.promotions.models import Coupon, DiscountTier, Promotion


class CouponFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Coupon
        skip_postgeneration_save = True

    code = factory.Sequence("CODE{}".format)
    name_uk = "Осінь"
    name_en = "Autumn"
    value = Decimal(10)

    @factory.post_generation
    def stone_types(self, create, extracted, **kwargs):
        self.stone_types.set(extracted or [])


class PromotionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Promotion

    name_uk = "Пара"
    name_en = "Pair"
    value = Decimal(5)


class TierFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DiscountTier

    name_uk = "Знавець"
    name_en = "Connoisseur"
    min_spend = Decimal(50000)
    percent = Decimal(3)


__all__ = ["CouponFactory", "PromotionFactory", "TierFactory"]
