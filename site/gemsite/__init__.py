"""The project: settings, URLs and what composes the parts of the shop."""
