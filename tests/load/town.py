"""A consultation with a question of each kind and rule, in three languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

SLUG = "load"
LANGUAGES = ("en", "fr", "ar")
NAMES = {"en": "English", "fr": "French", "ar": "Arabic"}

TOML = """
slug = "load"
languages = ["en", "fr", "ar"]
opens = 2024-01-01
closes = 2099-12-31
timezone = "Africa/Casablanca"
quiet_hours = ""
weekly_limit = 100
consent_version = "1"
regions = "regions.csv"
region_question = "region"
surveys = [{ name = "residents", audience = "residents", form = "survey.md" }]
title = { en = "A consultation under load", fr = "Une consultation sous charge", ar = "استشارة تحت الضغط" }
about = { en = "For tests.", fr = "Pour les tests.", ar = "للاختبار." }
organiser = { en = "The tests", fr = "Les tests", ar = "الاختبارات" }
contact = { en = "nobody", fr = "personne", ar = "لا أحد" }
"""
TITLES = ("A consultation under load", "Une consultation sous charge", "استشارة تحت الضغط")
WELCOMES = ("Welcome.", "Bienvenue.", "مرحبا.")
REGIONS = """
code,parent,name::en,name::fr,name::ar
country,,Country,Pays,البلد
north,country,North,Nord,الشمال
south,country,South,Sud,الجنوب
"""
Kind = Literal[
    "integer", "decimal", "select_one", "select_multiple", "rank", "date", "time", "dateTime", "range",
    "acknowledge", "geopoint", "image", "text",
]  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question as people see it, and its other columns."""

    name: str
    kind: Kind
    labels: tuple[str, str, str]
    choices: str = ""
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def required(self) -> bool:
        return dict(self.columns).get("required") == "yes"


def _question(
    name: str, kind: Kind, en: str, fr: str, ar: str, choices: str = "", **columns: str
) -> Question:
    return Question(name, kind, (en, fr, ar), choices, tuple(columns.items()))


QUESTIONS = (
    _question("region", "select_one", "Which part?", "Quelle partie ?", "أي جزء؟", "regions", required="yes"),
    _question(
        "quarter",
        "select_one",
        "Which quarter?",
        "Quel quartier ?",
        "أي حي؟",
        "quarters",
        choice_filter="region=${region}",
    ),
    _question(
        "people",
        "integer",
        "How many live with you?",
        "Combien vivent chez vous ?",
        "كم يعيش معكم؟",
        constraint=". > 0 and . < 21",
        message="From 1 to 20.",
        required="yes",
    ),
    _question(
        "children",
        "integer",
        "How many of the ${people} are children?",
        "Combien des ${people} sont des enfants ?",
        "كم طفلا من بين ${people}؟",
        constraint=". >= 0 and . <= ${others}",
        message="Not so many.",
        relevant="${people} > 1",
    ),
    _question(
        "hardest",
        "select_multiple",
        "What is hardest?",
        "Qu'est-ce qui est le plus dur ?",
        "ما الأصعب؟",
        "rights",
        constraint="count-selected(.) <= 3",
        message="Three at most.",
        hint="Three at most",
    ),
    _question("order", "rank", "In which order?", "Dans quel ordre ?", "بأي ترتيب؟", "rights"),
    _question(
        "rent",
        "decimal",
        "How high is the rent?",
        "Combien est le loyer ?",
        "كم الكراء؟",
        relevant="selected(${hardest}, 'housing')",
    ),
    _question(
        "moved",
        "date",
        "When did you move here?",
        "Quand êtes-vous arrivés ?",
        "متى انتقلتم إلى هنا؟",
        constraint=". <= today()",
        message="That day is yet to come.",
    ),
    _question("days", "integer", "On how many days?", "Combien de jours ?", "كم يوما؟", default="7"),
    _question("leaves", "time", "When do you leave?", "Quand partez-vous ?", "متى تخرجون؟"),
    _question(
        "met", "dateTime", "When did you last meet?", "Quand vous êtes-vous réunis ?", "متى اجتمعتم آخر مرة؟"
    ),
    _question(
        "safe",
        "range",
        "How safe is it?",
        "Est-ce sûr ?",
        "ما مدى الأمان؟",
        parameters="start=0 end=10 step=1",
    ),
    _question("heard", "acknowledge", "This was read to you.", "Ceci vous a été lu.", "قُرئ هذا عليكم."),
    _question(
        "source", "select_one", "Where is water from?", "D'où vient l'eau ?", "من أين الماء؟", "sources"
    ),
    _question("source_other", "text", "What is it?", "Dites quoi, en quelques mots.", "ما هو؟"),
    _question("well", "geopoint", "Where is the well?", "Où est le puits ?", "أين البئر؟"),
    _question("roads", "integer", "Points for roads?", "Des points aux routes ?", "كم نقطة للطرق؟"),
    _question("schools", "integer", "Points for schools?", "Des points aux écoles ?", "كم نقطة للمدارس؟"),
    _question("picture", "image", "A photo of the street?", "Une photo de la rue ?", "صورة للشارع؟"),
    _question("called", "text", "What is it called?", "Comment s'appelle-t-elle ?", "ما اسمها؟"),
    _question("meeting", "select_one", "Were you asked?", "Vous a-t-on demandé ?", "هل سُئلتم؟", "answers"),
    _question("reason", "text", "Why not?", "Pourquoi pas ?", "لم لا؟", relevant="${meeting} = 'no'"),
    _question("wish", "text", "What do you wish?", "Que souhaitez-vous ?", "ماذا تتمنون؟"),
)
POINTS = 10
"""What is divided among roads and schools."""
ANIMAL = ("Animal", "Bête", "بهيمة")
"""What is asked about in a repeat: for each, what it is `called`."""
BY_NAME = {question.name: question for question in QUESTIONS}
CHOICES: dict[str, dict[str, tuple[str, str, str]]] = {
    "regions": {"north": ("North", "Nord", "الشمال"), "south": ("South", "Sud", "الجنوب")},
    "quarters": {
        "port": ("Harbour", "Port", "الميناء"),
        "hill": ("Hill", "Colline", "التل"),
        "oasis": ("Oasis", "Oasis", "الواحة"),
        "market": ("Market", "Marché", "السوق"),
    },
    "rights": {
        "housing": ("Housing", "Logement", "السكن"),
        "health": ("Health", "Santé", "الصحة"),
        "school": ("School", "École", "المدرسة"),
        "water": ("Water", "Eau", "الماء"),
    },
    "sources": {
        "tap": ("A tap", "Un robinet", "صنبور"),
        "river": ("The river", "La rivière", "النهر"),
        "other": ("Other", "Autre", "شيء آخر"),
    },
    "answers": {
        "yes": ("Yes, I was", "Oui, bien sûr", "نعم، سُئلت"),
        "no": ("No, never", "Non, jamais", "لا، أبدا"),
    },
}
QUARTERS = {"north": ("port", "hill"), "south": ("oasis", "market")}


def called(number: int) -> str:
    """The name of the answer of one animal, as results name it."""
    return f"animal[{number}]/called"


def question_of(name: str) -> Question:
    """The question of an answer, in whichever instance of the repeat."""
    return BY_NAME[name.rpartition("/")[2]]


def relevant(meant: dict[str, str], name: str) -> bool:
    """The rules of the survey once more, by hand."""
    match name:
        case "children":
            return int(meant.get("people") or 0) > 1
        case "rent":
            return "housing" in meant.get("hardest", "").split()
        case "source_other":
            return meant.get("source") == "other"
        case "reason":
            return meant.get("meeting") == "no"
    return True


def expected(meant: dict[str, str]) -> dict[str, str]:
    """What must be stored of somebody who meant this."""
    told = {name: value for name, value in meant.items() if value and relevant(meant, name)}
    return {**told, "others": str(int(meant.get("people") or 1) - 1)}


def at_time(clock: str, day: str = "") -> str:
    """An hour of a day as XForms writes it, in the zone of the consultation; without a day of any day."""
    zone = ZoneInfo("Africa/Casablanca")
    on = day or f"{datetime.now(zone):%Y-%m-%d}"
    whole = datetime.fromisoformat(f"{on}T{clock}").replace(tzinfo=zone).isoformat(timespec="milliseconds")
    return whole if day else whole.partition("T")[2]
