"""Times as people write them, without an offset: whether the clocks of a zone show them once."""

from datetime import datetime
from zoneinfo import ZoneInfo


def comes_once(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether a naive time comes once there: no change of the clocks skips it or lets it come twice.

    Only then both sides of a change give it the same offset (PEP 495, "Summary of changes").
    """
    before, after = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return before.utcoffset() == after.utcoffset()


def explain_unclear_time(wall: datetime, zone: ZoneInfo) -> str:
    """What a file or a command is told of a time that does not come once; the name of the field precedes."""
    exact = wall.replace(tzinfo=zone).isoformat(timespec="seconds")
    return (
        "is skipped or comes twice when the clocks change there. "
        f"Write another time, or this one with its offset, such as {exact}."
    )
