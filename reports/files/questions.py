"""The tables of one question: everybody first, then each region and each group beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from reports.files.charts import MOST
from reports.files.table import Cell, Table
from reports.files.words import Words
from reports.release.ranking import TOP, Estimate, Standing, leaders, outward, percentage
from reports.release.rules import PERCENT_BASE

Read = Mapping[str, Any]


LONG = 20
"""More choices are a long list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. The second column of `main` is what its bars show; nothing where too few answered.

    `crossed`: for paper, which is narrow, a line for each choice, and a column for each region or group.
    """

    name: str
    kind: str
    label: str
    answered: int | None
    leading: str
    said: tuple[str, ...]
    main: Table | None
    more: tuple[Table, ...]
    crossed: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The regions, or the groups of one question."""

    label: str
    rows: Sequence[Read]


def listed_rows(read: Read) -> list[Rows]:
    """Each dimension with its rows, in the order of the release."""
    groups = (list(rows) for _, rows in groupby(read["rows"], key=itemgetter("dimension")))
    return [Rows(rows[0]["dimension_label"], rows) for rows in groups]


def asked(survey: Read, read: Read, place: int, words: Words) -> Asked:
    """The question at that place of a survey, `read` in the language of these words."""
    found, raw = read["questions"][place], survey["questions"][place + 1]
    about = found["name"], found["type"], found["label"]
    if found["answered"] is None:
        return Asked(*about, None, "", (words.say("Too few answers to show."),), None, ())
    order = found["standings"]
    residents = read["audience"] != "organisations"
    return Asked(
        *about,
        found["answered"],
        _leading(order, found, words),
        tuple(_said(found, order, residents, words)),
        _ranked(order, found, words) if raw["kind"] == "rank" else _chosen(order, found, residents, words),
        tuple(_more(raw, read, place, words)),
        tuple(_crossed(read, place, words)),
    )


def _said(found: Read, order: Sequence[Standing], residents: bool, words: Words) -> Iterator[str]:
    count = found["answered"]
    if residents:
        said = words.number(Decimal(count))
        yield words.many("%(people)s person answered.", "%(people)s people answered.", count, people=said)
    else:
        yield words.many("%(count)s organisation answered.", "%(count)s organisations answered.", count)
    if found["type"] == "rank":
        yield words.say(
            "Each person gives no point to what they put last, one to the place above it, and so on. "
            "These are the points for one person."
        )
    if len(order) > MOST:
        yield words.say("The chart shows the first %(count)s; the table has them all.", count=MOST)
    if found["type"] != "select_one":
        yield from _first(order, found, words)


def _first(order: Sequence[Standing], found: Read, words: Words) -> Iterator[str]:
    """Whether the first three, or the first of few, are certain."""
    first, is_certain = leaders(order)
    names = [found["choice_labels"][each] for each in first]
    if not names:
        return
    if is_certain:
        yield (
            words.say(
                "These three come first, however the numbers were rounded: %(names)s.",
                names=" · ".join(names),
            )
            if len(names) > 1
            else words.say("This comes first, however the numbers were rounded: %(name)s.", name=names[0])
        )
        return
    yield (
        words.say("What is rounded and hidden leaves open which three come first.")
        if len(names) > 1
        else words.say("What is rounded and hidden leaves open which one comes first.")
    )


def _leading(order: Sequence[Standing], found: Read, words: Words) -> str:
    """What comes first, several where they are equal."""
    values = {each.choice: _value(each) for each in order}
    best = max((value for value in values.values() if value is not None), default=None)
    if best is None:
        return ""
    return words.listed(found["choice_labels"][name] for name, value in values.items() if value == best)


def _value(standing: Standing) -> float | None:
    return (standing.borda or standing.in_top).value


def _chosen(order: Sequence[Standing], found: Read, residents: bool, words: Words) -> Table:
    """What was chosen most first, where several could be or there are many; else in the order of the form."""
    sorted_ = found["type"] == "select_multiple" or len(order) > MOST
    names = [each.choice for each in order] if sorted_ else list(found["choice_labels"])
    shares = {each.choice: each.in_top for each in order}
    rows = tuple(
        (
            found["choice_labels"][name],
            found["counts"][name],
            _percent(found["percent"][name], shares[name], found["answered"]),
        )
        for name in names
    )
    return Table(found["label"], (words.say("Choice"), whom(residents, words), words.say("Percent")), rows)


def _ranked(order: Sequence[Standing], found: Read, words: Words) -> Table:
    """What comes first, first; of few choices everybody puts each among the first three."""
    head = (
        words.say("Choice"),
        words.say("Points"),
        words.say("Mean place"),
        words.say("Percent who put it among the first three"),
    )
    wide = len(head) if len(order) > TOP else len(head) - 1
    return Table(found["label"], head[:wide], tuple(_ranks(each, found)[:wide] for each in order))


def _ranks(standing: Standing, found: Read) -> tuple[Cell, ...]:
    assert standing.borda
    assert standing.mean_rank
    share = standing.in_top.value
    return (
        found["choice_labels"][standing.choice],
        outward(standing.borda),
        outward(standing.mean_rank),
        _percent(None if share is None else round(100 * share), standing.in_top, found["answered"]),
    )


def _percent(value: int | None, share: Estimate, base: int) -> Cell:
    """Percentages are given from so many people on, and their ends with them."""
    if base < PERCENT_BASE:
        return None
    return percentage(value, share)


def _more(raw: Read, read: Read, place: int, words: Words) -> Iterator[Table]:
    """Each place of a ranking, then regions and groups."""
    everybody = read["questions"][place]
    if raw["kind"] == "rank":
        yield _places(raw["blocks"][0]["places"], everybody, words)
    for each in listed_rows(read):
        rows = [(words.say("Everybody"), everybody)]
        rows += [(row["label"], row["questions"][place]) for row in each.rows]
        if raw["kind"] == "rank":
            caption = words.say("Mean place, by: %(question)s", question=each.label)
            yield _by_row(caption, rows, "mean_rank", words)
            continue
        caption = words.say("Number, by: %(question)s", question=each.label)
        yield _by_row(caption, rows, "counts", words)
        caption = words.say("Percent, by: %(question)s", question=each.label)
        yield _by_row(caption, rows, "percent", words)


def _crossed(read: Read, place: int, words: Words) -> Iterator[Table]:
    """Each region and group beside everybody; of a long list only the choices of which anything is shown."""
    everybody = read["questions"][place]
    what = "mean_rank" if everybody["type"] == "rank" else "counts"
    for each in listed_rows(read):
        columns = [(words.say("Everybody"), everybody)]
        columns += [(row["label"], row["questions"][place]) for row in each.rows]
        columns = [(label, found) for label, found in columns if found["answered"] is not None]
        names = [
            name
            for name in everybody["choice_labels"]
            if len(everybody["choice_labels"]) <= LONG
            or any(found[what][name] is not None for _, found in columns)
        ]
        yield Table(
            words.say("Mean place, by: %(question)s", question=each.label)
            if what == "mean_rank"
            else words.say("Number, by: %(question)s", question=each.label),
            (words.say("Choice"), *(label for label, _ in columns)),
            (
                (words.say("Answered"), *(found["answered"] for _, found in columns)),
                *(
                    (everybody["choice_labels"][name], *(found[what][name] for _, found in columns))
                    for name in names
                ),
            ),
        )


def _places(places: Sequence[Mapping[str, int | None]], found: Read, words: Words) -> Table:
    """How many put each choice on each place."""
    head = (words.say("Place %(number)s", number=number) for number, _ in enumerate(places, 1))
    rows = ((label, *(place[name] for place in places)) for name, label in found["choice_labels"].items())
    return Table(words.say("Number, by place"), (words.say("Choice"), *head), tuple(rows))


def _by_row(caption: str, rows: Sequence[tuple[str, Read]], what: str, words: Words) -> Table:
    """A column for each choice; beside them, in which release the row was counted last."""
    labels: Mapping[str, str] = rows[0][1]["choice_labels"]
    head = (words.say("Who"), words.say("Answered"), words.say("Counted in release"))
    return Table(
        caption,
        (*head, *labels.values()),
        tuple(
            (label, found["answered"], found["counted_in"], *(found[what][name] for name in labels))
            for label, found in rows
        ),
    )


def whom(residents: bool, words: Words) -> str:
    return words.say("People") if residents else words.say("Organisations")
