"""What the shapes of settings and `consultation.toml` refuse, in a sentence of ours that says what to do."""

from collections.abc import Mapping
from typing import Any

_WHY = {
    "missing": "is missing. Add it.",
    "extra_forbidden": "is not a key I know. Check its spelling, or remove it.",
    "string_too_short": "is empty. Write a text.",
    "too_short": "is empty. Write at least one entry.",
    "string": "must be a text in quotes.",
    "bool": "must be true or false, without quotes.",
    "tuple": 'must be a list in square brackets, such as ["en", "fr"].',
    "dict": "must be a table: its name in square brackets, then one line for each entry.",
    "model": "must be a table: its name in double square brackets, then one line for each key.",
    "date": "is not a day. Write one such as 2026-12-01.",
    "datetime": "is not a time. Write one such as 2026-12-01 or 2026-12-01T09:00:00.",
    "int": "is not a whole number.",
    "path": "is not a path to a file or folder.",
}
"""By pydantic's name of the mistake, or by the first word of it."""


def mistake(found: Mapping[str, Any]) -> str:
    """The sentence for one of `ValidationError.errors()`, to stand after the name of its place."""
    kind = found["type"]
    match kind:
        case "value_error":
            return str(found["ctx"]["error"])
        case "literal_error":
            return f"must be {found['ctx']['expected']}."
    return _WHY.get(kind) or _WHY.get(kind.partition("_")[0]) or "cannot be read. Look at the example."
