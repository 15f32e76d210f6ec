"""The command line: `mushawara COMMAND --help` says what each does."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from bot.cli.common import quiet_logs
from bot.installation import CannotServe
from bot.settings import SettingsRefused
from handlers.refused import Refused
from storage.changes import StorageDown
from storage.keys import KeyMissing

COMMANDS = {
    "consultation": "consultation.app",
    "organisation": "organisation.app",
    "staff": "staff.app",
    "proposal": "proposal.app",
    "audit": "audit.app",
    "upr": "upr.app",
    "event": "event.app",
    "form": "form.app",
    "db": "db.app",
    "demo": "demo.demo",
    "serve": "serve.serve",
    "secret": "secret.secret",
    "release": "release.release",
    "results": "results.results",
    "did": "did.did",
    "simulate": "results.simulate",
    "export": "export.export",
    "quotes": "quotes.quotes",
    "codes": "codes.codes",
    "poster": "poster.poster",
    "announce": "announce.app",
    "cards": "cards.app",
    "recommendations": "recommendations.app",
    "submission": "submission.app",
}
"""Each command, or group of commands, and where in this package it stands."""


class Commands(TyperGroup):
    """Loads a command when it is asked for: all that `serve` needs takes most of a second to load."""

    def __init__(self, **given: Any) -> None:
        """The names are known from the beginning, to be listed, and to be proposed to who mistypes one."""
        super().__init__(**given)
        self.commands = {**self.commands, **{name: TyperCommand(name) for name in COMMANDS}}

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(".")
        found = getattr(import_module(f"bot.cli.{module}"), name)
        alone = typer.Typer()
        if isinstance(found, typer.Typer):
            alone.add_typer(found, name=cmd_name)
        else:
            alone.command(cmd_name)(found)
        return get_group(alone).commands[cmd_name]

    def invoke(self, ctx: Any) -> Any:
        """What is no choice of an option is refused in words alone: typer puts pydantic's before them."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    cls=Commands,
    help="Ask residents, announce consultations, count what they said.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def _every() -> None:
    """Nothing is done for all commands alike."""


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal is a sentence on standard error and exit status 1."""
    try:
        yield
    except (CannotServe, Refused, SettingsRefused, StorageDown) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}." if error.filename else str(error))
    except UnicodeError as error:
        sys.exit(f"Something is not UTF-8 text: {error.reason}." if hasattr(error, "reason") else str(error))
    except KeyMissing as error:
        sys.exit(f"The {error} is not in the key folder. Check MUSHAWARA_KEYS, or restore it from a backup.")


def main() -> None:
    """Run a command."""
    quiet_logs()
    with refusals():
        app()
