"""Recommendations of the Universal Periodic Review, out of the files in which they come."""
