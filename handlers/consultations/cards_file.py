"""A set of learning cards is a survey with its own audience: what such a form holds, and nothing else."""

from collections.abc import Iterator, Set

from storage.terms import Terms
from survey.form import Form
from survey.importer.checks import NOT_SO, SO
from survey.problems import Problem

CARDS = range(5, 8)
CHECKS = 3


def card_mistakes(terms: Terms, regions: Set[str], name: str, xform: str) -> Iterator[Problem]:
    """Five to seven cards, three questions with an answer, the region: what else is asked tells of people."""
    form, of = Form.load(xform), {"set": name}
    checks = [each for each in form.asked if f"{each.ref}{SO}" in form.refs]
    said = {f"{each.ref}{ending}" for each in checks for ending in (SO, NOT_SO)}
    cards = [each for each in form.asked if each.kind == "note" and each.ref not in said]
    region = [each for each in form.asked if each.kind == "select_one" and each.name == terms.region_question]
    if len(cards) not in CARDS:
        edges = {"least": str(CARDS[0]), "most": str(CARDS[-1])}
        yield Problem("cards_number", fields={**of, "count": str(len(cards)), **edges})
    if len(checks) != CHECKS:
        yield Problem("cards_checks", fields={**of, "count": str(len(checks)), "wanted": str(CHECKS)})
    if terms.region_question and not region:
        yield Problem("cards_region", fields={**of, "name": terms.region_question})
    known = {choice.name for each in region for choice in form.choices(each.ref)}
    if regions and (unknown := known - regions):
        fields = {"name": terms.region_question, "listed": ", ".join(sorted(unknown))}
        yield Problem("regions_unknown", fields=fields)
    expected = {each.ref for each in (*checks, *cards, *region)} | said
    for each in form.questions:
        if each.ref not in expected:
            yield Problem("cards_more", fields={**of, "name": each.name})
