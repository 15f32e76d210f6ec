"""A town that asks organisations too, and people who speak for one."""

from pathlib import Path
from typing import Any

from bot.settings import random_bytes
from handlers.organisations import invitations, verifying
from storage import consultations, organisations
from storage.changes import Changes
from storage.consultations import Version
from storage.organisations import Organisation, Profile
from tests.town import SLUG, Resident, Town, imported

SURVEY = (Path(__file__).parent / "organisations.md").read_text(encoding="utf-8")
SURVEYS = (
    {"name": "residents", "audience": "residents", "form": "survey.md"},
    {"name": "organisations", "audience": "organisations", "form": "organisations.md"},
)
REGISTERING = (
    "/organisation; [Register]; {name}; Free advice on housing.; El Jadida and Settat; [I work there]; [Send]"
)
ANSWERING = f"/start {SLUG}; [For Housing]; [Continue]; [No]; [I agree]"


async def ask_organisations(town: Town, **changed: Any) -> None:
    """The consultation has a survey for organisations beside that for residents."""
    await town.hold_again(surveys=SURVEYS, **changed)
    made = imported(SURVEY, ("en", "fr", "ar"))
    version = Version(SLUG, "organisations", 1, "organisations", "digest", made.xform)
    await town.store.apply(Changes((consultations.publish(version),)))


async def member(town: Town, channel: str = "telegram") -> Resident:
    """Somebody who came and chose a language."""
    somebody = town.resident("web" if channel == "web" else "telegram")
    await somebody.goes_through(f"/start {SLUG}; [English]")
    return somebody


async def registered(town: Town, name: str = "Housing Now") -> Resident:
    """Somebody whose organisation waits to be verified."""
    somebody = await member(town)
    await somebody.goes_through(REGISTERING.format(name=name))
    return somebody


async def found(town: Town, name: str = "Housing Now") -> Organisation:
    """The organisation of that name. Raises `StopIteration`."""
    every = await organisations.every(town.store.database, town.store.keys)
    return next(each for each in every if each.name == name)


async def verify(town: Town, name: str = "Housing Now") -> None:
    """An administrator verifies it."""
    now = int(town.now.timestamp())
    await town.store.apply(await verifying.verified(town.store, await found(town, name), now, random_bytes))


async def verified(town: Town, identity: bytes) -> bytes:
    """One without members, of this id."""
    organisation = Organisation(identity, 1, "verified", Profile("Housing Now"))
    await town.store.apply(Changes((organisations.add(town.store.keys, organisation),)))
    return identity


async def joined(town: Town, name: str = "Housing Now", channel: str = "telegram") -> Resident:
    """Somebody new who joined it by an invitation of an administrator."""
    somebody = await member(town, channel)
    await joins(town, somebody, name)
    return somebody


async def joins(town: Town, somebody: Resident, name: str) -> None:
    """They join it by an invitation of an administrator."""
    now = int(town.now.timestamp())
    made = invitations.invite(town.store.keys, await found(town, name), now, random_bytes)
    await town.store.apply(Changes(made.writes))
    await somebody.goes_through(f"{invitations.command(made.token)}; [Join]; [Go on]")


async def speakers(town: Town, count: int = 2) -> list[Resident]:
    """The members of a verified organisation."""
    await ask_organisations(town)
    first = await registered(town)
    await verify(town)
    return [first, *[await joined(town) for _ in range(count - 1)]]
