"""What the installation is set to, as far as it is no secret; it is changed on the server."""

from aiohttp import web

from bot.dashboard.common import page, parts, words_of
from handlers.view import MB
from handlers.words import Words


async def show(request: web.Request) -> web.Response:
    """GET /admin/settings."""
    return await page(request, "settings.html", at="settings", rows=_rows(request, words_of(request)))


def _rows(request: web.Request, words: Words) -> list[tuple[str, str, str]]:
    """What it is, how it is, and the setting's name."""
    say, place = words.say, parts(request).desk.place()
    limits, nothing = place.limits, words.say("none")
    return [
        (say("Where people reach the pages"), place.public_url or nothing, "MUSHAWARA_PUBLIC_URL"),
        (
            say("The bot in Telegram"),
            f"@{place.bot_name}" if place.bot_name else nothing,
            "MUSHAWARA_TELEGRAM_TOKEN",
        ),
        (
            say("A photo may have"),
            say("%(size)s MB", size=limits.photo // MB),
            "MUSHAWARA_LARGEST_PHOTO",
        ),
        (
            say("Another file may have"),
            say("%(size)s MB", size=limits.file // MB),
            "MUSHAWARA_LARGEST_FILE",
        ),
        (say("Files of one person in a survey"), str(limits.files), "MUSHAWARA_FILES_PER_RESPONSE"),
        (
            say("Who joins the staff and who invited them count as one for"),
            say("%(count)d hours", count=place.apart_after // 3_600),
            "MUSHAWARA_APART_AFTER_HOURS",
        ),
    ]
