"""Another version of a survey: its mistakes named, looked at as people see it, published just so."""

import asyncio
import gzip
import re
import threading
from dataclasses import replace
from typing import Any

import pytest

from bot.dashboard.sending import LARGEST
from handlers import form_importer
from storage import consultations, proposals, staff, uploads
from storage.changes import Changes
from storage.erasure_keys import NO_KEY
from storage.housekeeping import sweep
from survey.importer import Imported
from tests.bot.dashboard.office import ANOTHER, MISTAKEN, Browser, Office, done, hired, link
from tests.looking import ask
from tests.pictures import png
from tests.town import REGIONS, SLUG, START, SURVEY, Town

HERE = f"/admin/consultations/{SLUG}/surveys"
ONE = f"{HERE}/residents"
WAITS = "This was uploaded. People do not see it yet."


async def gives(
    browser: Browser, form: str | bytes, *beside: tuple[str, bytes], name: str = "survey.md"
) -> int:
    content = form.encode() if isinstance(form, str) else form
    files = [("media", *each) for each in beside]
    return await browser.uploads(HERE, ("form", name, content), *files, survey="residents")


async def publishes(browser: Browser) -> None:
    await browser.opens(ONE)
    await browser.sends(ONE, seen=browser.hidden("seen"))


async def version(town: Town, slug: str = SLUG) -> int:
    return (await consultations.latest(town.store.database, slug))["residents"].number


async def test_every_mistake_is_named_with_its_place_and_what_to_do(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        assert await gives(browser, MISTAKEN) == 422
        assert "The file has 3 mistakes. Nothing was changed." in browser.page
        for told in (
            'Did you mean <code dir="auto">right</code>?',
            "</code> is not a type of question.",
            "<bdi>survey</bdi>",
        ):
            assert told in browser.page
        assert re.search(
            r"<bdi>survey</bdi></td>\s*<td[^>]*><bdi>4</bdi></td>\s*<td[^>]*><bdi>type<", browser.page
        )
        await browser.opens(ONE)
        assert "This is what people are asked now." in browser.page
        assert 'name="seen"' not in browser.page
    assert await version(town) == 1
    assert await done(town) == []


async def test_what_was_looked_at_is_published_and_all_else_stays(town: Town, office: Office) -> None:
    lived_in = [replace(each, population=1_000, outline="M0 0H9V9Z") for each in REGIONS]
    await town.store.apply(Changes(consultations.put_regions(SLUG, lived_in)))
    before = await town.consultation()
    async with office.signed_in(await hired(town)) as browser:
        assert await gives(browser, ANOTHER) == 200
        assert WAITS in browser.page
        assert "What should come first?" in browser.page
        assert "Whoever has begun goes on with the version they began with." in browser.page
        await browser.opens(f"{ONE}?in=ar")
        assert "أين تسكنون؟" in browser.page
        assert 'lang="ar" dir="rtl"' in browser.page
        assert await version(town) == 1, "looking publishes nothing"
        await publishes(browser)
        assert "It is done." in browser.page
        assert browser.path == HERE
        await gives(browser, ANOTHER)
        assert "Nothing has changed: this version is there already." in browser.page
    assert await version(town) == 2
    form = await town.store.form(SLUG, "residents", 2)
    assert form.label("/data/wish", "en") == "What should come first?"
    assert await done(town) == [f"applied {SLUG}"]
    assert await consultations.regions(town.store.database, SLUG) == lived_in
    assert await town.consultation() == before


async def test_nothing_but_what_was_looked_at_is_published(town: Town, office: Office) -> None:
    first, second = await hired(town), await hired(town, "owner", "Driss")
    await town.store.apply(Changes(staff.remove(second, NO_KEY)))
    async with office.signed_in(first) as browser:
        await browser.sends(ONE, seen="0" * 64)
        assert "This was decided, or taken back." in browser.page
        await gives(browser, ANOTHER)
        await browser.opens(ONE)
        seen = browser.hidden("seen")
        await gives(browser, SURVEY)
        await browser.sends(ONE, seen=seen)
        assert "It was changed meanwhile." in browser.page
        assert await version(town) == 1
        await publishes(browser)
        await browser.sends(ONE, seen=seen)
    assert await version(town) == 2
    form = await town.store.form(SLUG, "residents", 2)
    assert form.label("/data/wish", "en") == "What should change first?"


async def test_where_people_answer_a_second_person_looks_first(town: Town, office: Office) -> None:
    first, second = await hired(town), await hired(town, "owner", "Driss")
    waiting = f"/admin/waiting/{proposals.identity('change', SLUG).hex()}"
    async with office.signed_in(first) as author, office.signed_in(second) as other:
        await gives(author, ANOTHER)
        assert "A second person is asked first." in author.page
        await publishes(author)
        assert "It waits for a second person now." in author.page
        assert await version(town) == 1
        await author.sends(f"{waiting}/approve", seen="")
        assert await version(town) == 1, "nobody approves their own"
        await other.opens(waiting)
        assert "What should come first?" in other.page
        await other.sends(f"{waiting}/approve", seen=other.hidden("seen"))
        assert "It is approved." in other.page
    assert await version(town) == 2
    assert await done(town) == [f"asked change {SLUG}", f"approved change {SLUG}"]


async def test_before_it_opens_it_counts_at_once_but_does_not_open_unseen(town: Town, office: Office) -> None:
    await town.hold(state="scheduled", slug="water", opens=START.replace(day=27))
    first, second = await hired(town), await hired(town, "owner", "Driss")
    here = "/admin/consultations/water"
    waiting = f"/admin/waiting/{proposals.identity('consultation', 'water').hex()}"
    async with office.signed_in(first) as author, office.signed_in(second) as other:
        await author.uploads(f"{here}/surveys", ("form", "a.md", ANOTHER.encode()), survey="residents")
        assert "It opens once a second person has approved it." in author.page
        await author.sends(f"{here}/surveys/residents", seen=author.hidden("seen"))
        assert await version(town, "water") == 2
        await author.sends(f"{waiting}/approve", seen="")
        await author.sends(f"{here}/open")
        assert "It opens once a second person has approved it." in author.page, "who wrote it is not enough"
        await other.opens(waiting)
        await other.sends(f"{waiting}/approve", seen=other.hidden("seen"))
        await author.sends(f"{here}/open")
        assert "It is done." in author.page
    found = await consultations.get(town.store.database, "water")
    assert found
    assert found.state == "open"


async def test_two_who_publish_at_once_publish_once(town: Town, office: Office) -> None:
    person = await hired(town)
    async with office.signed_in(person) as one, office.signed_in(person) as other:
        await gives(one, ANOTHER)
        await other.opens(ONE)
        seen = other.hidden("seen")
        await asyncio.gather(one.sends(ONE, seen=seen), other.sends(ONE, seen=seen))
        said = sorted("It is done." in each.page for each in (one, other))
        assert said == [False, True]
    assert await version(town) == 2


async def test_everybody_goes_on_while_a_file_is_read(
    town: Town, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def read(*given: Any) -> Imported:
        reading.set()
        assert go_on.wait(60)
        return apart(*given)

    apart = form_importer._import
    monkeypatch.setattr(form_importer, "_import", read)
    person = await hired(town)
    async with office.signed_in(person) as browser, office.signed_in(person) as other:
        given = asyncio.create_task(gives(browser, ANOTHER))
        assert await asyncio.to_thread(reading.wait, 60)
        assert await other.opens(HERE) == 200
        go_on.set()
        assert await given == 200


async def test_what_the_results_are_counted_by_stays(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        text = SURVEY.replace("| select_one place | region |", "| text | region |")
        assert await gives(browser, text) == 422
        assert "Results are counted by it: put it back" in browser.page
        text = SURVEY.replace("| place | jadida |", "| place | atlantis |")
        assert await gives(browser, text) == 422
        assert "has choices that are no region: atlantis." in browser.page


async def test_a_reader_sees_how_it_looks_and_changes_nothing(town: Town, office: Office) -> None:
    async with (
        office.signed_in(await hired(town)) as browser,
        office.signed_in(await hired(town, "reader", "Driss")) as reader,
    ):
        await gives(browser, ANOTHER)
        assert await gives(reader, ANOTHER) == 403
        await reader.opens(HERE)
        assert 'type="file"' not in reader.page
        await reader.opens(ONE)
        assert "What should come first?" in reader.page
        assert 'name="seen"' not in reader.page


async def test_pictures_come_with_it_and_stay_with_the_next_version(town: Town, office: Office) -> None:
    shown = SURVEY.replace("| constraint |", "| constraint | media::image |").replace(
        "| | . > 0 |", "| | . > 0 | home.png |"
    )
    async with office.signed_in(await hired(town)) as browser:
        assert await gives(browser, shown) == 422
        assert 'There is no file <code dir="auto">home.png</code>' in browser.page
        assert await gives(browser, shown, ("home.png", png())) == 200
        digest = browser.page.split('src="/media/')[1].split('"')[0]
        await town.store.apply(Changes(sweep(int(town.now.timestamp()))))
        assert ask(town.store.database, f"SELECT count(*) FROM media WHERE digest = '{digest}'") == [(1,)]
        await publishes(browser)
        await gives(browser, shown.replace("What should change first?", "And now?"))
        assert f'src="/media/{digest}"' in browser.page


async def test_what_nobody_publishes_is_forgotten_after_a_day(town: Town, office: Office) -> None:
    person = await hired(town)
    async with office.signed_in(person) as browser:
        await gives(browser, ANOTHER)
        town.later(seconds=uploads.LASTS)
        await browser.enters(await link(town, person))
        await browser.opens(ONE)
        assert "This is what people are asked now." in browser.page
    assert ask(town.store.database, "SELECT count(*) FROM upload") == [(1,)]
    await town.store.apply(Changes(sweep(int(town.now.timestamp()))))
    assert ask(town.store.database, "SELECT count(*) FROM upload") == [(0,)]


async def test_the_second_person_sees_hints_and_pictures_too(town: Town, office: Office) -> None:
    first, second = await hired(town), await hired(town, "owner", "Driss")
    waiting = f"/admin/waiting/{proposals.identity('change', SLUG).hex()}"
    shown = SURVEY.replace("| constraint |", "| constraint | media::image | hint |").replace(
        "| | . > 0 |", "| | . > 0 | home.png | All who sleep there. |"
    )
    async with office.signed_in(first) as author, office.signed_in(second) as other:
        assert await gives(author, shown, ("home.png", png())) == 200
        digest = author.page.split('src="/media/')[1].split('"')[0]
        await publishes(author)
        await other.opens(waiting)
        assert "All who sleep there." in other.page
        assert "Pictures and recordings: home.png" in other.page
        assert f'<img src="/media/{digest}"' in other.page


async def test_when_it_has_ended_nothing_is_taken_any_more(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await gives(browser, ANOTHER)
        seen = browser.hidden("seen")
        await town.store.apply(Changes((consultations.move(SLUG, "open", "closed"),)))
        await gives(browser, ANOTHER)
        assert "It cannot be done any more." in browser.page
        await browser.sends(ONE, seen=seen)
        assert "It cannot be done any more." in browser.page
        await browser.opens(HERE)
        assert 'type="file"' not in browser.page
    assert await version(town) == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("survey.xlsx", b"PK\x03\x04 and no more", "cannot be read as .xlsx"),
        ("survey.pdf", b"%PDF", 'A form is an .xlsx, .csv or .md file, not <code dir="auto">.pdf</code>.'),
        ("survey", b"?", "A form is an .xlsx, .csv or .md file"),
        ("survey.md", b" ", "The file is empty."),
        ("survey.csv", b"\xff\xfe\x00", "The text is not in UTF-8."),
        ("survey.md", b"a" * 5_000_001, "The file is too large."),
        ("survey.md", SURVEY.replace("| integer |", "| <i>x |").encode(), "&lt;i&gt;x</code> is not a type"),
    ],
    ids=["broken", "PDF", "nameless", "empty", "no UTF-8", "large", "marked up"],
)
async def test_a_file_that_is_no_form_is_told_so(
    town: Town, office: Office, name: str, content: bytes, told: str
) -> None:
    async with office.signed_in(await hired(town)) as browser:
        assert await gives(browser, content, name=name) == 422
        assert told in browser.page


async def test_what_no_form_of_ours_sends_is_not_read(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        assert await browser.sends(HERE, survey="residents") == 400
        assert await browser.uploads(HERE, survey="residents") == 400
        form = ("form", "a.md", ANOTHER.encode())
        assert await browser.uploads(HERE, form, survey="nobody") == 404
        assert await browser.uploads(HERE, form, form, survey="residents") == 400
        assert await browser.uploads(HERE, *[form] * 300, survey="residents") == 400
        assert await browser.uploads(HERE, ("form", "a.md", bytes(LARGEST)), survey="residents") == 413
        assert "Please send a shorter text or smaller files." in browser.page
        multipart = {**browser.ours, "Content-Type": "multipart/form-data; boundary=x"}
        for headers, body in (
            ({**multipart, "Content-Encoding": "gzip"}, gzip.compress(b"--x--")),
            ({**browser.ours, "Content-Type": "multipart/form-data"}, b"--x--"),
            (multipart, b"--y"),
            (multipart, b"--x\r\nno header\r\n\r\n1\r\n--x--\r\n"),
            (multipart, b"--x\r\n" + b"A: b\r\n" * 2_000 + b"\r\n1\r\n--x--\r\n"),
        ):
            sent = await browser.session.post(office.server.make_url(HERE), data=body, headers=headers)
            assert sent.status == 400
    assert await version(town) == 1
