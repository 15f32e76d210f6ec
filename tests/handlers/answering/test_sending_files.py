"""Files and places as answers: what is asked, what is kept, what goes again, and what is never taken."""

import io
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.clock import due_now
from bot.desk import Desk
from handlers.answering.attaching import rounded
from handlers.view import FileLimits
from storage import attachments, collected, consultations, conversations, sealing
from storage.changes import Changes
from storage.consultations import Region
from storage.messages import Location, Wanted
from survey.asking import Asked
from tests.files import SOUND, Pockets, hold, kept, photo
from tests.town import SLUG, Resident, Town, open_town

BEGIN = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]"


@pytest.fixture
async def street(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with open_town(tmp_path, url) as town:
        await hold(town)
        yield town


@pytest.fixture
def pockets(street: Town) -> Pockets:
    pockets = Pockets()
    street.desk.fetchers = dict.fromkeys(("telegram", "web"), pockets.fetch)
    return pockets


async def begun(town: Town, steps: str = "", channel: Any = "telegram") -> Resident:
    resident = town.resident(channel)
    await resident.goes_through(
        f"{BEGIN}{'; [Go on]' if channel == 'web' else ''}{'; ' if steps else ''}{steps}"
    )
    return resident


async def sent(town: Town) -> list[str]:
    """What people sent, as XML."""
    found = collected.each(town.store.database, town.store.keys, SLUG, "real")
    return [sent.document.submission async for _, sent in found]


async def test_a_photo_is_the_answer_and_only_what_it_shows_is_kept(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    assert (await resident.card()).wants == Wanted("image", largest=10_000_000)
    assert "Where and when it was taken is removed." in await resident.sees()
    await resident.does(pockets.file("image", photo()))
    assert "2 of 6" in await resident.sees()
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; a bus")
    assert "A photo of your street: a photo" in await resident.sees()
    await resident.taps("Send")
    (submission,) = await sent(street)
    (name,) = attachments.named_in(submission)
    assert re.search(f"<street>{re.escape(name)}</street>", submission)
    content = await attachments.get(street.store.database, street.store.keys, SLUG, name)
    assert content
    with Image.open(io.BytesIO(content)) as image:
        assert (image.size, dict(image.getexif())) == ((320, 240), {})


async def test_recordings_and_papers_are_kept_as_they_are(street: Town, pockets: Pockets) -> None:
    resident = await begun(street, "[Skip]")
    assert "a voice can be recognised" in await resident.sees()
    await resident.does(pockets.file("audio", SOUND))
    assert "It is kept as it is, with what it tells" in await resident.sees()
    await resident.does(pockets.file("file", b"%PDF-1.7 a letter"))
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Send]")
    (submission,) = await sent(street)
    names = sorted(attachments.named_in(submission), key=lambda name: name.rpartition(".")[2])
    found = [await attachments.get(street.store.database, street.store.keys, SLUG, name) for name in names]
    assert found == [SOUND, b"%PDF-1.7 a letter"]


async def test_another_photo_replaces_the_first_and_can_be_taken_away(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.does(pockets.file("image", photo()))
    await resident.taps("Back")
    assert "You have sent a photo. Send another one to replace it." in await resident.sees()
    await resident.does(pockets.file("image", photo("blue")))
    assert await kept(street) == 1
    await resident.goes_through("[Back]; [Keep this answer]")
    assert await kept(street) == 1
    await resident.goes_through("[Back]; [Take it away]")
    assert await kept(street) == 0
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; [Skip]")
    assert "A photo of your street: no answer" in await resident.sees()


async def test_starting_again_deletes_what_was_sent(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.does(pockets.file("image", photo()))
    street.later(hours=7)
    await resident.writes("hello")
    await resident.taps("Start again")
    assert await kept(street) == 0


async def test_a_file_of_the_response_stays_until_changes_are_sent(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.does(pockets.file("image", photo()))
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]; [Change my answers]")
    first = attachments.named_in(*await sent(street))
    await resident.goes_through("[Change one]; [1. ]")
    await resident.does(pockets.file("image", photo("blue")))
    assert await kept(street) == 2, "the response has its own until the new one is sent"
    street.later(hours=7)
    await resident.goes_through("hello; [Start again]")
    assert await kept(street) == 1
    assert attachments.named_in(*await sent(street)) == first
    await resident.goes_through("/mydata; [Change my answers]; [Change one]; [1. ]")
    await resident.does(pockets.file("image", photo("blue")))
    await resident.taps("Send the changes")
    assert await kept(street) == 1
    assert attachments.named_in(*await sent(street)) != first


@pytest.mark.parametrize("steps", ["/mydata; [Erase my answers]", "/forget; [Erase everything]"])
async def test_erasing_takes_the_files_along_sent_or_not(street: Town, pockets: Pockets, steps: str) -> None:
    resident, other = await begun(street), await begun(street)
    for person in (resident, other):
        await person.does(pockets.file("image", photo()))
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]; [Change my answers]")
    await resident.goes_through("[Change one]; [1. ]")
    await resident.does(pockets.file("image", photo("blue")))
    assert await kept(street) == 3
    await resident.goes_through(steps)
    assert await kept(street) == 1, "the other's"


async def test_mydata_shows_what_was_sent(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.does(pockets.file("image", photo()))
    await resident.writes("/mydata")
    assert "A photo of your street: a photo" in await resident.sees()
    assert "attachment-" not in await resident.sees()


async def test_at_the_close_only_files_of_responses_are_left(street: Town, pockets: Pockets) -> None:
    resident, other = await begun(street), await begun(street)
    for person in (resident, other):
        await person.does(pockets.file("image", photo()))
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]")
    street.later(days=30)
    await due_now(street.store, street.now)
    assert await kept(street) == 1
    (name,) = attachments.named_in(*await sent(street))
    assert await attachments.get(street.store.database, street.store.keys, SLUG, name)


async def test_files_of_a_trial_go_at_the_opening(tmp_path: Path, url: str) -> None:
    async with open_town(tmp_path, url) as town:
        await hold(town, state="scheduled")
        pockets = Pockets()
        town.desk.fetchers = {"telegram": pockets.fetch}
        maker = town.resident()
        token = town.store.keys.trial_token(SLUG)
        await maker.goes_through(f"/start {SLUG}_{token}; [English]; [Continue]; [No]; [I agree]")
        await maker.does(pockets.file("image", photo()))
        assert await kept(town) == 1
        await due_now(town.store, town.now)
        assert await kept(town) == 0


# What is not taken


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("image", b"\xff\xd8\xff broken", "It may be damaged."),
        ("file", b"MZ a program", "That is not a photo that I can read."),
        ("file", SOUND, "That is not a photo that I can read."),
        ("audio", SOUND, "That is not a photo that I can read."),
        ("image", b"", "I could not get that file."),
        ("file", b"\x00\x00\x00\x24ftypheic of a phone", "Please take a screenshot of it"),
        ("file", b"\x00\x00\x00\x20ftypavif of a page", "Please take a screenshot of it"),
        ("image", b"GIF89a that moves", "Please take a screenshot of it"),
    ],
)
async def test_a_wrong_or_broken_file_is_answered_and_not_kept(
    street: Town, pockets: Pockets, kind: Any, content: bytes, sentence: str
) -> None:
    resident = await begun(street)
    await resident.does(pockets.file(kind, content))
    assert sentence in await resident.sees()
    assert "1 of 6" in await resident.sees()
    assert await kept(street) == 0
    await resident.does(pockets.file("image", photo()))
    assert "2 of 6" in await resident.sees()


async def test_nothing_is_fetched_that_no_question_wants(street: Town, pockets: Pockets) -> None:
    stranger = street.resident()
    await stranger.does(pockets.file("image", photo()))
    resident = await begun(street)
    await resident.does(pockets.file("audio", SOUND))
    await resident.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; [Skip]")
    await resident.does(pockets.file("image", photo()))
    assert "I cannot open that." in await resident.sees()
    assert pockets.fetched == []


async def test_what_is_said_to_be_too_large_is_not_even_fetched(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.does(pockets.file("image", bytes(10_000_001)))
    assert "That file is too large. It may have up to 10 MB." in await resident.sees()
    assert pockets.fetched == []


async def test_no_more_files_than_the_operator_allows(street: Town, pockets: Pockets) -> None:
    street.desk = Desk(street.store, clock=lambda: street.now, limits=FileLimits(files=1))
    street.desk.fetchers = {"telegram": pockets.fetch}
    resident = await begun(street)
    await resident.does(pockets.file("image", photo()))
    await resident.does(pockets.file("audio", SOUND))
    assert "You have sent as many files as I can keep." in await resident.sees()
    await resident.taps("Back")
    await resident.does(pockets.file("image", photo("blue")))
    assert "2 of 6" in await resident.sees()
    assert await kept(street) == 1


async def test_words_are_not_a_file(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.writes("attachment-00000000000000000000000000000000.jpg")
    assert "This question asks for a file." in await resident.sees()
    assert "1 of 6" in await resident.sees()


async def test_the_name_of_a_file_is_no_answer_and_never_leads_to_that_file(
    street: Town, pockets: Pockets
) -> None:
    somebody, nosy = await begun(street), await begun(street, "[Skip]; [Skip]; [Skip]; [Skip]; [Skip]")
    await somebody.does(pockets.file("image", photo()))
    await somebody.goes_through("[Skip]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]")
    (name,) = attachments.named_in(*await sent(street))
    for written in (name, f"see {name} there"):
        await nosy.writes(written)
        assert "I cannot take the name of a file." in await nosy.sees()
        assert "6 of 6" in await nosy.sees()
    await nosy.goes_through("/forget; [Erase everything]")
    assert await kept(street) == 1, "the other's"


@pytest.mark.parametrize("steps", ["[Skip]", "[Skip]; [Skip]"])
async def test_what_is_kept_as_it_is_is_said_to_tell_where_and_when_before_it_is_sent(
    street: Town, steps: str
) -> None:
    resident = await begun(street, steps)
    seen = await resident.sees()
    assert "It is kept as it is" in seen
    assert "where and when" in seen


async def test_of_several_sent_together_the_first_is_the_answer_and_the_others_are_told(
    street: Town, pockets: Pockets
) -> None:
    resident = await begun(street)
    album = [replace(pockets.file("image", photo(colour)), album="77") for colour in ("red", "blue")]
    album.append(replace(pockets.file("audio", SOUND), album="77"))
    for each in album:
        await resident.does(each)
    assert "2 of 6" in await resident.sees(), "the recording was not meant for it"
    assert "You sent several together. I took the first." in await resident.sees()
    assert await kept(street) == 1
    await resident.does(pockets.file("audio", SOUND))
    assert "3 of 6" in await resident.sees()
    assert "You sent several together." not in await resident.sees()


async def test_of_an_album_whose_first_cannot_be_taken_the_next_is(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    await resident.does(replace(pockets.file("image", b"\xff\xd8\xff broken"), album="77"))
    await resident.does(replace(pockets.file("image", photo()), album="77"))
    assert "2 of 6" in await resident.sees()


async def test_a_file_is_sealed_away_from_the_event_loop(
    street: Town, pockets: Pockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[threading.Thread] = set()

    def watched(*args: Any) -> bytes:
        threads.add(threading.current_thread())
        return sealing.seal(*args)

    monkeypatch.setattr(attachments, "seal", watched)
    resident = await begun(street)
    await resident.does(pockets.file("image", photo()))
    assert await kept(street) == 1
    assert threads
    assert threading.main_thread() not in threads


async def test_after_a_long_pause_the_welcome_comes_before_a_file(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    street.later(hours=7)
    await resident.does(pockets.file("image", photo()))
    assert "Welcome back." in await resident.sees()
    assert await kept(street) == 0


async def test_a_file_for_a_question_that_is_past_is_not_kept_and_it_is_said(
    street: Town, pockets: Pockets
) -> None:
    resident = await begun(street, channel="web")
    late = (await resident.button("Choose a photo")).data
    await resident.taps("Skip")
    before = await resident.card()
    await resident.does(pockets.file("image", photo(), late))
    assert await kept(street) == 0
    now = await resident.card()
    assert (now.title, now.progress) == (before.title, before.progress)
    assert now.notice.startswith("Your last message was sent before this appeared")
    at_hand = (await resident.button("Choose or make a recording")).data
    await resident.does(pockets.file("audio", SOUND, at_hand))
    assert "3 of 6" in await resident.sees()


async def test_the_same_file_twice_is_one_answer(street: Town, pockets: Pockets) -> None:
    resident = await begun(street)
    file = pockets.file("image", photo())
    for _ in range(2):
        await resident.does(file, key="telegram:77")
    assert await kept(street) == 1
    assert "2 of 6" in await resident.sees()


# Places


async def at_home(town: Town, channel: Any = "telegram") -> Resident:
    return await begun(town, "[Skip]; [Skip]; [Skip]", channel)


@pytest.mark.parametrize(
    "said", [Location(33.573112, -7.589849), "33.573112, -7.589849", "٣٣٫٥٧٣١١٢، -٧٫٥٨٩٨٤٩"]
)
async def test_a_place_is_kept_to_about_a_kilometre(street: Town, said: Any) -> None:
    resident = await at_home(street)
    assert "I keep it to about 1 km, and nothing finer." in await resident.sees()
    await (resident.writes(said) if isinstance(said, str) else resident.does(said))
    assert "5 of 6" in await resident.sees()
    await resident.goes_through("[Skip]; [Skip]")
    assert "Where do you live? 33.57, -7.59" in await resident.sees()
    await resident.taps("Send")
    (submission,) = await sent(street)
    assert "<home>33.57 -7.59 0 0</home>" in submission


async def test_a_form_may_ask_for_more_and_says_so(street: Town) -> None:
    resident = await begun(street, "[Skip]; [Skip]; [Skip]; [Skip]")
    assert "To mend it." in await resident.sees()
    assert "I keep it to about 100 m, and nothing finer." in await resident.sees()
    assert (await resident.card()).wants == Wanted("place", decimals=3)
    await resident.does(Location(33.573112, -7.589849))
    await resident.goes_through("[Skip]; [Send]")
    assert "<pump>33.573 -7.590 0 0</pump>" in (await sent(street))[0]


async def test_nothing_finer_is_stored_not_even_in_the_draft(street: Town) -> None:
    resident = await at_home(street)
    await resident.does(Location(33.573112, -7.589849))
    person = await street.desk.whose("telegram", resident.address)
    assert person
    loaded = await conversations.load(street.store.database, street.store.keys, person)
    draft = loaded.conversation.draft
    assert draft
    assert "33.57 -7.59" in draft.state
    assert "33.573" not in draft.state
    assert "7.589" not in draft.state


@pytest.mark.parametrize("said", [Location(91.0, 0.0), Location(0.0, -181.0), Location(float("nan"), 0.0)])
async def test_a_place_that_is_not_on_the_map_is_refused(street: Town, said: Location) -> None:
    resident = await at_home(street)
    await resident.does(said)
    assert "I could not read that as a place." in await resident.sees()
    assert "4 of 6" in await resident.sees()


async def test_a_place_that_stands_can_be_kept(street: Town) -> None:
    resident = await at_home(street)
    await resident.goes_through("33.57, -7.59; [Back]")
    assert (await resident.card()).written == "33.57, -7.59"
    await resident.taps("Keep this answer")
    assert "5 of 6" in await resident.sees()


REGIONS = (
    Region("jadida", "", {"en": "El Jadida", "fr": "El Jadida", "ar": "الجديدة"}, place="33.2316 -8.5007"),
    Region("one", "", {"en": "Oulad Frej", "fr": "Ouled Frej", "ar": "أولاد فرج"}, place="32.97 -8.23"),
    Region("two", "", {"en": "Oulad Frej", "fr": "Ouled Fredj", "ar": "أولاد افرج"}, place="32.95 -8.2"),
    Region("three", "", {"en": "Nowhere", "fr": "Nulle part", "ar": "لا مكان"}),
)


@pytest.mark.parametrize("name", ["el jadida", "El-Jadida", "الجديده"])
async def test_a_place_by_the_name_of_a_region(street: Town, name: str) -> None:
    await street.store.apply(Changes(consultations.put_regions(SLUG, REGIONS)))
    resident = await at_home(street)
    assert "Or write the name of a place, for example Oulad Frej: then I keep where" in await resident.sees()
    await resident.writes(name)
    await resident.goes_through("[Skip]; [Skip]; [Send]")
    assert "<home>33.23 -8.50 0 0</home>" in (await sent(street))[0]


@pytest.mark.parametrize("name", ["Oulad Frej", "Nowhere", "Atlantis", "..."])
async def test_a_name_that_is_not_one_place_is_asked_again(street: Town, name: str) -> None:
    await street.store.apply(Changes(consultations.put_regions(SLUG, REGIONS)))
    resident = await at_home(street)
    await resident.writes(name)
    assert "I could not read that as a place." in await resident.sees()
    assert "4 of 6" in await resident.sees()


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["", "100", "10"]))
def test_rounding_is_small_and_final(latitude: float, longitude: float, accuracy: str) -> None:
    asked = Asked("/d/p", "p", "geopoint", "", "", (), "", 1, 1, False, False, True, accuracy=accuracy)
    value = rounded(asked, f"{latitude:.12f} {longitude:.12f} 55 3")
    step = {"": 0.01, "100": 0.001, "10": 0.0001}[accuracy]
    kept_latitude, kept_longitude, altitude, fine = map(float, value.split())
    assert abs(kept_latitude - latitude) <= step / 2 + 1e-9
    assert abs(kept_longitude - longitude) <= step / 2 + 1e-9
    assert (altitude, fine) == (0, 0)
    assert rounded(asked, value) == value
    assert "-0.00 " not in f"{value} "
