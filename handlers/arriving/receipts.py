"""How a receipt code is written: capital letters and digits, four at a time."""

import re


def receipt_code(text: str) -> str:
    """The code in its one form, however it was typed: "abcd efgh" is "ABCD-EFGH"."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
