"""Who approves sees everything that people will, and by what they will be counted."""

from dataclasses import replace

from handlers.consultations.describing import paragraphs
from handlers.words import Words
from survey.form import Form
from survey.importer import import_form
from tests.survey.forms import load
from tests.survey.test_importer_budget import END, GROUP, HEAD, LINES
from tests.town import REGIONS, plain, terms, words

SURVEY = """
| survey | | | | | | | |
| | type | name | label::English (en) | constraint | constraint_message::English (en) | required | \
required_message::English (en) |
| | select_one age | age | How old are you? | | | | |
| | integer | home | How many live here? | . > 0 and . < 21 | Between 1 and 20. | yes | Please say how many. |
| choices | | | | | | | |
| | list_name | name | label::English (en) | | | | |
| | age | young | Young | | | | |
| | age | old | Old | | | | |
""".replace("\\\n", "")


def test_groups_topics_figures_and_what_is_said_where_an_answer_does_not_fit() -> None:
    form = Form.load(import_form(SURVEY.encode(), ".md", ("en",)).xform)
    here = terms(
        groups=("age",),
        population={"age": {"young": 1200}},
        topics={"buses": words("Buses"), "water": {"en": "Water", "fr": "Eau", "ar": "الماء"}},
    )
    regions = [replace(REGIONS[0], population=90_000), REGIONS[1]]
    told = [
        plain(each) for each in paragraphs(Words("en"), here, regions, {"residents": form}, {"residents": ()})
    ]
    assert "Regions: Casablanca-Settat (90,000) · El Jadida" in told
    assert "Topics: Buses / Buses / Buses · Water / Eau / الماء" in told
    assert "Counted apart by “How old are you?”: Young (1,200) · Old" in told
    assert "\nIf that does not fit: Between 1 and 20. / Please say how many." in "\n".join(told)


def test_what_a_line_of_a_budget_stands_for() -> None:
    form = Form.load(load(HEAD + GROUP + LINES + END).xform)
    told = [
        plain(each) for each in paragraphs(Words("en"), terms(), (), {"residents": form}, {"residents": ()})
    ]
    goals = "11. Sustainable cities and communities · 1. No poverty"
    assert f"– Adopted budget: 600,000 · Right to housing · {goals}" in "\n".join(told).splitlines()
