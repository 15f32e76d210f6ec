"""Open answers: read one at a time apart from all else, coded, redacted, marked as quotable."""
