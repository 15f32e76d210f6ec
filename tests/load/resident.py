"""Somebody who answers from what their chat shows, in their own way, and remembers what they meant."""

import asyncio
import time
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from handlers.words import NAMES, Words
from tests.bot_api import Message, Person
from tests.files import photo
from tests.load import town
from tests.load.town import BY_NAME, CHOICES, LANGUAGES, QUARTERS, QUESTIONS, Question

SCENES = {
    "Choose your language": "language",
    "Shall I tell you news and results of this consultation?": "news",
    "Before you begin": "consent",
    "Welcome back.": "over",
    "How this works": "over",
    "Which answer do you want to change?": "change",
    "Thank you. Your answers are in.": "sent",
    "Your answers": "review",
}
WRONG = {"integer": "lots", "decimal": "a lot", "date": "in spring"}
COLOURS = ("red", "green", "blue")
"""Photos are of one colour each."""
DIVIDED = {"roads": "schools", "schools": "roads"}
"""What adds up to ten."""
DESPERATE = 90.0
"""Seconds without any progress after which the test fails."""
CALM = 1.5
"""Seconds without a change after which nothing more is expected."""
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass
class Screen:
    """What the newest message of the bot shows."""

    message: Message
    language: str
    where: str
    """A scene, or the name of a question."""

    @property
    def state(self) -> tuple[str, list[str]]:
        return self.message.text, [button["callback_data"] for row in self.message.keyboard for button in row]

    @property
    def card(self) -> int:
        """The number of the card, as its buttons carry it."""
        return int(self.state[1][0].split(".")[0])

    def say(self, sentence: str, **values: str | int) -> str:
        return Words(self.language).say(sentence, **values)

    def label(self, choice: str, question: Question | None = None) -> str:
        choices = (question or BY_NAME[self.where]).choices
        return CHOICES[choices][choice][LANGUAGES.index(self.language)]

    def shows(self, choice: str) -> bool:
        return self.message.button(self.label(choice)) is not None

    def chosen(self, choice: str) -> bool:
        return f"✓ {self.label(choice)}" in self.message.labels


def read(message: Message) -> Screen | None:
    """Where somebody is; None for a message without buttons."""
    if not message.keyboard:
        return None
    for language in LANGUAGES:
        for sentence, scene in SCENES.items():
            if Words(language).say(sentence) in message.text:
                return Screen(message, language, scene)
    for place, language in enumerate(LANGUAGES):
        if town.WELCOMES[place] in message.text:
            return Screen(message, language, "note")
        if town.TITLES[place] in message.text:
            return Screen(message, language, "about")
        for question in QUESTIONS:
            if question.labels[place].split("${")[0].rstrip() in message.text:
                return Screen(message, language, question.name)
    raise AssertionError(f"Nobody knows this card:\n{message}")


@dataclass
class Plan:
    """What somebody means to do at the question before them, decided once for each time they come to it."""

    value: str
    stumbles: bool
    leaves: bool


@dataclass
class Resident:
    """One of many. Who sees nothing happen for `patience` seconds does something.

    `ordered`: what they do reaches the bot in that order. Else what is written may overtake a tap: they write
    when their taps are answered, and where one never was, it may come late and bring one more card.
    """

    person: Person
    random: Random
    pause: float = 0.1
    patience: float = 2.5
    ordered: bool = True
    meant: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """What the chat showed as taken: the bot went on to something else."""
    acting: str = ""
    """The question whose answer is under way."""
    asked_again: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    """Seconds until each next screen."""
    _cards: int = 1
    """The number that the card must have when everything that was written is taken, each once."""
    _late: int = 0
    """So many more cards may come of taps that were overtaken."""
    _tapped: list[str] = field(default_factory=list)
    """Taps whose answer is not seen yet."""
    _stood: str | None = None
    """What was meant before the answer that is under way."""
    _plan: Plan | None = None
    _at: str = ""
    _came_back: bool = False

    async def answers(self, busy: asyncio.Event | None = None) -> None:
        """From `/start` to the end; while `busy` is set, change what was sent and send it again."""
        screen = await self._writes(f"/start {town.SLUG}", None)
        while screen.where != "sent" or (busy is not None and busy.is_set()):
            await asyncio.sleep(self.random.random() * self.pause)
            screen = await self._acts(screen)

    async def _acts(self, screen: Screen) -> Screen:
        say = screen.say
        self._arrives(screen)
        match screen.where:
            case "language":
                return await self._taps(screen, NAMES[self.random.choice(LANGUAGES)])
            case "about" | "note":
                return await self._taps(screen, say("Continue"))
            case "news":
                return await self._taps(screen, say(self.random.choice(("Yes", "No"))))
            case "consent":
                return await self._taps(screen, say("I agree, begin"))
            case "over":
                return await self._taps(screen, say("Go on"))
            case "review":
                return await self._reviews(screen)
            case "change":
                self._came_back = True
                labels = screen.message.labels
                return await self._taps(screen, self.random.choice(labels[:-1]))
            case "sent":
                return await self._taps(screen, say("Change my answers"))
        return await self._at_question(screen, BY_NAME[screen.where])

    def _arrives(self, screen: Screen) -> None:
        """Notice that the bot went on, or that it asks again what it had taken."""
        if screen.where in {"over", "language"}:
            return
        if screen.where != self._at:
            if self.acting:
                self.taken[self.acting] = self.meant[self.acting]
                self._count("taken")
            self.taken = {name: value for name, value in self.taken.items() if self.stands(name)}
            if screen.where in self.taken and not self._came_back:
                self.asked_again.append(screen.where)
            self._plan, self._at, self._came_back, self.acting = None, screen.where, False, ""

    def stands(self, name: str) -> bool:
        """Whether an answer still fits the others; where it does not, it is rightly asked again."""
        if name == "quarter":
            return self.meant["quarter"] in ("", *QUARTERS.get(self.meant.get("region", ""), ()))
        if name == "children":
            return int(self.meant["children"] or 0) < int(self.meant.get("people") or 1)
        if name in DIVIDED:
            return int(self.meant[name]) + int(self.meant.get(DIVIDED[name], 0)) == town.POINTS
        return True

    async def _reviews(self, screen: Screen) -> Screen:
        self._compares(screen)
        chance = self.random.random()
        if chance < 0.15:
            self._came_back = True
            return await self._taps(screen, screen.say("Back"))
        if chance < 0.4:
            return await self._taps(screen, screen.say("Change one"))
        sends = ("Send", "Send the changes")
        send = next(label for label in map(screen.say, sends) if screen.message.button(label))
        after = await self._taps(screen, send)
        if after.where == "sent":
            self._count("sent")
        return after

    def _compares(self, screen: Screen) -> None:
        """The review shows what was meant: choices by their labels, texts as they were written."""
        for question in QUESTIONS:
            value = self.meant.get(question.name, "")
            words = value.split() if question.choices else [value] if question.kind == "text" else []
            for word in words if town.relevant(self.meant, question.name) else []:
                shown = screen.label(word, question) if question.choices else word
                assert shown in screen.message.text, f"{question.name} is not {shown}:\n{screen.message}"

    async def _at_question(self, screen: Screen, question: Question) -> Screen:
        if self.acting == question.name:
            self._not_taken()
        chance = self.random.random()
        if chance < 0.08 and (back := screen.say("Back")) in screen.message.labels:
            self._came_back = True
            return await self._taps(screen, back)
        if chance < 0.14:
            command = self.random.choice(("/language", "/help", f"/start {town.SLUG}"))
            return await self._writes(command, screen)
        if chance < 0.16:
            return await self._taps_an_old_card(screen)
        if chance < 0.18:
            await self._lets_go()
            await self.person.shows(self.random.choice(("voice", "sticker", "photo")))
            return await self._awaits(screen, written=True)
        plan = self._plan = self._plan or self._plans(question)
        if plan.stumbles:
            plan.stumbles = False
            return await self._stumbles(screen, question)
        if plan.leaves:
            return await self._leaves(screen, question)
        return await self._answers(screen, question, plan.value)

    def _plans(self, question: Question) -> Plan:
        leaves = self.random.random() < 0.2 and question.name not in DIVIDED
        stumbles = self.random.random() < 0.2
        return Plan(self._means(question), stumbles, leaves)

    def _means(self, question: Question) -> str:
        random = self.random
        match question.name:
            case "quarter":
                return random.choice(QUARTERS[self.meant["region"]]) if self.meant.get("region") else ""
            case "people":
                return str(random.randint(1, 20))
            case "children":
                return str(random.randrange(int(self.meant["people"])))
            case "rent":
                return random.choice(("0.5", "1200", "1200.5"))
            case "moved":
                return f"{random.randint(1950, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
            case "days":
                return str(random.randint(0, 7))
            case "leaves":
                return town.at_time(self._clock())
            case "met":
                return town.at_time(
                    self._clock(), f"2024-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
                )
            case "safe":
                return str(random.randint(0, 10))
            case "heard":
                return "OK"
            case "well":
                return f"{random.randint(30, 35)}.{random.randint(0, 99):02} -{random.randint(1, 9)}.50 0 0"
            case "roads" | "schools":
                return self._divides(question.name)
            case "picture":
                return random.choice(COLOURS)
            case "hardest":
                some = random.sample(sorted(CHOICES["rights"]), random.randint(1, 3))
                return " ".join(name for name in CHOICES["rights"] if name in some)
            case "order":
                return " ".join(random.sample(sorted(CHOICES["rights"]), 4))
        if question.choices:
            return random.choice(sorted(CHOICES[question.choices]))
        return f"wish {random.randrange(10_000)} <b>&amp; مرحبا 🌊"

    def _clock(self) -> str:
        return f"{self.random.randint(0, 23):02}:{self.random.randint(0, 59):02}"

    def _divides(self, name: str) -> str:
        """What is left of ten; somebody may begin anew, which is not taken while the other stands."""
        other = self.meant.get(DIVIDED[name])
        if other is None or self.random.random() < 0.2:
            return str(self.random.randint(0, town.POINTS))
        return str(town.POINTS - int(other))

    async def _stumbles(self, screen: Screen, question: Question) -> Screen:
        """Write what cannot be taken."""
        wrong = WRONG.get(question.kind, "nonsense") if question.kind != "text" else ""
        return await self._writes(wrong, screen) if wrong else screen

    async def _leaves(self, screen: Screen, question: Question) -> Screen:
        """Skip; where that is objected to, say that one prefers not to answer."""
        decline, skip = screen.say("I prefer not to answer"), screen.say("Skip")
        if question.kind == "image" and skip not in screen.message.labels:
            skip = screen.say("Take it away")
        if decline in screen.message.labels:
            return await self._commits(screen, question, "", decline)
        if question.required:
            return await self._taps(screen, skip)
        return await self._commits(screen, question, "", skip)

    async def _answers(self, screen: Screen, question: Question, value: str) -> Screen:
        match question.kind:
            case "select_one":
                if not value:
                    return await self._leaves(screen, question)
                return await self._commits(screen, question, value, screen.label(value))
            case "select_multiple":
                return await self._chooses(screen, question, value)
            case "rank":
                return await self._ranks(screen, question, value)
        keep = screen.say("Keep this answer")
        if keep in screen.message.labels and self.random.random() < 0.5:
            value = self.meant.get(question.name) or "7"
            return await self._commits(screen, question, value, keep)
        if (button := self._button(screen, question, value)) and self.random.random() < 0.5:
            return await self._commits(screen, question, value, button)
        self._plan = Plan(value, False, False)
        self._begins(question, value)
        if question.kind == "image":
            await self._lets_go()
            await self.person.shows("photo", b64encode(photo(value)).decode())
            return await self._awaits(screen, written=True)
        return await self._writes(self._written(question, value), screen)

    def _button(self, screen: Screen, question: Question, value: str) -> str:
        """What says the same as this value, if anything does: a step, what is left, that one has heard."""
        if question.kind == "acknowledge":
            return screen.say("I understand")
        if not value.isdecimal():
            return ""
        number = Words(screen.language).number(Decimal(value))
        left = screen.say("All that is left: %(number)s", number=number)
        return next((label for label in (number, left) if screen.message.button(label)), "")

    def _written(self, question: Question, value: str) -> str:
        """A value as somebody may write it."""
        match question.kind:
            case "time":
                value = value[:5]
            case "dateTime":
                value = value[:16].replace("T", " ")
            case "geopoint":
                latitude, longitude, *_ = value.split()
                value = f"{latitude}1, {longitude}1"
        if question.kind == "date" and self.random.random() < 0.5:
            value = "/".join(reversed(value.split("-")))
        arabic = question.kind != "text" and self.random.random() < 0.5
        return value.translate(ARABIC) if arabic else value

    async def _chooses(self, screen: Screen, question: Question, value: str) -> Screen:
        wanted = value.split()
        for name in CHOICES[question.choices]:
            if screen.chosen(name) != (name in wanted):
                return await self._taps(screen, screen.label(name))
        return await self._commits(screen, question, value, screen.say("Done (%(count)d)", count=len(wanted)))

    async def _ranks(self, screen: Screen, question: Question, value: str) -> Screen:
        order = value.split()
        placed = [name for name in order if not screen.shows(name)]
        if placed != order[: len(placed)]:
            return await self._taps(screen, screen.say("Start over"))
        if len(placed) < len(order) - 2:
            return await self._taps(screen, screen.label(order[len(placed)]))
        return await self._commits(screen, question, value, screen.label(order[len(placed)]))

    async def _commits(self, screen: Screen, question: Question, value: str, label: str) -> Screen:
        self._begins(question, value)
        return await self._taps(screen, label)

    def _begins(self, question: Question, value: str) -> None:
        self._stood = self.meant.get(question.name)
        self.meant[question.name], self.acting = value, question.name

    def _not_taken(self) -> None:
        """The question is still there: what was meant before stands."""
        if self._stood is None:
            del self.meant[self.acting]
        else:
            self.meant[self.acting] = self._stood
        self.acting, self._plan = "", None

    async def _taps(self, screen: Screen, label: str) -> Screen:
        """Tap, now and then twice or thrice."""
        button = screen.message.button(label)
        assert button is not None, f"no button {label!r} here:\n{screen.message}"
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            await self._presses(button["callback_data"], screen.message.message_id)
        return await self._awaits(screen)

    async def _taps_an_old_card(self, screen: Screen) -> Screen:
        """The oldest message, as a phone shows it that has not heard of the newer ones."""
        oldest = next(message for message in self.person.sees() if message.sender == "bot")
        await self._lets_go()
        await self._presses(f"{screen.card - 1}.0.back", oldest.message_id)
        return await self._awaits(screen, written=True)

    async def _presses(self, data: str, message_id: int) -> None:
        self._tapped.append(await self.person.press(data, message_id))
        self._late += bool(self._late)
        self._count("taps")

    async def _lets_go(self) -> None:
        """Wait until the taps are answered, for as long as patience lasts."""
        if not self.ordered:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    for query in self._tapped:
                        await self.person.acknowledged(query, DESPERATE)
        self._overtakes()

    def _overtakes(self) -> None:
        """What is written now may come before taps that are not answered."""
        self._tapped = [query for query in self._tapped if not self.person.answered(query)]
        self._late += 0 if self.ordered else len(self._tapped)

    async def _writes(self, text: str, screen: Screen | None) -> Screen:
        await self._lets_go()
        await self.person.send(text)
        return await self._awaits(screen, written=True)

    async def _awaits(self, before: Screen | None, written: bool = False) -> Screen:
        """The next screen, once all that was written is taken; who waits too long sends a sticker."""
        began = time.monotonic()
        self._wrote(written)
        for _ in range(int(DESPERATE / self.patience)):
            try:
                async with asyncio.timeout(self.patience):
                    while True:
                        screen = self._screen()
                        changed = screen and (not before or screen.state != before.state)
                        if screen:
                            self._excuses(screen)
                        if screen and changed and screen.card == self._cards:
                            self.waits.append(time.monotonic() - began)
                            return await self._calms() if self._late else screen
                        await self.person.chat.moves()
            except TimeoutError:
                self._count("stickers")
                self._overtakes()
                await self.person.shows("sticker")
                self._wrote(True)
        raise AssertionError(f"nothing goes on; card {self._cards} should be here:\n{self.person}")

    def _excuses(self, screen: Screen) -> None:
        """A card too many is one of a tap that came late."""
        more = max(0, screen.card - self._cards)
        assert more <= self._late, f"taken twice:\n{self.person}"
        self._late -= more
        self._cards += more

    async def _calms(self) -> Screen:
        """Where taps may come late, a card tells what was taken once nothing is under way any more."""
        async with asyncio.timeout(DESPERATE):
            changes = -1
            while changes != self.person.chat.changes or self.person.waiting:
                changes = self.person.chat.changes
                await asyncio.sleep(CALM)
        screen = self._screen()
        assert screen is not None
        self._excuses(screen)
        self._late = 0
        return screen

    def _wrote(self, written: bool) -> None:
        """What is written brings a new card."""
        self._cards += written
        self._count("written", written)

    def _screen(self) -> Screen | None:
        bot = [message for message in self.person.sees() if message.sender == "bot"]
        return read(replace(bot[-1])) if bot else None

    def _count(self, what: str, times: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + times
