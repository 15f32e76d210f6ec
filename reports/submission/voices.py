"""What people say of a recommendation, as a paragraph cites it: numbers of results that were published.

assessment 115.3                    of the last results in which people were asked about it
assessment 115.3 region=MA-06
assessment 115.3 in=settat-2024     of those of another consultation
"""

from collections.abc import Iterator, Mapping, Sequence

from reports.recommendations.assessed import EVERYBODY, Told
from reports.recommendations.bundle import Voice
from reports.submission.cites import Figure

REGION, IN = "region", "in"


def cite_of(number: str, region: str = EVERYBODY, consultation: str = "") -> str:
    """How it is cited; without a consultation those of the last results."""
    return " ".join(
        (
            f"assessment {number}",
            *([f"{REGION}={region}"] if region else ()),
            *([f"{IN}={consultation}"] if consultation else ()),
        )
    )


def figures(voices: Mapping[str, Sequence[Voice]], cited: str) -> list[Figure]:
    """How many said something of it, and then how many said each step; nothing where it names nothing."""
    number, *others = cited.split() or [""]
    where = dict(each.partition("=")[::2] for each in others)
    heard = [each for each in voices.get(number, ()) if where.get(IN, each.consultation) == each.consultation]
    if not heard or set(where) - {REGION, IN}:
        return []
    told = (each for each in heard[-1].told if each.region == where.get(REGION, EVERYBODY))
    return [figure for each in told for figure in _figures(each)]


def everywhere(cite: str) -> str:
    """The same among everybody; empty where it is about everybody."""
    words = cite.split()
    left = [each for each in words if not each.startswith(f"{REGION}=")]
    return " ".join(left) if left != words else ""


def _figures(told: Told) -> Iterator[Figure]:
    yield Figure(told.people)
    for step, count in told.counts.items():
        if count is not None:
            yield Figure(told.people, count, told.percent.get(step), chosen=True)
