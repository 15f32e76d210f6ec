"""The settings of an installation: read once from the environment, `.env` or a folder of secrets."""

import base64
import binascii
import os
import re
import secrets
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.server.addresses import Proxies, networks_in
from handlers.view import MB, FileLimits
from storage.keys import KEY_BYTES, Keyring
from storage.mistakes import mistakes

PREFIX = "MUSHAWARA_"
_SECRET = re.compile("[A-Za-z0-9_-]{32,256}")  # 256 is what Telegram takes: telegram.Bot.set_webhook


class SettingsRefused(Exception):
    """The settings cannot be used; the message says which and what to do."""


class Settings(BaseSettings):
    """Each field is read from `MUSHAWARA_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(
        "sqlite:///mushawara.db",
        repr=False,  # it may hold a password
        description="Where everything is kept: sqlite:///path or postgresql://user:password@host/name",
    )
    keys: Path = Field(
        Path("keys"), description="Folder of the consultations' keys. Not beside the database."
    )
    backups: Path | None = Field(
        None,
        description="Folder of backups, on another disk; who is erased is noted there at once too.",
    )
    master_key: str = Field("", repr=False, description="32 random bytes as base64url; wraps all other keys.")
    master_key_file: Path | None = Field(None, description="A file that holds the master key instead.")
    telegram_token: str = Field("", repr=False, description="The token BotFather gave; empty: no Telegram.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Another Bot API server.")
    public_url: str = Field(
        "", description="Where people reach the web chat, such as https://ask.example.org"
    )
    webhook_secret: str = Field(
        "",
        repr=False,
        description="Telegram brings its updates to PUBLIC_URL/telegram and proves itself by this secret; "
        "empty: updates are fetched. Two, separated by a comma, while one replaces the other.",
    )
    behind_proxy: bool = Field(
        False, description="A proxy of yours speaks HTTPS and says in X-Forwarded-For who asks."
    )
    trusted_proxies: str = Field(
        "",
        description="Its address, or the network it is in, if that is neither this machine nor a private "
        "network, or if not all there may say who asks; several, separated by commas.",
    )
    listen: str = Field("127.0.0.1:8080", description="HOST:PORT on which the web chat listens.")
    largest_photo: int = Field(10, ge=1, le=50, description="MB that a photo may have.")
    largest_file: int = Field(20, ge=1, le=50, description="MB that a recording, video or file may have.")
    apart_after_hours: int = Field(
        72,
        ge=0,
        le=8_760,
        description="Hours for which who joins the staff and who invited them count as one in an approval.",
    )
    files_per_response: int = Field(10, ge=0, le=100, description="Files one person may give to a survey.")

    @field_validator("listen")
    @classmethod
    def _is_address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65_535:
            raise ValueError("write HOST:PORT, for example 127.0.0.1:8080")
        return value

    @field_validator("public_url", "telegram_api_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc):
            raise ValueError("write a whole address, for example https://ask.example.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        if value.startswith(("postgresql://", "postgres://")):
            return value
        if not value.startswith("sqlite:///") or value.removeprefix("sqlite:///") in {"", ":memory:"}:
            raise ValueError("write sqlite:///path or postgresql://user:password@host/name")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _is_networks(cls, value: str) -> str:
        try:
            networks_in(value)
        except ValueError as error:
            raise ValueError("write addresses or networks such as 10.0.0.5, 10.1.0.0/16") from error
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: str) -> str:
        parts = value.split(",")
        if value and (len(parts) > 2 or not all(_SECRET.fullmatch(part) for part in parts)):
            raise ValueError(
                "write what `mushawara secret` prints: 32 to 256 of the letters A-Z, a-z, 0-9, _ and -, "
                "which nobody can guess; two secrets are separated by a comma"
            )
        return value

    @model_validator(mode="after")
    def _webhook_has_an_address(self) -> Self:
        if self.webhook_secret and not self.public_url:
            raise ValueError(
                f"{PREFIX}PUBLIC_URL: {PREFIX}WEBHOOK_SECRET is set, so Telegram must know where to bring "
                "its updates. Set the https address under which a proxy leads here, or take the secret away."
            )
        return self

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The first is told to Telegram; each is accepted. Empty: no webhook."""
        return tuple(self.webhook_secret.split(",")) if self.webhook_secret else ()

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def place(self) -> str:
        """Where people reach the pages, as far as the settings tell."""
        return self.public_url or f"http://{self.listen}"

    @property
    def proxies(self) -> Proxies:
        """Whom it is believed who asks."""
        return Proxies(self.behind_proxy, networks_in(self.trusted_proxies))

    def limits(self) -> FileLimits:
        """How large files may be, and how many."""
        return FileLimits(self.largest_photo * MB, self.largest_file * MB, self.files_per_response)

    def keyring(self) -> Keyring:
        """The keys. Raises `SettingsRefused` without a proper master key."""
        text = self.master_key or (_read(self.master_key_file) if self.master_key_file else "")
        return Keyring(self.keys, _decoded(text.strip()))


def load(**overrides: Any) -> Settings:
    """The settings; `overrides` win. Raises `SettingsRefused` with all that is wrong."""
    try:
        return Settings(_secrets_dir=os.environ.get(f"{PREFIX}SECRETS") or None, **overrides)
    except ValidationError as error:
        raise SettingsRefused("\n".join(_line(*found) for found in mistakes(error))) from error


def _line(place: tuple[int | str, ...], why: str) -> str:
    """A mistake in one setting after its name; one in how they fit together names them itself."""
    return f"{PREFIX}{str(place[0]).upper()}: {why}" if place else why


def new_secret() -> str:
    """A master key, or a webhook secret, as the settings want them."""
    return secrets.token_urlsafe(KEY_BYTES)


def random_bytes(count: int) -> bytes:
    """Chance, from the operating system."""
    return os.urandom(count)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        raise SettingsRefused(f"{PREFIX}MASTER_KEY_FILE: {path} cannot be read: {error.strerror}.") from error


def _decoded(text: str) -> bytes:
    how = f"Make one with `mushawara secret`, and write it into a file .env as {PREFIX}MASTER_KEY=…"
    if not text:
        raise SettingsRefused(f"{PREFIX}MASTER_KEY or {PREFIX}MASTER_KEY_FILE is missing. {how}")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsRefused(f"{PREFIX}MASTER_KEY must be 32 bytes as base64url (43 or 44 letters). {how}")
    return key
