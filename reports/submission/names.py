"""Words by which names are told from other words with a capital."""

import tomllib
from functools import cache
from importlib.resources import files


def words(table: str) -> frozenset[str]:
    """A table of `names.toml`, in small letters."""
    return _tables()[table]


@cache
def _tables() -> dict[str, frozenset[str]]:
    tables = tomllib.loads((files("reports") / "submission" / "names.toml").read_text(encoding="utf-8"))
    return {name: frozenset(those.split()) for name, those in tables.items()}
