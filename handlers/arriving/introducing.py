"""What a consultation is about, who asks, whether to be told news; and before it opens and after it ended."""

from collections.abc import Iterator

from handlers.consultations.counting import results_address
from handlers.links import named
from handlers.turn import Scene, Turn, drawn
from handlers.view import Rows, View
from storage import interests, publications
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store
from survey import engine

SECONDS_A_QUESTION = 30


def _draw_about(view: View) -> Card:
    """What it is about, how long it takes."""
    say = view.words.say
    title, body = view.text("title"), [view.text("about"), _length(view), *_alone(view)]
    if view.learning:
        title, body = view.answering.form.opening(view.language), [*_cards(view), *_alone(view)]
    if view.trial:
        body.insert(0, say("You are trying this before it opens. What you answer is deleted when it opens."))
    rows = (
        (view.button(say("Continue"), "continue", "main"),),
        (view.button(say("Who is asking, and why?"), "who"),),
    )
    return view.card(title, "\n".join(body), rows)


def _cards(view: View) -> Iterator[str]:
    """What a set of learning cards is, and who wrote it."""
    say, by = view.words.say, view.here.terms.author(view.conversation.survey)
    yield say("Some short cards, then three questions about them. About five minutes.")
    if by:
        yield say("Written by %(name)s", name=named(by))


def _alone(view: View) -> tuple[str, ...]:
    """Everybody sees it where nobody else looked at it before it opened."""
    said = view.words.say("Only one person looked at this consultation before it opened.")
    return (said,) if view.here.alone else ()


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
        *_alone(view),
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
    writes = {"yes": interests.follow(person, slug), "no": interests.unfollow(person, slug)}
    if action not in writes:
        return turn.nothing()
    return turn.to(turn.view.moved(scene=scene), writes[action], after=turn.view)


async def show_noted(_: Store, view: View) -> Card:
    """What happens until it opens."""
    say = view.words.say
    opens = say("This consultation opens on %(day)s.", day=view.words.day(view.here.opens))
    return view.card(say("Thank you."), f"{opens}\n{say('From then on, write /start to take part.')}")


def _draw_barred(view: View) -> Card:
    """After a restore: some of those who were here before are counted already, and nobody knows who."""
    say = view.words.say
    body = say(
        "The server had to be restored. Answers given before count, and nobody can tell any more whose they "
        "are. So whoever was here before cannot answer again, or some would be counted twice."
    )
    return view.card(say("Answers given here before are kept."), body)


async def show_ended(store: Store, view: View) -> Card:
    """It is over: when the results come, and whether to be told."""
    say, terms = view.words.say, view.here.terms
    body = [say("Nobody can tell any more which answers are yours, not even we.")]
    if await publications.get(store.database, view.here.slug, terms.languages[0]):
        url = results_address(view.place.public_url, view.here.slug, view.language)
        at = say("The results: %(url)s", url=url) if view.place.public_url else ""
        body.append(at or say("The results are published."))
    elif terms.results_on:
        body.append(say("Results will be published on %(day)s.", day=view.words.day(terms.results_on)))
    title = say("This consultation ended on %(day)s.", day=view.words.day(view.here.closes))
    followed = "" in await interests.follows(store.database, view.person.id, view.here.slug)
    label = say("Tell me about the results")
    news = view.button(label, "unfollow" if followed else "follow", "choice", followed)
    return view.card(title, "\n".join(body), ((news,),))


async def from_ended(turn: Turn, action: str) -> Changes:
    """News of the results, or not: offered to everybody who comes, whether they answered or not."""
    write = {"follow": interests.follow, "unfollow": interests.unfollow}.get(action)
    told = (write(turn.view.person.id, turn.view.here.slug),) if write else ()
    return turn.to(turn.conversation.but(notice=""), *told)


async def only_shown(turn: Turn, _: str) -> Changes:
    """Tapped or written before this card came: it is shown, and asks for nothing."""
    return turn.to(turn.conversation.but(notice=""))


SCENES = {
    "about": drawn(_draw_about, from_about),
    "who": Scene(show_who, from_who),
    "news": drawn(_draw_news, from_news),
    "soon": Scene(show_soon, from_soon),
    "noted": Scene(show_noted, only_shown, only_shown),
    "barred": drawn(_draw_barred, only_shown),
    "ended": Scene(show_ended, from_ended, only_shown),
}
