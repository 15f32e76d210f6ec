"""`mushawara secret`: a secret that nobody guesses, for the settings."""

import typer

from bot.settings import new_secret


def secret() -> None:
    """Print a new secret, good as a master key and as a webhook secret."""
    typer.echo(new_secret())
