"""How a receipt code is written: capital letters and digits, four at a time."""

import base64
import re

from handlers.view import Fresh

RECEIPT_BYTES = 10
"""Eighty bits: cannot be guessed, can be written down."""


def new_receipt_code(fresh: Fresh) -> str:
    """A code that nobody had before."""
    return receipt_code(base64.b32encode(fresh(RECEIPT_BYTES)).decode())


def receipt_code(text: str) -> str:
    """The code in its one form, however it was typed: "abcd efgh" is "ABCD-EFGH"."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
