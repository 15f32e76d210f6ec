"""A question and its answer on one line, as the review and `/mydata` show it."""

from handlers.words import CLOSE, OPEN, Words
from survey.asking import Line

LONGEST = 120
"""Characters of an answer that are shown."""
ENDS = ("?", "؟", ".", ":", "…")


def told(words: Words, line: Line) -> str:
    """The line in these words; a colon in between unless the question ends with a mark of its own."""
    question = line.label.rstrip()
    mark = "" if question.endswith(ENDS) else ":"
    return f"{OPEN}{question}{CLOSE}{mark} {OPEN}{_answer(words, line)}{CLOSE}"


def _answer(words: Words, line: Line) -> str:
    if line.status == "skipped":
        return words.say("no answer")
    if line.status == "declined":
        return words.say("prefer not to answer")
    return " · ".join(_short(words.value(line.kind, word)) for word in line.words)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST else f"{one_line[:LONGEST]}…"
