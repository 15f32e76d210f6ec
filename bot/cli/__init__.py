"""The command line: `mushawara COMMAND --help` says what each does."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.app import CannotServe
from bot.cli import announce, codes, consultation, demo, export, form, organisation, poster, results, serve
from bot.cli.common import Refused, quiet_logs
from bot.settings import SettingsRefused
from storage.changes import StorageDown
from storage.keys import KeyMissing

app = typer.Typer(
    help="Ask residents, announce consultations, count what they said.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(consultation.app, name="consultation")
app.add_typer(organisation.app, name="organisation")
app.add_typer(form.app, name="form")
app.add_typer(serve.database, name="db")
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("results")(results.results)
app.command("simulate")(results.simulate)
app.command("export")(export.export)
app.command("codes")(codes.codes)
app.command("poster")(poster.poster)
app.command("announce")(announce.announce)


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
