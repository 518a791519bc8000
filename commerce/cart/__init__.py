"""Carts by UUID and their lines. A cart reserves nothing."""
