"""The one orchestrator: quote, reserve, order, payment."""
