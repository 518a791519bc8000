"""The translators' screens in the admin."""
