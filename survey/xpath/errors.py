"""What goes wrong with an expression."""


class ExpressionError(ValueError):
    """The expression cannot be read or evaluated: `message` says why, `position` counts characters from 0."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
