"""What a chat shows, as somebody understands it who knows the survey and three languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.words import Words, plain
from tests.bot_api import Message
from tests.load import town
from tests.load.town import ANIMAL, CHOICES, LANGUAGES, QUESTIONS, Question, called, question_of

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
MOST = 4
"""So many animals at most are told of."""


@dataclass
class Screen:
    """What the newest message of the bot shows."""

    message: Message
    language: str
    where: str
    """A scene, or the name of an answer."""
    animals: int | None = None
    """How many animals there are, where the card tells."""

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
        choices = (question or question_of(self.where)).choices
        return CHOICES[choices][choice][LANGUAGES.index(self.language)]

    def shows(self, choice: str) -> bool:
        return self.message.button(self.label(choice)) is not None

    def placed(self, choices: Sequence[str]) -> list[str]:
        """Those that have their place, in the order that the card tells; the others are buttons."""
        without_button = [name for name in choices if not self.shows(name)]
        return sorted(without_button, key=lambda name: self.message.text.index(self.label(name)))

    def chosen(self, choice: str) -> bool:
        return f"✓ {self.label(choice)}" in self.message.labels


def read(message: Message) -> Screen | None:
    """Where somebody is; None for a message without buttons."""
    if not message.keyboard:
        return None
    for language in LANGUAGES:
        for sentence, scene in SCENES.items():
            if Words(language).say(sentence) in message.text:
                animals = _listed(message, language) if scene == "review" else None
                return Screen(message, language, scene, animals)
    for language in LANGUAGES:
        if found := _in_the_repeat(message, language):
            return found
    for place, language in enumerate(LANGUAGES):
        if town.WELCOMES[place] in message.text:
            return Screen(message, language, "note")
        if town.TITLES[place] in message.text:
            return Screen(message, language, "about")
        for question in QUESTIONS:
            if question.labels[place].split("${")[0].rstrip() in message.text:
                return Screen(message, language, question.name)
    raise AssertionError(f"Nobody knows this card:\n{message}")


def _in_the_repeat(message: Message, language: str) -> Screen | None:
    """Whether there is one more, what one is called, or whether to take it out."""
    words = Words(language)

    def says(sentence: str, **values: str | int) -> bool:
        return plain(words.say(sentence, **values)) in plain(message.text)

    if says("Is there one to tell about?"):
        return Screen(message, language, "more", 0)
    for count in range(1, MOST + 1):
        if says("So far: %(count)s. Do you want to add another?", count=count):
            return Screen(message, language, "more", count)
        for number in range(1, count + 1):
            if says("%(name)s of %(count)s", name=_animal(language, number), count=count):
                return Screen(message, language, called(number), count)
        if says("Take out %(name)s?", name=_animal(language, count)):
            return Screen(message, language, f"remove {count}")
    return None


def _listed(message: Message, language: str) -> int:
    return sum(_animal(language, number) in plain(message.text) for number in range(1, MOST + 1))


def _animal(language: str, number: int) -> str:
    return f"{ANIMAL[LANGUAGES.index(language)]} {number}"
