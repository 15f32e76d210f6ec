"""Parameters of a call, however they were sent: JSON, a form, several parts, or the address."""

import json
from typing import Any

from aiohttp import web

from tests.bot_api.ledger import Keyboard
from tests.bot_api.markup import read_html, units
from tests.bot_api.refusal import bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
BUTTON_LIMIT = 100


class Parameters:
    """Reads values as the server does: numbers and structures may come as strings."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str, default: str = "") -> str:
        return str(self._values.get(name, default))

    def number(self, name: str, default: int | None = None) -> int:
        value = self._values.get(name, default)
        try:
            return int(str(value))
        except ValueError:
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self._values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:
        value = self._values.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def marked_text(self, name: str = "text") -> tuple[str, list[dict[str, Any]]]:
        source, mode = self.text(name), self.text("parse_mode").lower()
        if mode not in {"", "html"}:
            raise bad("unsupported parse_mode")
        plain, entities = read_html(source) if mode else (source.strip(), self.structure("entities") or [])
        if not plain:
            raise bad("message text is empty")
        if units(plain) > TEXT_LIMIT:
            raise bad("message is too long")
        return plain, entities

    def caption(self) -> tuple[str, list[dict[str, Any]]]:
        if not self.text("caption").strip():
            return "", []
        plain, entities = self.marked_text("caption")
        if units(plain) > CAPTION_LIMIT:
            raise bad("message caption is too long")
        return plain, entities

    def decimal(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad(f"invalid {name} specified") from None

    def content(self, name: str) -> bytes | str:
        """A file as it was uploaded, in a part of this name or of one named `attach://…`; else its id."""
        value = self._values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._values.get(value.removeprefix("attach://"))
        if isinstance(value, web.FileField):
            return value.file.read()
        if isinstance(value, bytes):
            return value
        if not value:
            raise bad(f"there is no {name} in the request")
        return str(value)

    def keyboard(self) -> Keyboard:
        markup = self.structure("reply_markup") or {}
        rows: Keyboard = [list(row) for row in markup.get("inline_keyboard", [])]
        buttons = [button for row in rows for button in row]
        if len(buttons) > BUTTON_LIMIT:
            raise bad("reply markup is too long")
        for button in buttons:
            _check(button)
        return rows


def _check(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if "callback_data" in button:
        if not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
    elif "url" not in button:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    elif not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: unsupported URL protocol")


async def read_parameters(request: web.Request) -> Parameters:
    """Collect the parameters of a call. Raises Refusal if the body cannot be read."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            values.update(await request.json())
        except (ValueError, TypeError):
            raise bad("can't parse JSON object") from None
    else:
        values.update(await request.post())
    return Parameters(values)
