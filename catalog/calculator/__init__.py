"""Sums of gem trade and jewelry: weight from sizes, sizes from weight, ring sizes, true scale. No framework."""
