"""`mushawara serve`."""

import asyncio

from bot import app as process
from bot import settings
from handlers.refused import Refused

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def serve() -> None:
    """Run the bot: Telegram if there is a token, web chat, clock."""
    loaded = settings.load()
    if loaded.host not in LOOPBACK and not loaded.behind_proxy:
        raise Refused(
            "MUSHAWARA_LISTEN is open to the network, where what people say needs HTTPS. Put a proxy with a "
            "certificate before it and say so with MUSHAWARA_BEHIND_PROXY=1, or listen on 127.0.0.1."
        )
    if loaded.behind_proxy and not loaded.public_url.startswith("https://"):
        raise Refused(
            "MUSHAWARA_BEHIND_PROXY is set, and MUSHAWARA_PUBLIC_URL does not begin with https. Set the "
            "https address that people see."
        )
    asyncio.run(process.serve(loaded))
