"""One-time invitations, to an organisation or to the staff: what they are made of, and their addresses."""

import base64
from dataclasses import dataclass

from handlers.view import Fresh
from storage import organisations, staff
from storage.changes import Write
from storage.keys import Keyring
from storage.organisations import Organisation
from storage.staff import Role

BYTES = 16
DAYS = 7
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Invitation:
    """The token, which is shown once and kept nowhere, and what keeps its hash."""

    token: str
    writes: tuple[Write, ...]


def invite(keys: Keyring, organisation: Organisation, now: int, fresh: Fresh) -> Invitation:
    """A new invitation to an organisation; it holds for some days."""
    token = _token(fresh)
    return Invitation(token, organisations.invite(keys, organisation, token, now + DAYS * DAY))


def offer(keys: Keyring, organisation: Organisation, contact: bytes, now: int, fresh: Fresh) -> Invitation:
    """The same, by which somebody becomes its contact in this one's place."""
    token = _token(fresh)
    return Invitation(token, organisations.offer(keys, organisation, contact, token, now + DAYS * DAY))


def enlist(
    keys: Keyring, role: Role, name: str, now: int, fresh: Fresh, invited_by: bytes | None = None
) -> Invitation:
    """A new invitation to the staff, in this role and under this name; it holds as long.

    `invited_by`: who of the staff (None: whoever holds the server).
    """
    token = _token(fresh)
    return Invitation(token, (staff.invite(keys, role, name, token, now + DAYS * DAY, invited_by),))


def _token(fresh: Fresh) -> str:
    return base64.urlsafe_b64encode(fresh(BYTES)).decode().rstrip("=")


def web_address(public_url: str, slug: str, token: str) -> str:
    """The token stands behind #, so that no server writes it into a log."""
    return f"{public_url}/chat/{slug}#join={token}"


def telegram_address(bot_name: str, token: str) -> str:
    """Opens the chat with the bot and writes the command there (Bot API, "Deep linking")."""
    return f"https://t.me/{bot_name}?start=_{token}"


def command(token: str) -> str:
    """What is written to the bot instead."""
    return f"/start _{token}"
