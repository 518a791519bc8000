"""Settings: ``base`` is safe for production; ``dev``, ``test`` and ``production`` say what differs."""
