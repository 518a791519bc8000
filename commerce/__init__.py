"""How it is bought: a package of small apps; docs/architecture.md names their order."""
