"""Organisations: registered, verified, joined, handed over, left."""
