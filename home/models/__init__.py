"""Page types, navigation and settings."""
