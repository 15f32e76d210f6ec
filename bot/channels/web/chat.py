"""The chat page, and coming and going: a receipt code from another device, "forget this device"."""

import secrets

from aiohttp import WSCloseCode, web

from bot.channels.web.common import WEB
from bot.channels.web.guard import form_of, refuse_foreign, refuse_large
from bot.channels.web.language import guess, wanted
from storage.messages import Command, Incoming


async def page(request: web.Request) -> web.Response:
    """GET /chat/<consultation>. In the language of the conversation, if this browser has one."""
    parts = request.app[WEB]
    token = parts.identity.read(request)
    card = await parts.desk.card("web", token) if token else None
    language = card.language if card else wanted(request, parts.pages.languages)
    about = await parts.about_or_404(request, language)
    language = card.language if card else about.language
    interface = parts.pages.interface(language, about.title, about.organiser)
    return parts.page(request, "chat.html", language=language, about=about, interface=interface)


async def come_back(request: web.Request) -> web.Response:
    """POST /chat/<consultation>/return with `code` and `language`: go on here with a receipt code.

    Answers `{"toast": why}`, where an empty `toast` means that this browser is that person from now on.
    """
    refuse_foreign(request)
    refuse_large(request)
    parts = request.app[WEB]
    form = await form_of(request)
    token, said = parts.identity.new(), Command("return", str(form.get("code", "")).strip())
    language, networks = str(form.get("language", ""))[:16] or guess(request), parts.networks(request)
    reaction = await parts.desk.take(Incoming("web", token, _key(), said, language, networks=networks))
    response = web.json_response({"toast": reaction.toast})
    if not reaction.toast:
        parts.identity.give(response, token)
    return response


async def leave(request: web.Request) -> web.Response:
    """POST /chat/<consultation>/leave: this browser is nobody from now on, in all its tabs."""
    refuse_foreign(request)
    parts = request.app[WEB]
    if token := parts.identity.read(request):
        await parts.desk.take(Incoming("web", token, _key(), Command("leave"), guess(request)))
        for seat in parts.rooms.on_device(token):
            await seat.send({"farewell": parts.pages.words(seat.language)["left"]})
            await seat.close(WSCloseCode.OK)
    response = web.json_response({})
    parts.identity.drop(response)
    return response


def _key() -> str:
    return f"web:{secrets.token_urlsafe(16)}"
