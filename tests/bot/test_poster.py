"""`mushawara poster`: what it says in each language, and where its codes lead."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.poster import poster
from storage.consultations import Consultation
from tests.bot.conftest import Run, slug_of
from tests.town import plain, terms


def held(**changed: object) -> Consultation:
    agreed = terms(**changed)
    return Consultation(agreed, "open", agreed.opens, agreed.closes)


def test_one_page_a_language_each_in_its_direction() -> None:
    html = plain(poster(held(), "https://ask.example", "town_bot"))
    assert html.count("<article") == 3
    assert '<article lang="ar" dir="rtl">' in html
    for text in ("You give no name.", "Vous ne donnez pas de nom.", "لا تعطون اسما"):
        assert text in html
    assert html.count("<svg") == 6


def test_the_last_day_is_the_last_on_which_one_can_answer() -> None:
    closes = terms().closes.replace(day=21, hour=0, minute=0, second=0)
    assert "until 20 December 2026" in plain(poster(held(closes=closes), "https://ask.example", ""))
    later = closes + timedelta(hours=1)
    assert "until 21 December 2026" in plain(poster(held(closes=later), "https://ask.example", ""))


def test_it_needs_nothing_from_anywhere_and_runs_nothing() -> None:
    html = poster(
        held(title={"en": "<script>alert(1)</script>", "fr": "x", "ar": "x"}), "https://ask.example", "b_ot"
    )
    assert "<script" not in html
    for fetched in ("src=", "href=", "url(", "@import"):
        assert fetched not in html


def test_without_telegram_nobody_is_sent_there_and_without_the_web_nobody_promised_no_account() -> None:
    web, telegram = poster(held(), "https://ask.example", ""), poster(held(), "", "town_bot")
    assert "Telegram" not in web
    assert "account" not in telegram


def test_who_needs_a_code_is_told() -> None:
    assert "You need the code that you were given." in poster(held(access="code"), "https://ask.example", "")
    assert "You need the code" not in poster(held(), "https://ask.example", "")


def test_the_command(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slug, out = slug_of(folder), tmp_path / "poster.html"
    with pytest.raises(SystemExit, match="no way to take part yet"):
        run("poster", slug, "--out", str(out))
    with pytest.raises(SystemExit, match="is not a username"):
        run("poster", slug, "--out", str(out), "--bot", "https://t.me/x")
    assert not out.exists()
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example")
    assert "print it" in run("poster", slug, "--out", str(out), "--bot", "@town_bot").output
    text = out.read_text(encoding="utf-8").replace("</span><wbr><span>", "")
    assert f"ask.example/chat/{slug}" in text
    assert f"t.me/town_bot?start={slug}" in text
    run("consultation", "open", slug)
    run("consultation", "close", slug, "--yes")
    with pytest.raises(SystemExit, match="has ended"):
        run("poster", slug, "--out", str(out))
