"""Who began a survey and has not sent it: where they stand, and nothing that leads to them."""

import asyncio
from collections.abc import AsyncIterator

from storage import conversations
from storage.conversations import Draft
from storage.database import Database
from storage.keys import Keyring
from storage.sealing import keyed_hash


async def each(
    database: Database, keys: Keyring, consultation: str
) -> AsyncIterator[tuple[str, bytes, Draft]]:
    """The survey, an id, and the draft. Raises `KeyMissing` once the consultation has closed.

    The id is made with the link key: when that is destroyed, nobody can make it again from the person.
    """
    key, after = keys.link(consultation), b""
    while some := await conversations.some_after(database, keys, after):
        after = some[-1][0]
        for person, loaded in some:
            drafts = loaded.conversation.drafts
            for name in loaded.conversation.begun:
                slug, _, survey = name.partition("/")
                if slug == consultation:
                    yield survey, keyed_hash(key, person, b"begun", survey.encode()), drafts[name]
        await asyncio.sleep(0)  # others go on meanwhile
