"""An event as staff write it in a TOML file: checked as a whole, all mistakes at once."""

import tomllib

from handlers.events.sheet import Around, EventRefused, event, problems, sheet
from storage.events import Event
from storage.mistakes import not_toml


def read(content: str, around: Around, identity: bytes) -> Event:
    """An event that waits for approval. Raises `EventRefused`."""
    try:
        written = sheet(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise EventRefused(f"The file {not_toml(error)}") from error
    wrong = written if isinstance(written, list) else list(problems(written, around))
    if isinstance(written, list) or wrong:
        raise EventRefused("\n".join(f"{each.column.replace('::', '.')}: {each.sentence}" for each in wrong))
    return event(written, around, identity)
