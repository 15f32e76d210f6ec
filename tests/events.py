"""Events in a town: organisations that write them, and people who are invited."""

from dataclasses import replace

from bot.clock import due_now
from handlers.events import going_out
from handlers.news import telling
from handlers.words import NAMES, Words
from storage import deliveries, events, people
from storage.changes import Changes
from storage.events import Event
from tests.organisations import ask_organisations, registered, verify
from tests.town import SLUG, Resident, Town, plain

WRITING = (
    "/event; [Write about]; Open evening; Ask about your lease.; 04/12/2026 18:30; [Two hours]; "
    "Maison des jeunes; 33.256, -8.508; [Skip]; {room}; [English]; [Done]; [Skip]; [Skip]; [Send]"
)


async def hosts(town: Town) -> tuple[Resident, Resident]:
    """Members of two verified organisations: who writes events, and who approves them."""
    if not (await town.consultation()).terms.named("organisations"):
        await ask_organisations(town)
    first, second = await registered(town), await registered(town, "Water For All")
    await verify(town)
    await verify(town, "Water For All")
    return first, second


async def announced(town: Town, room: int = 2) -> Event:
    """An event of Housing Now, approved by a member of Water For All, and its invitation on its way."""
    writer, other = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=room)}; [Send for approval]")
    await other.goes_through("/event; [Waiting]; [Open evening]; [Approve]")
    await due_now(town.store, town.now)
    return await only(town)


CHANGING = (
    "/event; [Open evening · announced]; [Change this event]; [Change one]; {question}; {answer}; [Send]"
)


async def approves(other: Resident, title: str = "Open evening") -> None:
    """Somebody else looks at what waits, and approves it."""
    await other.goes_through(f"/event; [Waiting]; [{title}]; [Approve]")


async def refuses(other: Resident, reason: str = "The hall is closed that day.") -> None:
    """Somebody else looks at what waits, and says why not."""
    await other.goes_through(f"/event; [Waiting]; [Open evening]; [Refuse]; {reason}")


async def only(town: Town) -> Event:
    """The one event there is."""
    (found,) = await events.every(town.store.database)
    return found


async def follower(town: Town, language: str = "English") -> Resident:
    """Somebody in the web chat who wants news."""
    resident = town.resident("web")
    words = Words({name: code for code, name in NAMES.items()}[language])
    ways = f"[{words.say('Continue')}]; [{words.say('Yes')}]"
    await resident.goes_through(f"/start {SLUG}; [{language}]; {ways}")
    return resident


async def hears(town: Town, resident: Resident) -> list[str]:
    """What waits for a visitor of the web chat, who reads it."""
    waiting = await town.desk.news(resident.address)
    await town.desk.told(resident.address, waiting)
    return [plain(news.text) for news in waiting]


async def told(town: Town, somebody: Resident) -> list[str]:
    """What waits to be sent to somebody in Telegram."""
    person = await people.find(town.store.database, town.store.keys, "telegram", somebody.address)
    assert person
    due = await deliveries.unseen_by(town.store.database, person.id, int(town.now.timestamp()))
    found = [await telling.news(town.store, each.announcement, person) for each in due]
    return [plain(news.text) for news in found if news]


async def changes(town: Town, event: Event, **to: object) -> None:
    """Who runs the consultation changes an event."""
    changed = await going_out.changed(town.store, event, replace(event, **to), town.now)  # type: ignore[arg-type]
    await town.store.apply(Changes(changed.writes))
