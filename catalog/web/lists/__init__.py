"""What visitors keep, as they see it: hearts and compare buttons, the favorites page, the comparison.

The rules and the cookies are those of `commerce.customers`; the pages stand here because they show cards.
"""
