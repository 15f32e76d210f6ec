"""What commands share: the store, a consultation by its slug, refusals, logs."""

import asyncio
import contextlib
import io
import logging
import os
import re
import sys
import tomllib
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Annotated, Any, Protocol, TextIO, TypeVar, cast

import structlog
import typer

from bot import settings
from bot.desk import utc_now
from bot.installation import open_store
from bot.logs import AT_ONCE, Filter, Pace, Paced
from handlers.consultations import machine_signs
from handlers.refused import Refused
from handlers.rounded import rounded
from handlers.words import Words, plain
from storage import audit, consultations
from storage.changes import Changes, Stale
from storage.consultations import Consultation
from storage.mistakes import not_toml
from storage.store import Store

T = TypeVar("T")
TRIES = 3
LONGEST_VALUE = 500
"""Characters of each value in a line of the log."""
LOG_FORMAT = f"%(levelname)s %(name)s %(message).{LONGEST_VALUE}s"
HERE = "command line"
"""Who did what was done on the server itself."""
Slug = Annotated[str, typer.Argument(help="The consultation's slug.")]
TextFile = Annotated[Path, typer.Option(help=r"A TOML file with \[text] and one entry a language.")]
USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")


def _username(given: str) -> str:
    if given and not USERNAME.fullmatch(given):
        raise Refused(f"'{given}' is not a username of Telegram. Write one such as town_bot.")
    return given.removeprefix("@")


BotName = Annotated[
    str,
    typer.Option(
        "--bot", callback=_username, help="The bot's username, if Telegram shall not be asked for it."
    ),
]


Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before.")]


def confirmed(question: str) -> None:
    """Ask before what cannot be undone. Raises `Refused` where the answer is no."""
    if not typer.confirm(question):
        raise Refused("Nothing was changed.")


class Thing(Protocol):
    """What has an id."""

    @property
    def id(self) -> bytes: ...


ThingT = TypeVar("ThingT", bound=Thing)


def meant_by(id: str, among: Iterable[ThingT], kind: str, command: str) -> ThingT:
    """The one whose id begins like this. Raises `Refused`, which names the command that shows them all."""
    found = [each for each in among if id and each.id.hex().startswith(id.lower())]
    if len(found) != 1:
        several = f"Several {kind}s have ids that begin with" if found else f"No {kind} has the id"
        raise Refused(f"{several} '{id}'. `mushawara {command}` shows them.")
    return found[0]


def with_store(work: Callable[[Store], Awaitable[T]], *, may_create: bool = False) -> T:
    """Do something with the store of these settings. Raises `SettingsRefused`, `StorageDown`, `Refused`."""

    async def run() -> T:
        async with open_store(settings.load(), may_create=may_create) as store:
            return await work(store)

    return asyncio.run(run())


async def named(store: Store, slug: str) -> Consultation:
    """The consultation of that slug. Raises `Refused`."""
    found = await consultations.get(store.database, slug)
    if found is None:
        raise Refused(
            f"There is no consultation '{slug}'. `mushawara consultation list` shows those there are."
        )
    return found


async def save(store: Store, changes: Changes, what: str, on: str = "") -> None:
    """Save what was done on the server, with its entry in the log of what staff did.

    Raises `Stale` if what it was decided on has changed, and what else `Store.apply` raises.
    """
    for left in reversed(range(TRIES)):
        now = int(utc_now().timestamp())
        entry = await audit.note(store.database, store.keys, now, HERE, what, on)
        try:
            return await store.apply(changes.also(entry))
        except Stale:  # perhaps only another entry came meanwhile
            if not left:
                raise


def write_whole(path: Path, content: bytes) -> None:
    """A file that is there as a whole or not at all: never the beginning of one. Raises `Refused`."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error


def about(people: int) -> str:
    """Numbers that staff see are rounded (`docs/guide-privacy.md`, "Numbers")."""
    told = rounded(people)
    return "fewer than 10" if told is None else f"about {told}"


def said(state: str) -> str:
    """A state of an announcement, an event or a proposal as staff read it."""
    return "waits for approval" if state == "asked" else state


def texts_of(path: Path) -> dict[str, str]:
    """The table [text] of a TOML file: a text by language. Raises `Refused`."""
    try:
        texts: Any = tomllib.loads(path.read_text(encoding="utf-8")).get("text")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path} {not_toml(error)}") from error
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Refused(f"{path} needs a table [text] with one entry a language.")
    return texts


class Unfailing(io.TextIOBase):
    """Standard error; what has no room there (a log on a full disk) is let go and stops nobody."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            return sys.stderr.write(text)
        return 0

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            sys.stderr.flush()


async def tell_signs(store: Store, slug: str) -> None:
    """What looked made by a machine, on standard error."""
    for line in await machine_signs.told(store, Words("en"), slug):
        typer.echo(plain(line), err=True)


def cut_values(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Bound a line of the log: what a stranger sent may be as long as they like."""
    for name, value in entry.items():
        if not isinstance(value, int | float) and len(text := str(value)) > LONGEST_VALUE:
            entry[name] = f"{text[:LONGEST_VALUE]}…"
    return entry


def quiet_logs() -> None:
    """Logs go to standard error; libraries speak only of what went wrong."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format=LOG_FORMAT)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Filter(Pace(1)))
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it would quote what a stranger sent
    structlog.configure(
        processors=[Paced(Pace(AT_ONCE)), cut_values, *structlog.get_config()["processors"]],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Unfailing())),
    )
