"""The check finds what must not be published, and nothing in a paper that may."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from handlers.submissions.drafting import told
from handlers.submissions.telling import where, why
from handlers.words import Words
from reports.submission.beginning import opening, sections
from reports.submission.checking import check
from reports.submission.cites import Figure
from reports.submission.draft import Draft, Form, Paragraph, Section
from reports.submission.known import Kind, Known, Problem
from reports.submission.numbers import told_in_words
from reports.submission.text import Text
from tests.reports.submission.attacks import HONEST
from tests.reports.submission.attacks import PLANTED as ATTACKS
from tests.reports.submission.papers import QUOTE, draft, known, released, with_text

HOUSING = "result residents matters housing"
PLANTED = {
    "a number that the release does not have": ("417 people chose housing.", "number", HOUSING),
    "a number of another region": ("In Settat 230 people chose it.", "number", f"{HOUSING} region=settat"),
    "a share that is another": ("Of all, 75% chose housing.", "share", HOUSING),
    "a share where people are counted": ("230% chose housing.", "share", HOUSING),
    "a number without a citation": ("230 people chose housing.", "number"),
    "few people, in digits": ("In one village 7 families lost their homes.", "small", HOUSING),
    "few people, in words": ("Three women in the village spoke of it.", "small", HOUSING),
    "few people, in French": ("Cinq familles ont été expulsées.", "small"),
    "few people, in Arabic": ("تحدثت ثلاث نساء عن ذلك.", "small"),
    "digits of Arabic": ("تحدثت ٧ نساء عن ذلك.", "small"),
    "a handful": ("A handful of residents were evicted.", "small"),
    "a part of them": ("Five of them were evicted.", "small"),
    "a part of them, in French": ("Cinq d’entre elles ont été expulsées.", "small"),
    "a part of them, in Arabic": ("خمسة منهم قاصرون.", "small"),
    "tens, in words": ("Forty residents spoke of it.", "number", "result residents"),
    "a share in words": ("One in ten residents chose housing.", "share", HOUSING),
    "a fraction": ("Half of the women were evicted.", "share", "result residents"),
    "a result that there is not": ("Many chose it.", "cite", "result residents matters castles"),
    "a region that there is not": ("Many chose it.", "cite", f"{HOUSING} region=atlantis"),
    "a citation of no kind": ("Many chose it.", "cite", "hearsay"),
    "a recommendation that there is not": ("Recommendation 115.99 asks for it.", "recommendation"),
    "one that is cited alone": ("It was asked for.", "recommendation", "recommendation 7.1"),
    "words of nobody": ("Someone said “they took our house away last year”.", "quote"),
    "words that were altered": ("One said “We wait for the tram that never comes at night”.", "altered"),
    "words with marks of French": ("Quelqu’un a dit « on nous a pris la maison ».", "quote"),
    "words between single marks": ("One said: 'They didn't come back that night'.", "quote"),
    "words with a region": (f"In Settat somebody said: “{QUOTE}”", "attributed"),
    "a telephone": ("Call 06 61 23 45 67 to hear more.", "address"),
    "an e-mail": ("Write to karim.b@mail.example about it.", "address"),
    "an e-mail in disguise": ("Write to karim (at) mail.example about it.", "address"),
    "an identity card": ("The card BE734512 was refused.", "address"),
    "a street": ("It happened at 14 rue des Oliviers.", "address"),
    "a flat": ("The tenants of apartment 12 were evicted.", "address"),
    "a place on the map": ("It stands at 33.2561, -8.5083 today.", "address"),
    "a title": ("We thank Mrs Benani for her account.", "name"),
    "a profession": ("Le docteur Alami l’a confirmé.", "name"),
    "a full name": ("Then Yacine Berrada lost his shop.", "name"),
    "a given name": ("The shop of Fatima was closed.", "name"),
    "a name in Arabic": ("تحدثت السيدة بناني عن ذلك.", "name"),
    "the only one": ("The only woman judge of the town was moved.", "role"),
    "the only one, in French": ("La seule sage-femme du village est partie.", "role"),
    "the only one, in Arabic": ("القاضية الوحيدة نُقلت.", "role"),
    "who holds an office": ("The imam of the mosque of Settat confirmed it.", "role"),
    "only one": ("Une seule famille est restée.", "role"),
    "an age": ("A 34-year-old was evicted.", "age"),
    "a day": ("The eviction took place on 14 March 2025.", "day"),
    "another country": ("In Algeria it is alike.", "elsewhere"),
    "another country, in Arabic": ("وفي الجزائر كذلك.", "elsewhere"),
}
CLEAN = (
    "The Constitution of 2011 (article 31) protects the right to housing, and so does Goal 11.",
    "The Special Rapporteur on adequate housing asked for it in A/HRC/40/61, in 2019–2021.",
    "On 14 March 2018 the law was adopted by Parliament.",
    "The National Human Rights Council and the Ministry of Housing were told. It takes 3 hours to get there.",
    "Le Conseil national des droits de l’Homme a été informé au cours du 4e cycle.",
    "أُبلغ المجلس الوطني لحقوق الإنسان بذلك في سنة 2021.",
    "Residents speak of the rent, of repairs and of evictions. The only way out is to build.",
    "It is a right of the child, of workers and of one’s neighbours; the State’s duty doesn't end there.",
    "The doctor is far. One of the main concerns is water, and four themes come first.",
    "We ask the Government to set aside 500 million dirhams by 2028 and to give tenants 30 days.",
    "The Committee noted it in E/C.12/MAR/CO/4 (2015), and General Comment No. 4 says how.",
    "The release was made on 1 December 2026.",
)


def found(made: Draft, against: Known | None = None, words: int = 0, limit: int = 0) -> set[str]:
    return {each.kind for each in check(made, against or known(), words, limit)}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_paper_begun_from_a_release_is_clean(language: str) -> None:
    assert check(draft(language), known(), 5630, 5630) == []


@pytest.mark.parametrize("planted", [*PLANTED, *ATTACKS])
def test_a_planted_problem_is_found_and_nothing_else(planted: str) -> None:
    text, kinds, *cites = (PLANTED | ATTACKS)[planted]
    problems = check(with_text(text, *cites), known(), 0, 0)
    assert {each.kind for each in problems} == set(kinds.split()), problems
    last = max(number for number, _ in with_text(text).paragraphs())
    assert {each.paragraph for each in problems} == {last}


@pytest.mark.parametrize("text", CLEAN)
def test_what_papers_say_of_laws_and_bodies_is_left_alone(text: str) -> None:
    assert check(with_text(text), known(), 0, 0) == []


@pytest.mark.parametrize("honest", HONEST)
def test_an_honest_paper_hears_nothing_but_that_a_figure_is_of_others(honest: str) -> None:
    text, *cites = HONEST[honest]
    problems = check(with_text(text, *cites), known(), 0, 0)
    assert {each.kind for each in problems} == ({"outside"} if honest == "source" else set()), problems


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"country": "Morocco and Algeria"}, "countries"),
        ({"country": "Ruritania"}, "country"),
        ({"submitters": ()}, "submitter"),
        ({"contact": ""}, "contact"),
        ({"summary": Paragraph("")}, "summary"),
        ({"keywords": ()}, "keywords"),
        ({"release": 2}, "stale"),
        ({"title": "Call 06 61 23 45 67"}, "address"),
        ({"title": "Seven women of the town"}, "small"),
        ({"keywords": ("housing", "417 evictions")}, "number"),
        ({"title": "The right of Mrs Benani"}, "name"),
        ({"title": "“They took our house away”"}, "quote"),
        ({"submitters": ("Anonymous",)}, "submitter"),
        ({"summary": Paragraph("417 people answered.")}, "number"),
    ],
)
def test_what_is_wrong_with_the_whole(changed: dict[str, Any], kind: str) -> None:
    assert found(replace(draft(), **changed)) == {kind}


def test_an_annex_and_a_local_review_need_no_contact() -> None:
    bare = replace(draft(), submitters=(), contact="", keywords=())
    forms: tuple[Form, ...] = ("national", "local")
    assert [found(replace(bare, form=form)) for form in forms] == [set(), set()]
    assert found(replace(bare, form="mid-term")) == {"submitter"}


def test_a_quote_below_a_heading_that_names_the_region_is_found() -> None:
    made = draft()
    *others, last = made.sections
    assert found(replace(made, sections=(*others, replace(last, heading="Voices from Settat")))) == {
        "attributed"
    }


def test_an_answer_that_is_a_number_hides_none() -> None:
    counting = replace(known(), labels=known().labels | {"5 people", "7", "Three"})
    assert found(with_text("5 people and three women left."), counting) == {"small"}


def test_words_of_a_quote_in_two_paragraphs() -> None:
    made = draft()
    half = (Paragraph("One said: “We wait […] for"), Paragraph("the bus that never comes.” That is so."))
    assert found(replace(made, sections=(*made.sections, Section("More", half)))) == set()
    taken = (Paragraph("One said: “They took our"), Paragraph("house away that night.” That is so."))
    assert found(replace(made, sections=(*made.sections, Section("More", taken)))) == {"quote"}


@pytest.mark.parametrize("text", ["twenty " * 3_000, "1 " * 5_000, "“a " * 3_000, "Aa. " * 4_000])
def test_a_text_that_is_made_to_hurt_is_read_all_the_same(text: str) -> None:
    assert isinstance(check(with_text(text), known(), 0, 0), list)


def test_what_people_learned_from_cards_is_no_view_of_theirs() -> None:
    cards = {**released("en"), "audience": "learners"}
    assert list(sections([cards], Words("en"))) == []
    assert opening("", "Town", [cards], Words("en")).cites == ()


def test_who_agreed_to_be_quoted_is_not_told() -> None:
    assert [each["name"] for each in told([{"name": "themes"}, {"name": "may_quote"}])] == ["themes"]


def test_too_many_words_and_no_release() -> None:
    assert found(draft(), words=5631, limit=5630) == {"limit"}
    assert "release" in found(draft(), replace(known(), release=None))


def test_a_quote_whose_consent_was_taken_back_is_found() -> None:
    assert found(draft(), replace(known(), quotes=())) == {"quote"}


def test_what_a_release_hides_cannot_be_cited() -> None:
    hidden = known()
    assert hidden.release is not None
    (survey,) = hidden.release["surveys"]
    _, first, *others = survey["questions"]
    blocks = [{**each, "counts": {**each["counts"], "housing": None}} for each in first["blocks"]]
    release = {
        **hidden.release,
        "surveys": [{**survey, "questions": [survey["questions"][0], {**first, "blocks": blocks}, *others]}],
    }
    problems = check(with_text("Many chose housing.", HOUSING), replace(hidden, release=release), 0, 0)
    assert {"hidden", "number"} == {each.kind for each in problems}


def test_two_numbers_that_leave_few_are_found() -> None:
    against = known()
    assert against.release is not None
    (survey,) = against.release["surveys"]
    people, *others = survey["questions"]
    blocks = [
        {**each, "base": 395 if place == 1 else each["base"]} for place, each in enumerate(people["blocks"])
    ]
    row = survey["rows"][1]
    release = {
        **against.release,
        "surveys": [{**survey, "questions": [{**people, "blocks": blocks}, *others]}],
    }
    made = with_text("Nearly all live there.", f"result residents {row['dimension']}={row['category']}")
    assert found(made, replace(against, release=release)) == {"difference"}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_problem_says_where_and_what_to_do(kind: Kind) -> None:
    problem = Problem(kind, "417", 3)
    assert "3" in where(Words("en"), problem)
    assert why(Words("en"), problem).endswith((".", "?", "\u2069"))


@pytest.mark.parametrize(
    ("said", "percent"), [("Nobody", 98), ("None of the residents", 98), ("Everybody", 2)]
)
def test_nobody_is_not_everybody(said: str, percent: int) -> None:
    """Where nearly all chose it, and where nearly nobody did."""
    text = f"{said} chose housing."
    assert told_in(text, percent) == ["share"]
    assert told_in(text, 100 - percent) == []


def told_in(text: str, percent: int) -> list[str]:
    return [each.kind for each in told_in_words(Text(text), [Figure(400, 200, percent, chosen=True)], 1)]
