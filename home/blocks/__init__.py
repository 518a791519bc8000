"""Blocks that editors compose pages of, by subject; `bodies` names the sets."""
