"""Settings: where they come from, and what is refused with a sentence that helps."""

import base64
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import settings
from bot.cli import app
from bot.settings import SettingsRefused

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
GOOD = "a-secret-that-nobody-guesses-at-all"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSHAWARA_LISTEN", "[::1]:9000")
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example.org/")
    loaded = settings.load()
    assert (loaded.host, loaded.port, loaded.public_url) == ("::1", 9000, "https://ask.example.org")


def test_from_a_dotenv_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MUSHAWARA_LISTEN=127.0.0.1:9001\n")
    assert settings.load().port == 9001


def test_from_a_folder_of_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mushawara_master_key").write_text(f"{KEY}\n")
    monkeypatch.setenv("MUSHAWARA_SECRETS", str(tmp_path / "secrets"))
    assert settings.load().keyring().master == bytes(range(32))


def test_the_master_key_from_a_file_and_without_padding(tmp_path: Path) -> None:
    (tmp_path / "master").write_text(KEY.rstrip("=") + "\n")
    assert settings.load(master_key_file=tmp_path / "master").keyring().master == bytes(range(32))


def test_a_new_secret_is_accepted_as_a_master_key_and_for_the_webhook() -> None:
    made = settings.new_secret()
    assert len(settings.load(master_key=made).keyring().master) == 32
    assert settings.load(webhook_secret=made, public_url="https://ask.example.org").webhook_secrets == (made,)


def test_a_command_prints_a_new_secret_each_time() -> None:
    first, second = (CliRunner().invoke(app, ["secret"]).stdout.strip() for _ in range(2))
    assert first != second
    assert len(settings.load(master_key=first).keyring().master) == 32


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("MUSHAWARA_LISTEN", "8080", "write HOST:PORT"),
        ("MUSHAWARA_DATABASE_URL", "mysql://town", "write sqlite:///path or postgresql://"),
        ("MUSHAWARA_LISTEN", "localhost:99999", "write HOST:PORT"),
        ("MUSHAWARA_PUBLIC_URL", "ask.example.org", "write a whole address"),
        ("MUSHAWARA_TRUSTED_PROXIES", "10.0.0.5, proxy", "write addresses or networks"),
        ("MUSHAWARA_TELEGRAM_API_URL", "ftp://example.org", "write a whole address"),
        ("MUSHAWARA_WEBHOOK_SECRET", "not allowed" * 4, "write what `mushawara secret` prints"),
        ("MUSHAWARA_WEBHOOK_SECRET", ",".join([GOOD] * 3), "two secrets are separated by a comma"),
        ("MUSHAWARA_WEBHOOK_SECRET", f"{GOOD},", "two secrets are separated by a comma"),
        ("MUSHAWARA_WEBHOOK_SECRET", GOOD[:31], "32 to 256 of the letters"),
        ("MUSHAWARA_WEBHOOK_SECRET", f"{GOOD},{GOOD[:31]}", "32 to 256 of the letters"),
        ("MUSHAWARA_WEBHOOK_SECRET", "s" * 257, "32 to 256 of the letters"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=f"{name}: .*{why}"):
        settings.load()


def test_a_mistake_of_another_kind_is_said_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsRefused, match="MUSHAWARA_KEYS: is not a path to a file or folder"):
        settings.load(keys=5)


def test_a_webhook_needs_a_secret_and_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    other = settings.new_secret()
    monkeypatch.setenv("MUSHAWARA_WEBHOOK_SECRET", f"{GOOD},{other}")
    with pytest.raises(SettingsRefused, match="MUSHAWARA_PUBLIC_URL: MUSHAWARA_WEBHOOK_SECRET is set"):
        settings.load()
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example.org")
    assert settings.load().webhook_secrets == (GOOD, other)
    monkeypatch.delenv("MUSHAWARA_WEBHOOK_SECRET")
    assert settings.load().webhook_secrets == ()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSHAWARA_MASTER_KEY", KEY)
    monkeypatch.setenv("MUSHAWARA_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example.org")
    monkeypatch.setenv("MUSHAWARA_WEBHOOK_SECRET", "a-secret-of-ours-that-nobody-else-knows")
    shown = repr(settings.load()) + repr(settings.load().keyring())
    assert KEY not in shown
    assert "secret" not in shown.replace("webhook_secrets", "").replace("secrets", "")
