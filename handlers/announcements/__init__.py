"""An announcement before it goes out: written, whom it concerns, how it will look."""
