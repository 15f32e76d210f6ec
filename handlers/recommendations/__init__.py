"""Recommendations of the Universal Periodic Review: imported, marked, and shown to everybody."""
