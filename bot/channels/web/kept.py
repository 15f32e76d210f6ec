"""Results pages, each drawn once: it takes a tenth of a second, and many may open it at the same time."""

from collections.abc import Callable, Sequence

from bot.pages.results import Results


class KeptPages:
    """The last page of each address and language, with the results that it shows."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[Sequence[Results], str]] = {}

    def page(self, path: str, language: str, sections: Sequence[Results], draw: Callable[[], str]) -> str:
        """As it was drawn, if it shows the same."""
        shown, html = self._kept.get((path, language), ((), ""))
        if not html or shown != sections:
            html = draw()
            self._kept[path, language] = (sections, html)
        return html
