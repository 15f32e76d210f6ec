"""An event as staff write it in a TOML file: checked as a whole, all mistakes at once."""

import tomllib

from handlers.events.sheet import Around, EventRefused, checked, event
from storage.events import Event
from storage.mistakes import not_toml


def read(content: str, around: Around, identity: bytes) -> Event:
    """An event that waits for approval. Raises `EventRefused`."""
    try:
        written = checked(tomllib.loads(content), around)
    except tomllib.TOMLDecodeError as error:
        raise EventRefused(f"The file {not_toml(error)}") from error
    if isinstance(written, list):
        raise EventRefused(
            "\n".join(f"{each.column.replace('::', '.')}: {each.sentence}" for each in written)
        )
    return event(written, around, identity)
