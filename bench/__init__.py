"""Benchmarks of the shop; each is a script of its own."""
