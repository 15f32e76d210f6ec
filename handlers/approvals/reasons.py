"""Why something is not approved, in the words of who refuses it."""

from survey.lookalikes import tidy

LONGEST_REASON = 300


def reason_in(text: str) -> str:
    """As it is kept; empty where it says nothing, or is too long."""
    reason = tidy(text)
    return reason if len(reason) <= LONGEST_REASON else ""
