"""Somebody who answers from what their chat shows, in their own way, and remembers what they meant."""

import asyncio
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from handlers.words import NAMES, Words
from tests.bot_api import Person
from tests.files import photo
from tests.load import meaning, town
from tests.load.meaning import Plan
from tests.load.memory import Memory
from tests.load.phone import Phone
from tests.load.screen import MOST, Screen
from tests.load.town import CHOICES, LANGUAGES, Question, question_of

WRONG = {"integer": "lots", "decimal": "a lot", "date": "in spring"}


@dataclass
class Resident:
    """One of many."""

    phone: Phone
    random: Random
    pause: float = 0.1
    memory: Memory = field(default_factory=Memory)

    @property
    def person(self) -> Person:
        return self.phone.person

    @property
    def counts(self) -> Counter[str]:
        return self.phone.counts

    async def answers(self, busy: asyncio.Event | None = None) -> None:
        """From `/start` to the end; while `busy` is set, change what was sent and send it again."""
        screen = await self._writes(f"/start {town.SLUG}", None)
        while screen.where != "sent" or (busy is not None and busy.is_set()):
            await asyncio.sleep(self.random.random() * self.pause)
            screen = await self._acts(screen)

    async def _acts(self, screen: Screen) -> Screen:
        say = screen.say
        self.memory.arrives(screen)
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
                self.memory.came_back = True
                labels = screen.message.labels
                return await self._taps(screen, self.random.choice(labels[:-1]))
            case "sent":
                return await self._taps(screen, say("Change my answers"))
            case "more":
                return await self._tells_of_animals(screen)
        if screen.where.startswith("remove"):
            return await self._takes_out(screen)
        return await self._at_question(screen, question_of(screen.where))

    async def _reviews(self, screen: Screen) -> Screen:
        self.memory.compares(screen)
        chance = self.random.random()
        if chance < 0.15:
            self.memory.came_back = True
            return await self._taps(screen, screen.say("Back"))
        if chance < 0.4:
            return await self._taps(screen, screen.say("Change one"))
        sends = ("Send", "Send the changes")
        send = next(label for label in map(screen.say, sends) if screen.message.button(label))
        after = await self._taps(screen, send)
        if after.where == "sent":
            self.counts["sent"] += 1
        return after

    async def _tells_of_animals(self, screen: Screen) -> Screen:
        """Add one, take the last one out, or go on."""
        chance, self.memory.came_back = self.random.random(), True
        if chance < 0.1:
            return await self._taps(screen, screen.say("Back"))
        if chance < 0.25 and screen.animals:
            return await self._taps(screen, screen.say("Take the last one out"))
        if chance < 0.6 and self.memory.animals.count < MOST:
            self.memory.animals.adding = True
            return await self._taps(screen, screen.say("Add another" if screen.animals else "Add one"))
        return await self._taps(screen, screen.say("No, go on"))

    async def _takes_out(self, screen: Screen) -> Screen:
        """Which one it is stands on the card; half of them keep it after all."""
        self.memory.came_back = True
        if self.random.random() < 0.5:
            return await self._taps(screen, screen.say("No, keep it"))
        self.memory.animals.out = int(screen.where.split()[1])
        return await self._taps(screen, screen.say("Yes, take it out"))

    async def _at_question(self, screen: Screen, question: Question) -> Screen:
        chance = self.random.random()
        if chance < 0.08 and screen.message.button(back := screen.say("Back")):
            self.memory.came_back = True
            return await self._taps(screen, back)
        if chance < 0.14:
            command = self.random.choice(("/language", "/help", f"/start {town.SLUG}"))
            return await self._writes(command, screen)
        if chance < 0.16:
            return await self._taps_an_old_card(screen)
        if chance < 0.18:
            return await self._shows(screen, self.random.choice(("voice", "sticker", "photo")))
        plan = self.memory.plan = self.memory.plan or meaning.plan(self.random, self.memory.meant, question)
        if plan.stumbles:
            plan.stumbles = False
            return await self._stumbles(screen, question)
        if plan.leaves:
            return await self._leaves(screen, question)
        return await self._answers(screen, question, plan.value)

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
            return await self._commits(screen, "", decline)
        if question.required:
            return await self._taps(screen, skip)
        return await self._commits(screen, "", skip)

    async def _answers(self, screen: Screen, question: Question, value: str) -> Screen:
        match question.kind:
            case "select_one":
                if not value:
                    return await self._leaves(screen, question)
                return await self._commits(screen, value, screen.label(value))
            case "select_multiple":
                return await self._chooses(screen, question, value)
            case "rank":
                return await self._ranks(screen, question, value)
        keep = screen.say("Keep this answer")
        if keep in screen.message.labels and self.random.random() < 0.5:
            value = self.memory.meant.get(screen.where) or "7"
            return await self._commits(screen, value, keep)
        if (button := self._button(screen, question, value)) and self.random.random() < 0.5:
            return await self._commits(screen, value, button)
        self.memory.plan = Plan(value, False, False)
        self.memory.begins(screen.where, value)
        if question.kind == "image":
            return await self._shows(screen, "photo", b64encode(photo(value)).decode())
        return await self._writes(meaning.written(self.random, question, value), screen)

    def _button(self, screen: Screen, question: Question, value: str) -> str:
        """What says the same as this value, if anything does: a step, what is left, that one has heard."""
        if question.kind == "acknowledge":
            return screen.say("I understand")
        if not value.isdecimal():
            return ""
        number = Words(screen.language).number(Decimal(value))
        left = screen.say("All that is left: %(number)s", number=number)
        return next((label for label in (number, left) if screen.message.button(label)), "")

    async def _chooses(self, screen: Screen, question: Question, value: str) -> Screen:
        wanted = value.split()
        for name in CHOICES[question.choices]:
            if screen.chosen(name) != (name in wanted):
                return await self._taps(screen, screen.label(name))
        return await self._commits(screen, value, screen.say("Done (%(count)d)", count=len(wanted)))

    async def _ranks(self, screen: Screen, question: Question, value: str) -> Screen:
        order = value.split()
        placed = screen.placed(order)
        if placed != order[: len(placed)]:
            return await self._taps(screen, screen.say("Start over"))
        if len(placed) < len(order) - 2:
            return await self._taps(screen, screen.label(order[len(placed)]))
        return await self._commits(screen, value, screen.label(order[len(placed)]))

    async def _commits(self, screen: Screen, value: str, label: str) -> Screen:
        self.memory.begins(screen.where, value)
        return await self._taps(screen, label)

    async def _taps(self, screen: Screen, label: str) -> Screen:
        """Tap, now and then twice or thrice."""
        button = screen.message.button(label)
        assert button is not None, f"no button {label!r} here:\n{screen.message}"
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            await self.phone.press(button["callback_data"], screen.message.message_id)
        if self.phone.hasty and self.random.random() < 0.15:
            await self.phone.write("/help")
        return await self.phone.next(screen)

    async def _taps_an_old_card(self, screen: Screen) -> Screen:
        """The oldest message, as a phone shows it that has not heard of the newer ones."""
        oldest = next(message for message in self.person.sees() if message.sender == "bot")
        await self.phone.press_old(f"{screen.card - 1}.0.back", oldest.message_id)
        return await self.phone.next(screen)

    async def _writes(self, text: str, screen: Screen | None) -> Screen:
        await self.phone.write(text)
        return await self.phone.next(screen)

    async def _shows(self, screen: Screen, kind: str, content: str = "") -> Screen:
        await self.phone.show(kind, content)
        return await self.phone.next(screen)
