"""Releases of counts: made, and attacked."""
