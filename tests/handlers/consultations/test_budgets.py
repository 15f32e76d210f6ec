"""What people would give each line of a budget, from their answers to the files of a release."""

import io

from docx import Document
from openpyxl import load_workbook

from handlers.consultations.filing import file_of
from handlers.consultations.showing import shown
from storage import consultations
from storage.changes import Changes
from storage.consultations import Version
from survey.importer import import_form
from tests.released import crowd, release
from tests.town import SLUG, SURVEY, Town

LINES = """
| | begin_group | budget | Our budget | Notre budget | ميزانيتنا | | ${a} + ${b} + ${c} = 100 | | | |
| | integer | a | Houses? | Logements ? | المساكن؟ | | . >= 0 | upr-housing | 11 | 60 |
| | integer | b | Schools? | Écoles ? | المدارس؟ | | . >= 0 | upr-education | 4 | 30 |
| | integer | c | Water? | Eau ? | الماء؟ | | . >= 0 | upr-water | 6 | 10 |
| | end_group | | | | | | | | | |
""".strip()
HEAD = "required | constraint |"


async def divided(town: Town) -> None:
    """The survey asks for a budget, too."""
    tagged = SURVEY.replace(HEAD, f"{HEAD} right | sdg | adopted |")
    survey = tagged.replace("| choices |", f"{LINES}\n| choices |")
    xform = import_form(survey.encode(), ".md", ("en", "fr", "ar")).xform
    version = Version(SLUG, "residents", 2, "residents", "another", xform)
    await town.store.apply(Changes((consultations.publish(version),)))


async def test_the_files_show_it_beside_what_was_adopted(town: Town) -> None:
    await divided(town)
    await crowd(town, 200)
    made, here = await release(town), await town.consultation()
    page = await shown(town.store, here, made.release.document, "ar")
    (budget,) = page["surveys"][0]["budgets"]
    assert [each.label for each in budget.rights] == ["الحق في السكن", "الحق في التعليم", "الحق في الماء"]
    assert [each.label.partition(".")[0] for each in budget.goals] == ["11", "4", "6"]
    assert all(each.mean and each.mean.low <= each.mean.high for each in budget.lines)
    book = load_workbook(io.BytesIO(await file_of(town.store, here, made.release.document, "xlsx", "en")))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert {"Our budget", "Adopted budget, in percent", "By right", "Right to housing", 60} <= set(cells)
    paper = Document(io.BytesIO(await file_of(town.store, here, made.release.document, "docx", "fr")))
    said = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {"Ligne du budget", "Budget adopté, en pourcentage", "60", "Droit au logement"} <= said
