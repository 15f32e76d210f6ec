"""The terms of a consultation, as `consultation.toml` states them, checked."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from survey.values import is_zone
from survey.wall_times import comes_once, explain_unclear_time

Access = Literal["open", "code"]
"""By which door somebody came in: any, or a single-use code."""
Admission = Literal["open", "code", "telegram"]
"""Who may answer: anybody, those who were given a single-use code, or those who have a Telegram account."""
MachineMade = Literal["counted", "left_out"]
Audience = Literal["residents", "organisations", "learners"]
"""For whom a survey is; one for learners is a set of learning cards."""
SLUG = re.compile(r"[a-z0-9-]{1,40}")
"""The name of a consultation in links and commands."""
_HOURS = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
YEARS = range(2000, 2101)
Words = Annotated[dict[str, str], Field(min_length=1)]
"""A text by language code."""


def _known_zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError(f"'{name}' is not a time zone. Write one such as Africa/Casablanca.")
    return name


def _named(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError("write small letters, digits and hyphens, at most 40.")
    return value


def _begins_with_letter(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", value):
        raise ValueError("begin with a small letter; then small letters, digits, _ and -, at most 40.")
    return value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


class SurveyTerms(BaseModel):
    """One `[[surveys]]` entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Annotated[str, AfterValidator(_begins_with_letter)]
    audience: Audience
    form: str
    by: Annotated[str, Field(max_length=120)] = ""
    """The name of the organisation that wrote it, where it was one."""


class Terms(BaseModel):
    """`consultation.toml`. Local times without an offset are in `timezone`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    slug: Annotated[str, AfterValidator(_named)]
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    timezone: Annotated[str, AfterValidator(_known_zone)]
    opens: datetime
    closes: datetime
    results_on: date | None = None
    consent_version: Annotated[str, BeforeValidator(_text), Field(min_length=1)]
    access: Admission = "open"
    machine_made: MachineMade = "counted"
    """What becomes of responses that look made by a machine in what is released."""
    raw_export: bool = False
    keep_answers_days: Annotated[int, Field(ge=1, le=3_650)] = 90
    """After so many days from the close responses are deleted, and only what was published stays."""
    quiet_hours: str = "21-8"
    """When nobody is written to in bulk, from hour to hour in their own zone; empty for never."""
    weekly_limit: Annotated[int, Field(ge=1, le=100)] = 3
    """How many messages in bulk a person gets in seven days."""
    regions: str = ""
    region_question: str = ""
    groups: tuple[str, ...] = ()
    population: dict[str, dict[str, Annotated[int, Field(ge=1)]]] = {}
    """How many people gave each answer if everybody was asked: question of `groups` -> choice -> people."""
    topics: dict[Annotated[str, AfterValidator(_named)], Words] = {}
    """What news can be about, besides places: code -> name by language."""
    title: Words
    about: Words
    organiser: Words
    contact: Words
    consent: dict[str, str] = {}
    consent_organisations: dict[str, str] = {}
    surveys: Annotated[tuple[SurveyTerms, ...], Field(min_length=1)]

    @field_validator("opens", "closes", mode="before")
    @classmethod
    def _whole_day(cls, value: Any, info: ValidationInfo) -> Any:
        """A date alone means from its first minute for `opens`, and to its last for `closes`."""
        if isinstance(value, str) and len(value.strip()) == len("2026-12-01"):
            value = date.fromisoformat(value.strip())
        if isinstance(value, date) and value.year not in YEARS:
            raise ValueError("write a year from 2000 to 2100.")
        if isinstance(value, date) and not isinstance(value, datetime):
            day = value + timedelta(days=1) if info.field_name == "closes" else value
            return datetime.combine(day, time.min)
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _two_hours(cls, value: str) -> str:
        found = _HOURS.fullmatch(value)
        if value and not (found and max(map(int, found.groups())) < 24):
            raise ValueError('write two hours from 0 to 23 such as "21-8", or "" for none.')
        return value

    @field_validator("results_on", mode="before")
    @classmethod
    def _day_only(cls, value: Any) -> Any:
        return value.date() if isinstance(value, datetime) else value

    @model_validator(mode="after")
    def _agrees(self) -> "Terms":
        unclear = list(self._unclear_times())
        for name in ("opens", "closes"):
            moment: datetime = getattr(self, name)
            if moment.year in YEARS:
                local = moment.astimezone(self.zone) if moment.tzinfo else moment.replace(tzinfo=self.zone)
                object.__setattr__(self, name, local)
        if found := [*unclear, *self._disagreements()]:
            raise ValueError("\n".join(found))
        return self

    def _unclear_times(self) -> Iterator[str]:
        for name in ("opens", "closes"):
            moment: datetime = getattr(self, name)
            written = moment.tzinfo is None and moment.time() != time.min  # a day alone has no hour to mend
            if written and moment.year in YEARS and not comes_once(moment, self.zone):
                yield f"'{name}' {explain_unclear_time(moment, self.zone)}"

    def _disagreements(self) -> Iterator[str]:
        years = [name for name in ("opens", "closes") if getattr(self, name).year not in YEARS]
        yield from (f"'{name}': write a year from 2000 to 2100." for name in years)
        if len(set(self.languages)) < len(self.languages):
            yield "'languages' names one of them twice. Name each once."
        if not years and self.closes <= self.opens:
            yield "'closes' must be later than 'opens'."
        for table in ("title", "about", "organiser", "contact"):
            missing = [code for code in self.languages if not getattr(self, table).get(code, "").strip()]
            if missing:
                yield f"[{table}] has no text for: {', '.join(missing)}. Add one for each language."
        for code, words in self.topics.items():
            if missing := [each for each in self.languages if not words.get(each, "").strip()]:
                yield f"The topic '{code}' has no name for: {', '.join(missing)}. Add one for each language."
        names = [survey.name for survey in self.surveys]
        if len(set(names)) < len(names):
            yield "Two surveys have the same name. Give each its own."

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def quiet(self) -> tuple[int, int] | None:
        """The hours between which nobody is written to in bulk: (21, 8)."""
        begin, _, end = self.quiet_hours.partition("-")
        return (int(begin), int(end)) if end else None

    def audience(self, survey: str) -> str:
        """Whom a survey is for; empty if there is no such survey."""
        return next((each.audience for each in self.surveys if each.name == survey), "")

    def author(self, survey: str) -> str:
        """The organisation that wrote a survey; empty where it was none."""
        return next((each.by for each in self.surveys if each.name == survey), "")

    def named(self, audience: str) -> tuple[str, ...]:
        """The names of the surveys for an audience, in the author's order."""
        return tuple(each.name for each in self.surveys if each.audience == audience)

    def spoken(self, wanted: str | None) -> str:
        """The language that is wanted if the consultation speaks it, else its first."""
        return wanted if wanted in self.languages else self.languages[0]

    def say(self, words: Mapping[str, str], language: str) -> str:
        """A text in this language, else in the consultation's first one; empty if it has none."""
        return words.get(language) or words.get(self.languages[0], "")
