"""The shop's memory: audit entries, idempotency keys, task schedule and leases, mail log."""
