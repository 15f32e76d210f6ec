"""A desk that asks a fixed survey, and the web channel around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from gettext import NullTranslations
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import recommendations_page
from bot.channel_health import HealthReport
from bot.channels.web import ChatAbout, Question, Results, routes
from bot.channels.web.contract import Desk, FileOf, Invitation, MediaOf
from bot.channels.web.media import no_media
from bot.pages import Translations
from bot.pages.rounds import Dialogue, Round
from bot.round_page import by_region
from bot.server.addresses import Proxies
from handlers.words import Words
from storage.changes import StorageDown
from storage.messages import Button, Card, Command, Incoming, News, Reaction, Tap, Text
from storage.store import Store
from tests.results import section

CODE = "SAFE-CODE"
Role = Literal["choice", "main", "plain", "back", "link"]
TITLES = {
    "en": ("Settat 2026", "Regional Human Rights Commission"),
    "ar": ("سطات 2026", "اللجنة الجهوية لحقوق الإنسان"),
}
NEEDS = {
    "housing": {"en": "Housing: rent, repairs, evictions", "ar": "السكن: الكراء والإصلاح والإفراغ"},
    "schools": {"en": "Schools and training", "ar": "المدارس والتكوين"},
    "health": {"en": "Health care", "ar": "الرعاية الصحية"},
    "water": {"en": "Water and drought", "ar": "الماء والجفاف"},
    "other": {"en": "Something else", "ar": "شيء آخر"},
}
TEXTS = {
    "hardest": {"en": "Which of these is hardest where you live?", "ar": "ما أصعب هذه الأمور حيث تعيش؟"},
    "hardest_hint": {"en": "Choose up to three, then Done.", "ar": "اختر ثلاثة على الأكثر، ثم «تم»."},
    "order": {"en": "Put them in order, the most urgent first.", "ar": "رتّبها، الأكثر استعجالا أولا."},
    "order_hint": {"en": "Tap in order. So far: {}", "ar": "اضغط بالترتيب. حتى الآن: {}"},
    "home": {"en": "How many people live in your home?", "ar": "كم شخصا يعيش في بيتك؟"},
    "home_hint": {"en": "Write a number.", "ar": "اكتب رقما."},
    "home_wrong": {
        "en": "I could not read that as a number. For example: 4",
        "ar": "لم أستطع قراءة هذا كرقم. مثلا: 4",
    },
    "since": {"en": "Since when have you lived here?", "ar": "منذ متى تعيش هنا؟"},
    "wish": {"en": "What would you change first?", "ar": "ما أول شيء تودّ تغييره؟"},
    "review": {"en": "Your answers", "ar": "أجوبتك"},
    "thanks": {"en": "Thank you. Your answers are in.", "ar": "شكرا. وصلت أجوبتك."},
    "back": {"en": "← Back", "ar": "← رجوع"},
    "skip": {"en": "Skip", "ar": "تخطّ"},
    "done": {"en": "Done ({})", "ar": "تم ({})"},
    "send": {"en": "Send", "ar": "إرسال"},
    "help": {"en": "Help", "ar": "مساعدة"},
    "help_body": {
        "en": "Tap a button or write.\nYou can stop at any time and go on later.",
        "ar": "اضغط زرا أو اكتب.\nيمكنك التوقف متى شئت.",
    },
    "go_on": {"en": "Go on", "ar": "متابعة"},
}
STEPS = ("language", "hardest", "order", "home", "since", "wish", "review", "thanks")


@dataclass
class Person:
    step: int = 0
    number: int = 1
    language: str = "en"
    hardest: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    help: bool = False

    def say(self, name: str, *values: object) -> str:
        return TEXTS[name][self.language].format(*values)

    def need(self, name: str) -> str:
        return NEEDS[name][self.language]

    def button(self, name: str, verb: str, role: Role = "plain", *values: object) -> Button:
        return Button(self.say(name, *values), f"{self.step}:{verb}", role)

    def choice(self, label: str, verb: str, chosen: bool = False) -> tuple[Button, ...]:
        return (Button(label, f"{self.step}:{verb}", "choice", chosen),)

    @property
    def where(self) -> str:
        return STEPS[self.step]

    def card(self) -> Card:
        if self.help:
            rows = ((self.button("go_on", "go", "main"),),)
            return Card(self.number, self.language, self.say("help"), self.say("help_body"), buttons=rows)
        card: Card = getattr(self, f"_{self.where}")()
        return card

    def _asked(self, hint: str = "", rows: Sequence[tuple[Button, ...]] = (), **more: Any) -> Card:
        place = (self.step, 5) if 0 < self.step < 6 else None
        title = self.say(self.where)
        return Card(
            self.number, self.language, title, "", hint, self.notice, place, buttons=tuple(rows), **more
        )

    def _language(self) -> Card:
        rows = (self.choice("العربية", "speak:ar"), self.choice("English", "speak:en"))
        return Card(self.number, self.language, "Choose your language · اختر لغتك", buttons=rows)

    def _hardest(self) -> Card:
        chosen = {name: name in self.hardest for name in NEEDS}
        rows = [self.choice(self.need(n), f"{'off' if on else 'on'}:{n}", on) for n, on in chosen.items()]
        rows.append((self._back, self._skip, self.button("done", "done", "main", len(self.hardest))))
        return self._asked(self.say("hardest_hint"), rows)

    def _order(self) -> Card:
        left = [name for name in ("housing", "schools", "health") if name not in self.order]
        so_far = " · ".join(f"{n} {self.need(name)}" for n, name in enumerate(self.order, 1))
        rows = [self.choice(self.need(name), f"next:{name}") for name in left]
        return self._asked(self.say("order_hint", so_far or "–"), [*rows, (self._back,)])

    def _home(self) -> Card:
        return self._write("number", self.say("home_hint"))

    def _since(self) -> Card:
        return self._write("date")

    def _wish(self) -> Card:
        return self._write("text")

    def _write(self, kind: str, hint: str = "") -> Card:
        rows = ((self._back, self._skip),)
        return self._asked(hint, rows, writes=kind, written=self.written.get(self.where, ""))

    def _review(self) -> Card:
        lines = [
            ", ".join(map(self.need, self.hardest)),
            ", ".join(map(self.need, self.order)),
            *self.written.values(),
        ]
        rows = ((self._back, self.button("send", "send", "main")),)
        body = "\n".join(f"{n} {line}" for n, line in enumerate(lines, 1))
        return Card(self.number, self.language, self.say("review"), body, buttons=rows)

    def _thanks(self) -> Card:
        return Card(self.number, self.language, self.say("thanks"))

    @property
    def _back(self) -> Button:
        return self.button("back", "back", "back")

    @property
    def _skip(self) -> Button:
        return self.button("skip", "skip")

    def tapped(self, data: str) -> bool:
        step, _, verb = data.partition(":")
        if int(step) != self.step:
            return False
        self.notice = ""
        match verb.split(":"):
            case ["speak", language]:
                self.language, self.step = language, 1
            case ["on", name] if name not in self.hardest:
                self.hardest.append(name)
            case ["off", name] if name in self.hardest:
                self.hardest.remove(name)
            case ["next", name] if name not in self.order:
                self.order.append(name)
                self.step += len(self.order) == 3
            case ["back"]:
                self.step -= 1
                self.order = self.order if self.where != "order" else []
            case ["go"]:
                self.help = False
            case ["done" | "skip" | "send"]:
                self.step += 1
            case _:
                return False
        return True

    def wrote(self, text: str) -> None:
        self.number += 1
        if self.where == "home" and not text.isdecimal():
            self.notice = self.say("home_wrong")
        elif self.where in ("home", "since", "wish"):
            self.written[self.where] = text
            self.notice = ""
            self.step += 1


class ScriptedDesk:
    """Remembers everything it took; `down` makes the database go away."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.taken: list[Incoming] = []
        self.repeats = 0
        self.waiting: list[News] = []
        self.down = False

    async def whose(self, channel: str, address: str) -> bytes | None:
        self._need_database()
        person = self.people.get(address)
        return str(id(person)).encode() if person else None

    def mark(self, person: bytes) -> str:
        return person.decode()

    async def first_card(self, incoming: Incoming) -> Card:
        self._need_database()
        return Person(language="ar" if incoming.language == "ar" else "en").card()

    async def card(self, channel: str, address: str) -> Card | None:
        assert channel == "web"
        self._need_database()
        person = self.people.get(address)
        return person.card() if person else None

    async def news(self, address: str) -> list[News]:
        return list(self.waiting)

    async def told(self, address: str, news: Sequence[News]) -> None:
        self.waiting = [each for each in self.waiting if each not in news]

    async def take(self, incoming: Incoming) -> Reaction:
        self._need_database()
        if any(incoming.key == before.key for before in self.taken):
            self.repeats += 1
            return Reaction()
        self.taken.append(incoming)
        return self._decide(incoming.address, incoming)

    def _need_database(self) -> None:
        if self.down:
            raise StorageDown("away")

    def _decide(self, token: str, incoming: Incoming) -> Reaction:
        person = self.people.get(token)
        match incoming.said:
            case Command("start"):
                self.people[token] = person or Person(language="ar" if incoming.language == "ar" else "en")
                return Reaction(show=True)
            case Command("return", code):
                return self._return(token, code)
            case Command("leave"):
                self.people[""] = self.people.pop(token)
                return Reaction()
            case Command("forget"):
                del self.people[token]
                return Reaction(farewell="Everything about you is erased.")
            case Command("help") if person:
                person.help = True
                return Reaction(show=True)
            case Command("language") if person:
                person.step = 0
                return Reaction(show=True)
            case Text(text) if person:
                person.wrote(text)
                return Reaction(show=True)
            case Tap(data) if person:
                return Reaction(show=person.tapped(data))
        return Reaction(toast="I do not know this.")

    def _return(self, token: str, code: str) -> Reaction:
        if code != CODE or not self.people:
            return Reaction(toast="I do not know this code. Please check it.")
        self.people[token] = next(iter(self.people.values()))
        return Reaction(show=True)


async def about(slug: str, language: str) -> ChatAbout | None:
    if slug not in ("settat-2026", "other-2026"):
        return None
    language = language if language in TITLES else "en"
    return ChatAbout(slug, language, *TITLES[language])


async def listing(language: str) -> list[ChatAbout]:
    found = await about("settat-2026", language)
    return [found] if found else []


EVENTS = [
    Invitation(
        title="لقاء حول السكن",
        in_title="ar",
        about="الباب مفتوح للجميع.\nلا حاجة إلى التسجيل.",
        in_about="ar",
        starts="2026-12-04T18:30:00+01:00",
        when="Friday 4 December 2026, 18:30 (Casablanca)",
        place="Maison des jeunes <Settat>",
        map="https://www.openstreetmap.org/?mlat=33&mlon=-7.6#map=17/33/-7.6",
        link="https://example.org/" + "a-long-address-" * 6,
        organiser="Housing Now",
        consultation="Settat 2026",
        slug="settat-2026",
    )
]


async def events(language: str) -> list[Invitation]:
    return EVENTS


async def feed(language: str, code: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nNAME:{language}\r\nEND:VCALENDAR\r\n".encode()


async def healthy() -> HealthReport:
    return HealthReport()


def _section(people: int) -> Results:
    """Counts as they were published before there were releases."""
    labels = {name: label["en"] for name, label in NEEDS.items()}
    counts = {"housing": 232, "schools": 136, "health": 204, "water": 176, "other": None}
    places = {"housing": 1.82, "schools": 2.45, "health": 1.73}
    questions = [
        _question("hardest", "select_multiple", people, counts=counts, choice_labels=labels),
        _question("order", "rank", people, mean_rank=places, choice_labels=labels),
        _question("home", "integer", people, mean=4.318),
        _question("wish", "text", people),
    ]
    return {
        "consultation": {"slug": "settat-2026", "title": TITLES["en"][0], "organiser": TITLES["en"][1]},
        "simulated": True,
        "surveys": [
            {
                "name": "residents",
                "version": 1,
                "audience": "residents",
                "access": "open",
                "responses": people,
                "questions": questions,
            }
        ],
    }


def _question(name: str, kind: str, answered: int, **numbers: Any) -> Question:
    question: Any = {"name": name, "type": kind, "label": TEXTS[name]["en"], "answered": answered, **numbers}
    return cast(Question, question)


async def results(slug: str, language: str) -> list[Results]:
    released = section(400, "ar" if language == "ar" else "en")
    return [released, _section(400)] if slug == "settat-2026" else []


async def round_of(slug: str, language: str) -> Round | None:
    """Four regions: of one nobody knows the date yet, and from one too few answered."""
    spoken = "ar" if language == "ar" else "en"
    if slug != "settat-2026":
        return None
    starts = datetime(2026, 12, 4, 18, 30, tzinfo=ZoneInfo("Africa/Casablanca"))
    when, place = Words(spoken).moment(starts, "Africa/Casablanca"), "Maison des jeunes, El Jadida"
    dialogues = [
        Dialogue(
            "El Jadida", "Bureau régional", starts.isoformat(), when, place, "https://map.example/", True
        ),
        Dialogue("سطات", "المكتب الجهوي", starts.isoformat(), when, "الخزانة"),
        Dialogue("Berrechid", ""),
    ]
    sections = by_region([section(60, spoken)], "region")
    return Round(slug, *TITLES[spoken], dialogues, sections)


def application(
    desk: Desk,
    public_url: str = "",
    translations: Translations = lambda language: NullTranslations(),
    behind_proxy: bool = False,
    media: MediaOf = no_media,
    files: FileOf | None = None,
    store: Store | None = None,
) -> web.Application:
    """`store`: of what everybody sees of recommendations."""
    app = web.Application()
    routes(
        app,
        desk,
        about=about,
        listing=listing,
        events=events,
        feed=feed,
        health=healthy,
        translations=translations,
        languages=("en", "fr", "ar"),
        public_url=public_url,
        proxies=Proxies(behind_proxy),
        media=media,
        results=results,
        files=files,
        round=round_of,
        recommendations=partial(recommendations_page.listed, store) if store else None,
        recommendation=partial(recommendations_page.one, store) if store else None,
    )
    return app
