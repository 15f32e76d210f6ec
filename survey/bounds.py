"""Steps of a person that take more than they may are refused: they lose nothing, and go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from survey.state import Refusal, State
from survey.xpath import LimitExceeded

Given = ParamSpec("Given")
Step = Callable[Given, State | Refusal]


def bounded(step: Step[Given]) -> Step[Given]:
    """The same step, refused as "heavy" where the form makes too much of it."""

    @wraps(step)
    def take(*given: Given.args, **named: Given.kwargs) -> State | Refusal:
        try:
            return step(*given, **named)
        except LimitExceeded:
            return Refusal("heavy")

    return take
