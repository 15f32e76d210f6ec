"""What a paper says of one recommendation: what was recommended, what was done, and what people say of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from handlers.recommendations.assessments import Assessment, since, trend_in
from handlers.recommendations.marking import day_of
from handlers.recommendations.telling import position_name, status_name, step_name
from handlers.words import Words
from reports.files.words import clean
from reports.recommendations.assessed import Told, comparable
from reports.submission.draft import Form, Paragraph
from reports.submission.kinds import Answered
from reports.submission.voices import cite_of
from storage.recommendations import Progress, Recommendation


def answered(
    words: Words, form: Form, each: Recommendation, said: Sequence[Progress], heard: Sequence[Assessment]
) -> Answered:
    """`said`: officially, the earliest first. `heard`: what people said, the latest first."""
    before = _before(heard) if form == "mid-term" else None
    told = [_recommended(words, form, each), *_officially(words, said, before.day if before else None)]
    made = [Paragraph(clean(" ".join(told)), (f"recommendation {each.name}",))]
    if form == "mid-term":
        made.append(_since(words, each, heard, before))
    elif heard and (one := _said(words, each, heard[0], "")):
        made.append(Paragraph(clean(one[0]), (one[1],)))
    if heard and (regions := _regions(words, each, heard[0])):
        made.append(regions)
    return Answered(each.position, each.sdgs, tuple(made))


def _before(heard: Sequence[Assessment]) -> Assessment | None:
    """The last time before, when the same places were asked."""
    return next((each for each in heard[1:] if comparable(each.told, heard[0].told)), None)


def _recommended(words: Words, form: Form, each: Recommendation) -> str:
    say = words.say
    told = say(
        "Recommendation %(number)s (%(position)s): “%(text)s”",
        number=each.name,
        position=position_name(words, each.position),
        text=each.text,
    )
    whose = say("It is seen to by: %(owner)s.", owner=each.owner) if form == "national" and each.owner else ""
    return f"{told} {whose}".strip()


def _officially(words: Words, said: Sequence[Progress], then: date | None) -> Iterator[str]:
    """The last status with its day and source; `then`: what it was on that day, too."""
    say, now = words.say, said[-1:]
    if not now:
        yield say("Official status: %(status)s.", status=status_name(words, None))
        return
    earlier = [each for each in said if then and day_of(each) <= then][-1:]
    if then and not earlier:
        yield say("Nothing was officially said of it by %(day)s.", day=words.day(then))
    for each in dict.fromkeys((*earlier, *now)):
        yield say(
            "Official status on %(day)s: %(status)s (%(source)s).",
            day=words.day(day_of(each)),
            status=status_name(words, each.status),
            source=each.source,
        )
    if earlier == now:
        yield say("Nothing else was officially said since.")


def _since(
    words: Words, each: Recommendation, heard: Sequence[Assessment], before: Assessment | None
) -> Paragraph:
    """What people said then and say now, and whether it has changed where that can be told."""
    say = words.say
    if not heard:
        return Paragraph(clean(say("Nothing is published yet of what people say of it.")))
    said = [_said(words, each, before, before.slug)] if before else []
    both = [one for one in (*said, _said(words, each, heard[0], "")) if one]
    texts, cites = [text for text, _ in both], [cite for _, cite in both]
    if before is None:
        texts.append(
            say("Other places were asked before, so that the two are not compared.")
            if heard[1:]
            else say("People were asked once, so that there is nothing to compare with yet.")
        )
    else:
        trend = trend_in(words, since(before, heard[0].told))
        texts.append(trend or say("These numbers do not tell whether that has changed."))
    return Paragraph(clean(" ".join(texts)), tuple(cites))


def _said(words: Words, each: Recommendation, heard: Assessment, consultation: str) -> tuple[str, str] | None:
    """What everybody said, and how that is cited; None where it is not shown how many they were."""
    people = heard.everybody.people
    if people is None:
        return None
    text = words.say(
        "%(people)s people said how far recommendation %(number)s has come where they live (published on "
        "%(day)s): %(step)s.",
        number=each.name,
        people=words.number(Decimal(people)),
        day=words.day(heard.day),
        step=step_name(words, heard.everybody),
    )
    return text, cite_of(each.name, consultation=consultation)


def _regions(words: Words, each: Recommendation, heard: Assessment) -> Paragraph | None:
    """What is shown of each region; None where nothing is."""
    shown = [one for one in heard.regions if one.told.people is not None]
    if not shown:
        return None
    said = words.say("Recommendation %(number)s by region.", number=each.name)
    text = " ".join((said, *(_region(words, one.label, one.told) for one in shown)))
    return Paragraph(clean(text), tuple(cite_of(each.name, one.told.region) for one in shown))


def _region(words: Words, label: str, told: Told) -> str:
    people = words.number(Decimal(told.people or 0))
    return words.say(
        "%(region)s (%(people)s people): %(step)s.",
        region=label,
        people=people,
        step=step_name(words, told),
    )
