"""What a chat shows, as somebody understands it who knows the survey and three languages."""

from dataclasses import dataclass

from handlers.words import Words
from tests.bot_api import Message
from tests.load import town
from tests.load.town import BY_NAME, CHOICES, LANGUAGES, QUESTIONS, Question

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
