"""Where the row of a large document is laid: by chance, so that physical order tells nothing of arrival."""

import secrets

BITS = 63


def random_slot() -> int:
    """A place that no other row has: among a million the chance of two in one is 5 in 100 million."""
    return secrets.randbits(BITS)
