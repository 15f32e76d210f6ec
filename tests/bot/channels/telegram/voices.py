"""Two languages for the tests, without the house's catalogues."""

from dataclasses import dataclass

ARABIC = {
    "%(number)s of %(total)s": "%(number)s من %(total)s",
    "← %(number)s of %(total)s": "→ %(number)s من %(total)s",
    "%(number)s of %(total)s →": "%(number)s من %(total)s ←",
}


@dataclass(frozen=True)
class Voice:
    language: str

    def say(self, sentence: str, **values: str | int) -> str:
        return (ARABIC.get(sentence, sentence) if self.language == "ar" else sentence) % values
