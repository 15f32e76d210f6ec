"""Which language a browser asks for."""

from collections.abc import Iterator, Sequence

from aiohttp import web


def accepted(header: str) -> list[str]:
    """The languages of an `Accept-Language` header, best first (RFC 9110, section 12.5.4)."""
    return [tag for tag, _ in sorted(_weighed(header), key=lambda pair: -pair[1])]


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        if tag and tag != "*" and quality > 0:
            yield tag, quality


def guess(request: web.BaseRequest) -> str:
    """The language that the page or the device speaks ("ar", "fr-MA"); empty if it does not say."""
    return next(filter(None, _asked(request)), "")[:16]


def wanted(request: web.BaseRequest, languages: Sequence[str]) -> str:
    """The best of our `languages` for this request; the first where none fits."""
    ours = (tag.partition("-")[0].lower() for tag in _asked(request))
    return next((language for language in ours if language in languages), languages[0])


def _asked(request: web.BaseRequest) -> list[str]:
    return [request.query.get("language", ""), *accepted(request.headers.get("Accept-Language", ""))]
