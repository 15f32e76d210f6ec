"""A round of dialogues in a town: one agenda, a row for each region."""

from handlers.dialogues import holding_round
from handlers.dialogues.holding_round import Held
from storage import staff
from storage.events import Event
from tests.town import SLUG, Resident, Town, folder

COLUMNS = "region,starts,ends,place,title::en,title::fr,title::ar,about::en,about::fr,about::ar"
OFFICES = "contact::en,contact::fr,contact::ar,staff"
AGENDA = "Dialogue,Dialogue,حوار,What matters here?,Qu’est-ce qui compte ici ?,ما المهم هنا؟"
OFFICE = "Regional office,Bureau régional,المكتب الجهوي"
ROUND = f"""\
{COLUMNS},{OFFICES}
jadida,2026-12-04 18:30,2026-12-04 20:30,Town hall,{AGENDA},{OFFICE},{{staff}}
settat,2026-12-11 18:30,2026-12-11 20:30,Library,,,,,,,{OFFICE},
casa,,,,,,,,,,,,,
"""


async def code_of(somebody: Resident) -> str:
    """What names somebody of the staff in the file."""
    person = await somebody.town.desk.whose(somebody.channel, somebody.address)
    assert person
    return staff.code(somebody.town.store.keys, person)


async def held(town: Town, content: str = ROUND, contact: Resident | None = None) -> Held:
    """The round as this file has it, kept; `contact` answers in the first region."""
    text = content.replace("{staff}", await code_of(contact) if contact else "")
    found = await holding_round.read(town.store, folder(), text.encode(), town.now, ())
    done = await holding_round.held(town.store, SLUG, found, town.now)
    await town.store.apply(done.changes)
    return done


def titles(events: list[Event]) -> list[str]:
    """The English titles."""
    return [each.title["en"] for each in events]
