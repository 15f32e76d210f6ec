"""The codebook: the themes by which open answers are coded, in the language of who reads.

The consultation's own topics come first; then the themes of local dialogues, the issues of the Universal
Periodic Review (as UPR Info names them) and the Sustainable Development Goals.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.words import Words
from storage.terms import Terms

OWN = "own-"
ISSUES, GOALS = ":upr", ":sdg"
"""Behind the name of an open question. No question of a survey has a colon in its name."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes that belong together, with their names."""

    title: str
    codes: Mapping[str, str]


def codebook(words: Words, terms: Terms) -> tuple[CodeList, ...]:
    """All codes, in lists; a consultation without topics has none of its own."""
    say, own = words.say, _own(words, terms)
    return (
        *((CodeList(say("Topics of this consultation"), own),) if own else ()),
        CodeList(say("Themes"), _themes(words)),
        CodeList(say("Issues of the Universal Periodic Review"), _issues(words)),
        CodeList(say("Sustainable Development Goals"), _goals(words)),
    )


def names(words: Words, terms: Terms) -> dict[str, str]:
    """Every code with its name, in the order of the codebook."""
    return {code: name for each in codebook(words, terms) for code, name in each.codes.items()}


def common(words: Words) -> dict[str, str]:
    """Every code that all consultations share, with its name."""
    return {**_themes(words), **_issues(words), **_goals(words)}


def counted(terms: Terms) -> dict[str, tuple[str, ...]]:
    """The codes that a release counts, whatever was ticked. The consultation's own topics and the themes are
    one question, which is called as the open one is; issues and goals are one each, with these endings.

    Together, who was found to speak of an issue alone would be among those who answered on themes.
    """
    words = Words("en")
    themes = (*_own(words, terms), *_themes(words))
    return {"": themes, ISSUES: tuple(_issues(words)), GOALS: tuple(_goals(words))}


def labels(words: Words, terms: Terms) -> dict[str, str]:
    """What a release calls codes, and the lists that are questions of their own."""
    *_, issues, goals = codebook(words, terms)
    return {**names(words, terms), ISSUES: issues.title, GOALS: goals.title}


def _own(words: Words, terms: Terms) -> dict[str, str]:
    return {f"{OWN}{code}": terms.say(names, words.language) for code, names in terms.topics.items()}


def _themes(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "theme-housing": say("Housing"),
        "theme-education": say("Education"),
        "theme-equality": say("Equality"),
        "theme-protection": say("People at risk"),
        "theme-empowerment": say("Children, women and youth"),
        "theme-migrants": say("Migrants and refugees"),
        "theme-environment": say("Environment"),
        "theme-desertification": say("Desertification"),
        "theme-climate": say("Climate"),
        "theme-participation": say("A say in local decisions"),
    }


def _issues(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "upr-asylum": say("Asylum-seekers and refugees"),
        "upr-civil-political": say("Civil and political rights in general"),
        "upr-civil-society": say("Civil society"),
        "upr-corruption": say("Corruption"),
        "upr-counter-terrorism": say("Counter-terrorism"),
        "upr-death-penalty": say("Death penalty"),
        "upr-detention": say("Detention"),
        "upr-development": say("Development"),
        "upr-disabilities": say("Disabilities"),
        "upr-economic-social": say("Economic, social and cultural rights in general"),
        "upr-elections": say("Elections"),
        "upr-disappearances": say("Enforced disappearances"),
        "upr-environment": say("Environment"),
        "upr-executions": say("Extrajudicial executions"),
        "upr-assembly": say("Freedom of association and peaceful assembly"),
        "upr-movement": say("Freedom of movement"),
        "upr-expression": say("Freedom of opinion and expression"),
        "upr-religion": say("Freedom of religion and belief"),
        "upr-press": say("Freedom of the press"),
        "upr-general": say("General"),
        "upr-hiv": say("HIV and AIDS"),
        "upr-defenders": say("Human rights defenders"),
        "upr-rights-education": say("Human rights education and training"),
        "upr-state-agents": say("Human rights violations by agents of the State"),
        "upr-impunity": say("Impunity"),
        "upr-indigenous": say("Indigenous peoples"),
        "upr-displaced": say("Internally displaced persons"),
        "upr-humanitarian-law": say("International humanitarian law"),
        "upr-instruments": say("International instruments"),
        "upr-justice": say("Justice"),
        "upr-labour": say("Labour"),
        "upr-migrants": say("Migrants"),
        "upr-minorities": say("Minorities"),
        "upr-national-institution": say("National human rights institution"),
        "upr-plan-of-action": say("National plan of action"),
        "upr-other": say("Other issues"),
        "upr-poverty": say("Poverty"),
        "upr-security": say("Public security"),
        "upr-racial-discrimination": say("Racial discrimination"),
        "upr-education": say("Right to education"),
        "upr-food": say("Right to food"),
        "upr-health": say("Right to health"),
        "upr-housing": say("Right to housing"),
        "upr-land": say("Right to land"),
        "upr-water": say("Right to water"),
        "upr-child": say("Rights of the child"),
        "upr-orientation": say("Sexual orientation and gender identity"),
        "upr-special-procedures": say("Special procedures"),
        "upr-cooperation": say("Technical assistance and cooperation"),
        "upr-torture": say("Torture and other ill-treatment"),
        "upr-trafficking": say("Trafficking"),
        "upr-treaty-bodies": say("Treaty bodies"),
        "upr-process": say("The review itself"),
        "upr-women": say("Women’s rights"),
    }


def _goals(words: Words) -> dict[str, str]:
    say = words.say
    goals = (
        say("No poverty"),
        say("Zero hunger"),
        say("Good health and well-being"),
        say("Quality education"),
        say("Gender equality"),
        say("Clean water and sanitation"),
        say("Affordable and clean energy"),
        say("Decent work and economic growth"),
        say("Industry, innovation and infrastructure"),
        say("Reduced inequalities"),
        say("Sustainable cities and communities"),
        say("Responsible consumption and production"),
        say("Climate action"),
        say("Life below water"),
        say("Life on land"),
        say("Peace, justice and strong institutions"),
        say("Partnerships for the goals"),
    )
    return {f"sdg-{number}": f"{number}. {goal}" for number, goal in enumerate(goals, 1)}
