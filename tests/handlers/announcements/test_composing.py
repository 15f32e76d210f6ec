"""An announcement as the chat asks for it: whom, how often, until when, with what."""

import io
from datetime import datetime

import pytest
from PIL import Image

from bot.clock import due_now
from storage import announcements, interests, media
from storage.announcements import Announcement
from storage.changes import Changes
from storage.housekeeping import sweep
from storage.messages import File, Location, Tap
from tests import followers
from tests.events import follower, hears
from tests.files import Pockets, photo
from tests.handlers.staff.test_administering import AT_ONCE, WRITING, states
from tests.looking import ask
from tests.staff import colleague
from tests.town import SLUG, Resident, Town, plain, words

LATER = f"{WRITING}; [At a time]; 25/11/2026 14:30"
TOPICS = {"housing": words("Housing"), "water": words("Water")}
PDF = b"%PDF-1.7 a flyer"


async def draft(town: Town) -> Announcement:
    (found,) = await announcements.of(town.store.database, SLUG)
    return found


async def sends(town: Town, somebody: Resident, content: bytes) -> None:
    pockets = Pockets()
    town.desk.fetchers["telegram"] = pockets.fetch
    await somebody.does(pockets.file("file", content))


async def test_only_who_follows_the_topic_and_reads_the_language_gets_it(town: Town) -> None:
    await town.hold_again(topics=TOPICS)
    somebody = await colleague(town)
    wanted = await followers.follower(town, language="fr", channel="web")
    other_language = await followers.follower(town, channel="web")
    await followers.follower(town, language="fr", channel="web")  # follows no topic
    await town.store.apply(
        Changes(tuple(interests.follow_topic(each, SLUG, "water") for each in (wanted, other_language)))
    )
    await somebody.goes_through(f"{AT_ONCE}; [Choose topics]; [Water]; [Done]; [only in Français]; [Next]")
    seen = await somebody.sees()
    assert "To: all who follow · Water · Français" in seen
    assert "The hall is open." not in seen, "nobody reads it in another language"
    await somebody.taps("Send it")
    await due_now(town.store, town.now)
    (found,) = await announcements.of(town.store.database, SLUG)
    assert await told_to(town, found.id) == [wanted]


async def told_to(town: Town, announcement: bytes) -> list[bytes]:
    rows = ask(town.store.database, "SELECT person FROM delivery WHERE announcement = ?", announcement)
    return [bytes(row[0]) for row in rows]


async def test_one_language_alone_is_enough_for_those_who_read_it(town: Town) -> None:
    resident = await follower(town, "Français")
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Announce]; [Skip]; La salle est ouverte.; [Skip]")
    await somebody.goes_through("[As soon as]; [Skip]; [Send]; [only in Français]; [Next]; [Send it]")
    await due_now(town.store, town.now)
    assert [text.partition("\n")[0] for text in await hears(town, resident)] == ["La salle est ouverte."]


async def test_who_chose_another_language_meanwhile_gets_no_empty_message(town: Town) -> None:
    resident = await follower(town, "Français")
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Announce]; [Skip]; La salle est ouverte.; [Skip]")
    await somebody.goes_through("[As soon as]; [Skip]; [Send]; [only in Français]; [Next]; [Send it]")
    await due_now(town.store, town.now)
    await resident.goes_through("/language; [English]")
    assert [text.partition("\n")[0] for text in await hears(town, resident)] == ["La salle est ouverte."]


@pytest.mark.parametrize(
    ("again", "last", "days"),
    [
        ("Every day", "27/11/2026", "It comes on: 25 November 2026, 26 November 2026, 27 November 2026"),
        (
            "Every week",
            "24/12/2026",
            "It comes 5 times, first on 25 November 2026, 2 December 2026, 9 December 2026, "
            "and last on 23 December 2026.",
        ),
        ("Every month", "31/12/2026", "It comes on: 25 November 2026, 25 December 2026"),
    ],
)
async def test_it_comes_again_as_was_said_in_plain_words(
    town: Town, again: str, last: str, days: str
) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{LATER}; [{again}]; {last}; [Skip]; [Send]; [Next]")
    seen = await somebody.sees()
    assert days in seen
    assert "FREQ" not in seen
    await somebody.taps("Send it")
    assert (await draft(town)).state == "waiting"
    town.later(days=1)
    await due_now(town.store, town.now)
    found = await announcements.of(town.store.database, SLUG)
    assert len([each for each in found if each.series]) == 1


@pytest.mark.parametrize(
    ("again", "last", "why"),
    [
        ("Every week", "30/11/2026", "It would come only once."),
        ("Every day", "01/01/2029", "more than 400 times"),
        ("Every day", "24/11/2026", "It would come never"),
    ],
)
async def test_an_end_that_does_not_fit_is_asked_for_again(
    town: Town, again: str, last: str, why: str
) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{LATER}; [{again}]; {last}")
    assert why in await somebody.sees()
    assert "Until which day?" in await somebody.sees()


async def test_what_comes_again_is_for_no_audience_that_can_be_told_once_only(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{LATER}; [Every day]; 27/11/2026; [Skip]; [Send]")
    assert "followers who have not answered" not in await somebody.sees()
    here = (await somebody.card()).turns.removesuffix("part")
    await somebody.does(Tap(f"{here}wunanswered"))
    assert (await draft(town)).audience == "everybody"


async def test_when_it_is_too_late_is_seen_and_kept(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{WRITING}; [As soon as]; 24/11/2026 09:30")
    assert "It would be too late before it goes out." in await somebody.sees()
    await somebody.goes_through("24/11/2026 20:00; [Send]; [Next]")
    assert "Not sent any more after: 24 November 2026, 20:00" in await somebody.sees()
    await somebody.taps("Send it")
    local = datetime.fromtimestamp((await draft(town)).expires, (await town.consultation()).terms.zone)
    assert f"{local:%d %H:%M}" == "24 20:00"


async def test_a_picture_goes_along_without_what_it_tells_of_its_maker(town: Town) -> None:
    resident = await follower(town)
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Next]; [Picture or document]")
    await sends(town, somebody, photo())
    (shown,) = (await somebody.card()).media
    assert shown.kind == "image"
    kept = await media.one(town.store.database, shown.digest)
    assert kept
    with Image.open(io.BytesIO(kept[1])) as drawn:
        assert not drawn.getexif()
    await somebody.taps("Send it")
    await due_now(town.store, town.now)
    (news,) = await town.desk.news(resident.address)
    assert news.medium
    assert news.medium.digest == shown.digest


async def test_who_approves_sees_the_document_itself(town: Town) -> None:
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through(f"{AT_ONCE}; [Next]; [Picture or document]")
    await sends(town, author, PDF)
    await author.taps("Send for approval")
    await other.goes_through("/admin; [Waiting]; [The hall]")
    (shown,) = (await other.card()).media
    assert shown.kind == "file"
    assert await media.one(town.store.database, shown.digest) == ("application/pdf", PDF)


async def test_what_is_no_picture_and_no_pdf_is_not_taken(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Next]; [Picture or document]")
    await sends(town, somebody, b"GIF89a")
    assert "I can take a picture" in await somebody.sees()
    await somebody.does(File("file", 10_000_001, "reference"))
    assert "up to 10 MB" in await somebody.sees()
    await somebody.does(Location(33.0, -8.0))
    assert (await draft(town)).medium == ""
    await sends(town, somebody, PDF)
    assert (await draft(town)).medium
    await somebody.goes_through("[Picture or document]; [Take it away]")
    assert (await draft(town)).medium == ""


async def test_a_text_that_is_too_long_below_a_picture_is_said_so(town: Town) -> None:
    somebody = await colleague(town)
    long = WRITING.replace("The hall is open.", "x" * 1000)
    await somebody.goes_through(f"{long}; [As soon as]; [Skip]; [Send]; [Next]; [Picture or document]")
    await sends(town, somebody, PDF)
    await somebody.taps("Send it")
    assert "at most 950 letters" in plain(await somebody.sees())
    assert await states(town) == ["draft"]


async def test_what_is_changed_keeps_whom_it_goes_to_and_when(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{LATER}; [Every day]; 27/11/2026; 25/11/2026 20:00; [Send]")
    await somebody.goes_through("[only in English]; [Next]; [Change something]; [Change one]; [1. ]; Shut.")
    before = await draft(town)
    await somebody.goes_through("[Send]; [Next]")
    after = await draft(town)
    assert after.texts["en"] == "Shut."
    same = ("local", "rule", "expires", "language", "regions", "topics")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]


async def test_where_several_consultations_are_open_staff_choose_one(town: Town) -> None:
    await town.hold(slug="water-2026", title=words("Water"))
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Water]; [Announce]; The well.; Le puits.; البئر")
    await somebody.goes_through("[As soon as]; [Skip]; [Send]; [Next]; [Send it]")
    (found,) = await announcements.of(town.store.database, "water-2026")
    assert found.texts["en"] == "The well."
    assert await announcements.of(town.store.database, SLUG) == []


async def test_so_few_have_not_answered_that_nobody_is_written_to(town: Town) -> None:
    await follower(town)
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [followers who have not]; [Next]; [Send it]")
    assert "Fewer than 20 people have not answered." in await somebody.sees()
    assert await states(town) == ["draft"]


async def test_a_picture_that_nothing_shows_any_more_is_deleted(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Next]; [Picture or document]")
    await sends(town, somebody, PDF)
    digest = (await draft(town)).medium
    await town.store.apply(Changes(sweep(int(town.now.timestamp()))))
    assert await media.one(town.store.database, digest), "it stands in a draft"
    await somebody.taps("Drop it")
    await town.store.apply(Changes(sweep(int(town.now.timestamp()))))
    assert await media.one(town.store.database, digest) is None
