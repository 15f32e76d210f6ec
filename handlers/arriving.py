"""Somebody comes: which consultation, in which language, what it is about, and who asks."""

from dataclasses import replace

from handlers.admission import enter
from handlers.languages import languages_card
from handlers.loading import at
from handlers.sent import sent_by
from handlers.turn import Scene, Turn, drawn
from handlers.view import Rows, View
from storage import consultations, organisations, people
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.messages import Card
from storage.store import Store
from survey import engine

SECONDS_A_QUESTION = 30


async def start(turn: Turn, argument: str, audience: str = "") -> Changes:
    """`/start`, `/start <consultation>`, and `/start <consultation>_<token>`: by makers or with a code.

    `audience`: for whom they want to answer, where that is known; else they are asked.
    """
    slug, _, token = argument.partition("_")
    chosen = [slug] if slug else [item.slug for item in await _open(turn.store)]
    if len(chosen) != 1 or await consultations.get(turn.store.database, chosen[0]) is None:
        notice = turn.view.words.say("I do not know that consultation.") if slug else ""
        return turn.to(turn.view.moved(scene="choose", consultation="", survey="", notice=notice))
    trial = token == turn.store.keys.trial_token(chosen[0])
    view = await at(turn.store, turn.view, chosen[0], "")
    if not token or trial:
        return await _enter(turn, view, trial, audience)
    entry = await enter(turn.store, view, token)
    return await _enter(turn, entry.view, False, audience, entry.notice, entry.writes)


async def _enter(
    turn: Turn, view: View, trial: bool, wanted: str, notice: str = "", writes: tuple[Write, ...] = ()
) -> Changes:
    trial = trial and view.here.state == "scheduled"
    view = replace(view, conversation=replace(view.conversation, trial=trial))
    possible = await _audiences(turn.store, view)
    audiences = (wanted,) if wanted in possible else possible
    survey = view.here.terms.named(audiences[0])[0] if len(audiences) == 1 else ""
    if view.here.ended:
        return turn.to(view.moved(scene="ended", survey=survey, notice=notice))
    if view.here.state == "scheduled" and not trial:
        return turn.to(view.moved(scene="soon", survey=survey, notice=notice))
    if len(audiences) == 1:
        return await _into(turn, view, audiences[0], notice, writes)
    return turn.to(view.moved(scene=_first(view, "whom"), notice=notice), *_only_language(view), *writes)


async def _audiences(store: Store, view: View) -> tuple[str, ...]:
    """For whom somebody can answer here: themselves, an organisation. Makers try all there is."""
    residents = ("residents",) if view.here.terms.named("residents") else ()
    if not view.here.terms.named("organisations"):
        return residents
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    verified = organisation is not None and organisation.state == "verified"
    return (*residents, "organisations") if verified or view.trial else residents


async def _into(
    turn: Turn, view: View, audience: str, notice: str = "", writes: tuple[Write, ...] = ()
) -> Changes:
    """To the first survey for them that was not sent yet; else to the first one."""
    places = [await at(turn.store, view, view.here.slug, name) for name in view.here.terms.named(audience)]
    sent = [await sent_by(turn.store, place) for place in places]
    view = places[sent.index(None)] if None in sent else places[0]
    if view.conversation.draft and view.agreement in view.conversation.consents:
        return turn.to(replace(view.moved(scene="question", notice=notice), over="welcome"), *writes)
    if None not in sent:
        return turn.to(view.moved(scene="sent", notice=notice), *writes)
    scene = _first(view, "about")
    return turn.to(view.moved(scene=scene, notice=notice), *_only_language(view), *writes)


def _first(view: View, scene: str) -> str:
    """The choice of language comes before it, where there is one to make."""
    return "language" if len(view.here.terms.languages) > 1 and not view.person.language else scene


def _only_language(view: View) -> tuple[Write, ...]:
    languages = view.here.terms.languages
    return (people.set_language(view.person.id, languages[0]),) if len(languages) == 1 else ()


async def _open(store: Store) -> list[Consultation]:
    return [item for item in await consultations.every(store.database) if item.state == "open"]


async def show_choose(store: Store, view: View) -> Card:
    """Which of several consultations; or that there is none."""
    say, found = view.words.say, await _open(store)
    if not found:
        return view.card(say("There is no consultation just now."), say("Come back later with /start."))
    rows = tuple(
        (view.button(item.terms.say(item.terms.title, view.language), item.slug, "choice"),) for item in found
    )
    return view.card(say("Which consultation?"), buttons=rows)


async def show_language(_: Store, view: View) -> Card:
    """The languages of this consultation."""
    return languages_card(view, view.here.terms.languages)


async def choose_language(turn: Turn, language: str) -> Changes:
    """A language was chosen."""
    if language not in turn.view.here.terms.languages:
        return turn.nothing()
    scene, person = "about" if turn.view.conversation.survey else "whom", turn.view.person
    after = replace(turn.view, person=replace(person, language=language))
    return turn.to(turn.view.moved(scene=scene), people.set_language(person.id, language), after=after)


async def show_whom(store: Store, view: View) -> Card:
    """For whom they answer: for themselves, or for their organisation."""
    say, audiences = view.words.say, await _audiences(store, view)
    if not audiences:
        return view.card(say("This survey is for organisations."), say("To register yours: /organisation"))
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    ours = say("For %(name)s", name=organisation.name) if organisation else say("For an organisation")
    labels = {"residents": say("For myself"), "organisations": ours}
    rows = tuple((view.button(labels[audience], audience, "choice"),) for audience in audiences)
    body = say("The two are counted apart. You can do both.") if len(audiences) > 1 else ""
    return view.card(say("For whom do you want to answer?"), body, rows)


async def choose_whom(turn: Turn, audience: str) -> Changes:
    """On to a survey for these."""
    if audience not in await _audiences(turn.store, turn.view):
        return turn.to(turn.view.moved())
    return await _into(turn, turn.view, audience)


def _draw_about(view: View) -> Card:
    """What it is about, how long it takes."""
    say = view.words.say
    body = [view.text("about"), _length(view)]
    if view.trial:
        body.insert(0, say("You are trying this before it opens. What you answer is deleted when it opens."))
    rows = (
        (view.button(say("Continue"), "continue", "main"),),
        (view.button(say("Who is asking, and why?"), "who"),),
    )
    return view.card(view.text("title"), "\n".join(body), rows)


def _length(view: View) -> str:
    least, most = _questions(view)
    minutes = max(1, round(most * SECONDS_A_QUESTION / 60))
    questions = view.words.many("%(count)d question", "%(count)d questions", most)
    if least < most:
        questions = view.words.say("%(least)s to %(most)s questions", least=least, most=most)
    duration = view.words.many("about %(count)d minute", "about %(count)d minutes", minutes)
    return view.words.say(
        "%(questions)s, %(duration)s. You can stop at any time and go on later.",
        questions=questions,
        duration=duration,
    )


def _questions(view: View) -> tuple[int, int]:
    """How many are asked of somebody who skips them all, and how many there are."""
    form = view.answering.form
    unanswered = engine.begin(form, view.moment, "uuid:counting")
    least = len(engine.review(form, unanswered, view.language, view.moment))
    return least, sum(question.counted for question in form.asked)


async def from_about(turn: Turn, action: str) -> Changes:
    """Continue, or who asks."""
    scene = {"continue": "news", "who": "who"}.get(action)
    return turn.to(turn.view.moved(scene=scene), after=turn.view) if scene else turn.nothing()


async def show_who(_: Store, view: View) -> Card:
    """Who asks, how to reach them, what happens with the answers."""
    say, terms = view.words.say, view.here.terms
    body = [
        view.text("organiser"),
        say("Contact: %(contact)s", contact=view.text("contact")),
        view.text("about"),
        say("Your answers are counted together with those of others. Only the counts are published."),
    ]
    if terms.results_on:
        body.append(say("Results will be published on %(day)s.", day=view.words.day(terms.results_on)))
    back = view.button(say("Back"), "back", "back")
    return view.card(say("Who is asking, and why?"), "\n".join(body), ((back,),))


async def from_who(turn: Turn, _: str) -> Changes:
    """Back to what it is about."""
    return turn.to(turn.view.moved(scene="about"))


async def show_soon(_: Store, view: View) -> Card:
    """It has not opened yet."""
    say = view.words.say
    day = say("It opens on %(day)s.", day=view.words.day(view.here.opens))
    return view.card(
        view.text("title"), f"{view.text('about')}\n{day}\n{say('Shall I tell you then?')}", _yes_no(view)
    )


def _draw_news(view: View) -> Card:
    """News, offered before any answer, so that following says nothing about answering."""
    say = view.words.say
    title = say("Shall I tell you news and results of this consultation?")
    return view.card(title, say("This has nothing to do with your answers."), _yes_no(view))


def _yes_no(view: View) -> Rows:
    say = view.words.say
    return ((view.button(say("Yes"), "yes", "choice"), view.button(say("No"), "no", "choice")),)


async def from_news(turn: Turn, action: str) -> Changes:
    """News or not; then the consent."""
    return _followed(turn, action, "consent")


async def from_soon(turn: Turn, action: str) -> Changes:
    """To be told of the opening, or not."""
    return _followed(turn, action, "noted")


def _followed(turn: Turn, action: str, scene: str) -> Changes:
    person, slug = turn.view.person.id, turn.view.here.slug
    writes = {"yes": people.follow(person, slug), "no": people.unfollow(person, slug)}
    if action not in writes:
        return turn.nothing()
    return turn.to(turn.view.moved(scene=scene), writes[action], after=turn.view)


async def show_noted(_: Store, view: View) -> Card:
    """What happens until it opens."""
    say = view.words.say
    opens = say("This consultation opens on %(day)s.", day=view.words.day(view.here.opens))
    return view.card(say("Thank you."), f"{opens}\n{say('From then on, write /start to take part.')}")


async def show_ended(_: Store, view: View) -> Card:
    """It is over: when the results come."""
    say, terms = view.words.say, view.here.terms
    body = [say("Nobody can tell any more which answers are yours, not even we.")]
    if terms.results_on:
        body.append(say("Results will be published on %(day)s.", day=view.words.day(terms.results_on)))
    title = say("This consultation ended on %(day)s.", day=view.words.day(view.here.closes))
    return view.card(title, "\n".join(body))


async def only_shown(turn: Turn, _: str) -> Changes:
    """Tapped or written before this card came: it is shown, and asks for nothing."""
    return turn.to(replace(turn.conversation, notice=""))


SCENES = {
    "choose": Scene(show_choose, start),
    "language": Scene(show_language, choose_language),
    "whom": Scene(show_whom, choose_whom),
    "about": drawn(_draw_about, from_about),
    "who": Scene(show_who, from_who),
    "news": drawn(_draw_news, from_news),
    "soon": Scene(show_soon, from_soon),
    "noted": Scene(show_noted, only_shown, only_shown),
    "ended": Scene(show_ended, only_shown, only_shown),
}
