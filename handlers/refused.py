"""What cannot be done as it is wanted: a command, in words for who gave it; a file that somebody sent."""

from typing import Literal


class Refused(Exception):
    """It cannot be done like this; the message says why and what to do."""


class ContentRefused(Exception):
    """A file that is not taken: not of a kind that is asked for, a picture of a kind that we cannot read,
    broken, or with too many pixels."""

    def __init__(self, why: Literal["kind", "broken", "large", "picture"]) -> None:
        super().__init__(why)
        self.why = why
