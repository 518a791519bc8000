"""Orders with their price snapshot, status table and history."""
