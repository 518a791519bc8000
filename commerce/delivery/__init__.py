"""The carrier's directory, delivery methods and shipments."""
