"""Coupons, automatic promotions, the discount program."""
