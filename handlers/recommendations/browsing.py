"""`/recommendations`: what other States recommended that can be acted on here, and what people say of it."""

from handlers.recommendations.assessments import Assessment, all_results, assessments, gap_in, trend_in
from handlers.recommendations.telling import position_name, status_name, step_name
from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import first_words
from storage import recommendations
from storage.changes import Changes
from storage.messages import Card
from storage.recommendations import Recommendation, Status
from storage.store import Store

MOST = 20
"""Recommendations that a list holds."""
BEGINNING = 50
"""Letters of a text on a button."""


async def show(store: Store, view: View) -> Card:
    """Those that can be acted on here; where nobody said which, none."""
    say = view.words.say
    found = (await recommendations.ours(store.database))[:MOST]
    rows = tuple((view.button(_label(view, each), f"r{each.code}", "choice"),) for each in found)
    body = say("Other States recommended this. Choose one to see how far it has come.")
    if not found:
        body = say("Nothing is shown here just now.")
    return view.card(say("Recommendations"), body, (*rows, (view.go_on(),)))


def _label(view: View, each: Recommendation) -> str:
    text = each.questions.get(view.language) or each.text
    return f"{each.name} · {first_words(text, BEGINNING)}"


async def from_list(turn: Turn, action: str) -> Changes:
    """One of them, or go on."""
    if action.startswith("r"):
        return turn.to(turn.view.moved(over="recommendation", page=action[1:]))
    return turn.to(turn.view.moved())


async def show_one(store: Store, view: View) -> Card:
    """Its text, what is officially said, and what people say."""
    say, words = view.words.say, view.words
    found = await recommendations.coded(store.database, view.conversation.page)
    rows = ((view.button(say("All recommendations"), "all"), view.go_on()),)
    if found is None:
        return view.card(say("This is not there any more."), buttons=rows)
    said = await recommendations.progress_of(store.database, found.id)
    status = said[-1].status if said else None
    about = (
        found.text,
        say("Position of the State: %(position)s", position=position_name(words, found.position)),
        say("Officially: %(status)s", status=status_name(words, status)),
    )
    heard = assessments(await all_results(store, view.language), found, view.language)
    told = _told(view, status, heard[0]) if heard else []
    title = say("Recommendation %(number)s", number=found.name)
    return view.card(title, "\n\n".join((*about, *told)), rows)


def _told(view: View, status: Status | None, heard: Assessment) -> list[str]:
    """What people said the last time: everybody, each region, and beside what is official."""
    words, step = view.words, step_name(view.words, heard.everybody)
    here = words.say("People here, on %(day)s: %(step)s", day=words.day(heard.day), step=step)
    regions = [f"– {each.label}: {step_name(words, each.told)}" for each in heard.regions]
    made_up = words.say("These answers are simulated.") if heard.simulated else ""
    beside = (gap_in(words, status, heard.everybody), trend_in(words, heard.than_before), made_up)
    return ["\n".join((here, *regions)), *(line for line in beside if line)]


async def from_one(turn: Turn, action: str) -> Changes:
    """All of them, or go on."""
    return turn.to(turn.view.moved(over="recommendations" if action == "all" else ""))


SCENES = {
    "recommendations": Scene(show, from_list),
    "recommendation": Scene(show_one, from_one),
}
