"""A release of an invented town whose words try to be formulas, and the files made of it.

`python -m tests.reports.files.released FOLDER` writes them, to be looked at.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from handlers.consultations.showing import notes
from handlers.words import Words
from reports.files.contents import About, Contents, contents
from reports.files.report import report
from reports.files.workbook import workbook
from reports.release.gathering import Gathered
from reports.release.grid import Dimension, Grid, Question
from reports.release.ledger import Ledger
from reports.release.making import make_release
from survey.form import Form
from survey.importer import import_form
from tests.reports.release.simulated import KEY, crowd

HOSTILE = ("=1+1", "+SUM(A1)", "-2+3", "@cmd", "#N/A", "=HYPERLINK(A1)")
SURVEY = """
| survey | | | | |
| | type | name | label::English (en) | label::العربية (ar) |
| | select_one place | region | Where do you live? | أين تسكنون؟ |
| | select_one age | age | How old are you? | كم عمركم؟ |
| | select_multiple right | matters | What matters most? Choose up to three. | ما الأهم؟ اختاروا ثلاثة. |
| | rank right | order | Put them in order. | رتّبوها. |
| | select_one hostile | hostile | =2+2 Which of these? | =2+2 أي من هذه؟ |
| | text | wish | What should change first? | ما الذي يجب أن يتغير أولا؟ |
| choices | | | | |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | place | jadida | El Jadida | الجديدة |
| | place | settat | Settat | سطات |
| | place | berrechid | Berrechid | برشيد |
| | age | young | 18 to 29 years | من 18 إلى 29 سنة |
| | age | old | 30 years or more | 30 سنة أو أكثر |
| | right | housing | Housing: rent, repairs, evictions | السكن: الإيجار والإصلاح والإخلاء |
| | right | health | Health: care and medicine nearby | الصحة: العلاج والدواء بالقرب |
| | right | water | Water & sanitation | الماء والصرف الصحي |
| | right | schools | Schools | المدارس |
| | right | climate | Climate: heat, drought, floods | المناخ: الحر والجفاف والفيضانات |
"""
ROWS = "\n".join(f"| | hostile | h{number} | {label} | {label} |" for number, label in enumerate(HOSTILE))
RIGHTS = ("housing", "health", "water", "schools", "climate")
GRID = Grid(
    (
        Question("matters", "many", RIGHTS),
        Question("order", "rank", RIGHTS),
        Question("hostile", "one", tuple(f"h{number}" for number, _ in enumerate(HOSTILE))),
    ),
    (Dimension("region", ("jadida", "settat", "berrechid")), Dimension("age", ("young", "old"))),
)
MAKERS: dict[str, Callable[[Contents, Words], bytes]] = {"xlsx": workbook, "docx": report}


@cache
def form() -> Form:
    return Form.load(import_form(f"{SURVEY}{ROWS}\n".encode(), ".md", ("en", "ar")).xform)


@cache
def survey(people: int, audience: str = "residents", access: str = "open") -> dict[str, Any]:
    """One of a release."""
    gathered = Gathered(GRID, KEY)
    for each in crowd(people, 7, GRID).people:
        gathered.add(each)
    about = {"name": audience, "version": 1, "audience": audience, "access": access}
    found: dict[str, Any] = json.loads(make_release(gathered, Ledger(), about).last)
    return found


def release(people: int = 400) -> dict[str, Any]:
    """Its document."""
    return {"consultation": "town", "release": 1, "day": "2026-12-01", "surveys": [survey(people)]}


def read(language: str, document: dict[str, Any]) -> Contents:
    """What its files hold."""
    words = Words(language)
    about = About(
        "\t=3+3 \ud800\uffffTown\x0b", "@Commission", date(2026, 11, 1), date(2026, 11, 30), ("en", "ar"), {}
    )
    method = [list(notes(words, each["method"], False)) for each in document["surveys"]]
    return contents(document, [form()] * len(method), method, about, words)


def several() -> dict[str, Any]:
    """A release of many people, of few organisations, and of too few who came with a code."""
    parts = [survey(400), survey(45, "organisations"), survey(12, access="code")]
    return {**release(), "surveys": parts}


@cache
def made(kind: str, language: str, people: int = 400) -> bytes:
    return MAKERS[kind](read(language, release(people)), Words(language))


def main(folder: Path) -> None:
    for kind in MAKERS:
        for language in ("en", "ar"):
            (folder / f"{language}.{kind}").write_bytes(made(kind, language))
            sys.stdout.write(f"{hashlib.sha256(made(kind, language)).hexdigest()}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
