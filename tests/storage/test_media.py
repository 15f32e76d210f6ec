"""Which files are swept: those that no survey shows, no announcement has and nothing that waits names."""

from storage import announcements, media, proposals
from storage.announcements import Announcement
from storage.changes import Changes
from storage.proposals import proposal
from survey.importer.media import MediaFile
from tests.pictures import FILES, SURVEY
from tests.town import Town, words

SLUG = "shown-2026"


async def test_what_is_shown_or_waits_to_be_shown_stays(town: Town) -> None:
    await town.hold(SURVEY, slug=SLUG, files=FILES)
    shown = set((await media.of_version(town.store.database, SLUG, "residents", 1)).values())
    sent, waits, unused = (MediaFile("image/png", each) for each in (b"sent", b"waits", b"unused"))
    news = Announcement(b"n" * 16, SLUG, "written", 0, words("News."), medium=media.digest(sent))
    asked = proposal("change", SLUG, f'{{"media": {{"a.png": "{media.digest(waits)}"}}}}')
    kept = (media.keep(each) for each in (sent, waits, unused))
    await town.store.apply(Changes((*kept, announcements.add(news), proposals.ask(asked))))
    await town.store.apply(Changes((media.sweep(),)))
    there = {*shown, media.digest(sent), media.digest(waits)}
    for digest in there:
        assert await media.one(town.store.database, digest)
    assert await media.one(town.store.database, media.digest(unused)) is None
