"""What the shapes of settings and TOML files refuse, in a sentence of ours that says what to do."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

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


def mistakes(error: ValidationError) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """All that is wrong: its place, and the sentence that stands after the name of the place.

    pydantic counts a list whose entries are all wrong as too short, and would say that it is empty.
    """
    for found in error.errors():
        if not (found["type"] == "too_short" and found["input"]):
            yield found["loc"], _sentence(found)


def not_toml(error: ValueError | RecursionError) -> str:
    """Why a file cannot be read as TOML, to stand after its name."""
    place = re.search(r"\(at (.+)\)$", str(error)) if isinstance(error, tomllib.TOMLDecodeError) else None
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8 text. Save it as UTF-8."
    where = f" at {place[1]}" if place else ""
    return f'cannot be read{where}. Look there for a quote or a bracket that is not closed: name = "text"'


def _sentence(found: Mapping[str, Any]) -> str:
    kind = found["type"]
    match kind:
        case "value_error":
            return str(found["ctx"]["error"])
        case "literal_error":
            return f"must be {found['ctx']['expected']}."
    return _WHY.get(kind) or _WHY.get(kind.partition("_")[0]) or "cannot be read. Look at the example."
