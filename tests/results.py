"""Results of an invented consultation, as a page shows them: by the rules of a release."""

from functools import cache
from random import Random
from typing import Any, cast

from bot.pages.results import Results
from reports.release.gathering import Gathered
from reports.release.grid import Answered, Dimension, Grid, Question
from reports.release.reading import survey_released
from reports.release.unaudited import as_if_first
from survey.form import Form
from survey.importer import import_form

SURVEY = """
| survey | | | | |
| | type | name | label::English (en) | label::العربية (ar) |
| | select_one place | region | Where do you live? | أين تسكنون؟ |
| | select_one age | age | How old are you? | كم عمركم؟ |
| | select_multiple need | hardest | Which of these is hardest? | ما أصعب هذه الأمور؟ |
| | rank need | order | Put them in order, the most urgent first. | رتّبوها، الأكثر استعجالا أولا. |
| | select_one yes_no | asked | Were you ever asked before? | هل سُئلتم من قبل؟ |
| choices | | | | |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | place | jadida | El Jadida | الجديدة |
| | place | settat | Settat | سطات |
| | place | berrechid | Berrechid | برشيد |
| | place | bennour | Sidi Bennour | سيدي بنور |
| | age | young | Younger than thirty | أقل من ثلاثين |
| | age | old | Thirty or older | ثلاثون أو أكثر |
| | need | housing | Housing: rent, repairs, evictions | السكن: الكراء والإصلاح والإفراغ |
| | need | schools | Schools and training | المدارس والتكوين |
| | need | health | Health care | الرعاية الصحية |
| | need | water | Water and drought | الماء والجفاف |
| | need | other | Something else | شيء آخر |
| | yes_no | yes | Yes | نعم |
| | yes_no | no | No | لا |
"""
NEEDS = ("housing", "schools", "health", "water", "other")
GRID = Grid(
    (
        Question("hardest", "many", NEEDS),
        Question("order", "rank", NEEDS),
        Question("asked", "one", ("yes", "no")),
    ),
    (Dimension("region", ("jadida", "settat", "berrechid", "bennour")), Dimension("age", ("young", "old"))),
)
ABOUT = {"name": "residents", "version": 1, "audience": "residents", "access": "open"}


def document(people: int, seed: int = 1) -> dict[str, Any]:
    """One survey of a release of so many; the farther a need stands in the list the fewer have it."""
    gathered, chance = Gathered(GRID, b"key" * 8), Random(seed)
    for _ in range(people):
        region = chance.choices(GRID.dimensions[0].categories, (9, 6, 4, 1))[0]
        wishes = NEEDS[::-1] if region == "berrechid" else NEEDS
        order = tuple(sorted(wishes, key=lambda need: chance.random() * (wishes.index(need) + 1)))
        answers = {
            "hardest": order[: chance.randint(1, 3)],
            "order": order,
            "asked": (chance.choice(("yes", "no")),),
        }
        said = (region, chance.choice(GRID.dimensions[1].categories))
        gathered.add(Answered(chance.randbytes(16), said, answers))
    return as_if_first(gathered, ABOUT)


@cache
def form() -> Form:
    return Form.load(import_form(SURVEY.encode(), ".md", ("en", "ar")).xform)


def section(people: int = 400, language: str = "en", seed: int = 1) -> Results:
    """What was published of it."""
    survey = survey_released(document(people, seed), form(), language)
    made = {
        "consultation": {"slug": "settat-2026", "title": "Settat 2026", "organiser": "Regional Commission"},
        "simulated": False,
        "release": 1,
        "day": "2026-12-24",
        "surveys": [survey],
        "published": True,
        "did": "",
        "alone": [],
    }
    return cast(Results, made)
