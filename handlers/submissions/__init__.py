"""Papers for a review: begun from a release, checked, and written as Word files."""
