"""People who work on the consultation of a town."""

from bot.settings import random_bytes
from handlers.organisations import invitations
from storage.changes import Changes
from storage.staff import Role
from tests.organisations import member
from tests.town import Resident, Town


async def invited(town: Town, role: Role, name: str) -> str:
    """What somebody writes who was invited to the staff."""
    now = int(town.now.timestamp())
    made = invitations.enlist(town.store.keys, role, name, now, random_bytes)
    await town.store.apply(Changes(made.writes))
    return invitations.command(made.token)


async def colleague(
    town: Town, role: Role = "administrator", name: str = "Amina", channel: str = "telegram"
) -> Resident:
    """Somebody who joined the staff in the chat."""
    somebody = await member(town, channel)
    await somebody.goes_through(f"{await invited(town, role, name)}; [Accept]")
    return somebody
