"""Somebody comes: which consultation, which language, what is promised, their yes or no."""
