"""A round of dialogues in a town: one agenda, a row for each region."""

import re

from bot.pages import Pages
from bot.results_page import published_page
from bot.round_page import round_page
from handlers.dialogues import holding_round
from handlers.dialogues.holding_round import Held
from handlers.words import LANGUAGES, translations
from storage import staff
from tests.town import SLUG, Resident, Town, folder, plain

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


async def round_read(town: Town, language: str = "en") -> str:
    """The public page of the round, as lines of text; empty where there is none."""
    of = round_page(town.store, published_page(town.store), lambda: town.now)
    found = await of(SLUG, language)
    if found is None:
        return ""
    pages = Pages(translations, LANGUAGES)
    html = pages.render("round.html", language, path=f"/round/{SLUG}", round=found)
    text = re.sub(r"</t[hd]><t[hd][^>]*>", " | ", html.partition("<main>")[2])
    lines = (" ".join(line.split()) for line in plain(re.sub(r"<[^>]*>", "", text)).splitlines())
    return "\n".join(line for line in lines if line)
