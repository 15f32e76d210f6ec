"""How the Bot API says no."""

from typing import Any


class Refusal(Exception):
    """An answer that is not ok: the HTTP status, the description and, for some, parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        said = {"ok": False, "error_code": self.code, "description": self.description}
        return {**said, "parameters": self.parameters} if self.parameters else said


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def conflict(description: str) -> Refusal:
    return Refusal(409, f"Conflict: {description}")
