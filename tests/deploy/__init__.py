"""What `deploy/` ships, run as an operator runs it."""
