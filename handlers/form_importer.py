"""A form that a stranger sends is read in a process of its own, which may take so much memory and time.

`python -m handlers.form_importer` is that process: a request comes in, an answer goes out, in MessagePack.
"""

import asyncio
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore

import msgspec

from survey.importer import Imported, MediaFile, import_form
from survey.problems import FormProblems, Problem

AT_ONCE = 2
WAITING = 8
HEAD = 16
"""Bytes of a picture or recording that tell what it is."""

_log = logging.getLogger(__name__)
_importers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="forms")
_places = BoundedSemaphore(AT_ONCE + WAITING)


class Limits(msgspec.Struct):
    """`memory`: bytes of the process, of which 300 million are there before anything is read. `computing`:
    seconds of a processor. `seconds`: on the clock."""

    memory: int = 1_000_000_000
    computing: int = 40
    seconds: float = 90


LIMITS = Limits()


class _Request(msgspec.Struct):
    """A form, and of each file that came with it its size and first bytes; None: they are not looked at."""

    content: bytes
    kind: str
    languages: tuple[str, ...]
    beside: dict[str, tuple[int, bytes]] | None
    limits: Limits


class _Answer(msgspec.Struct):
    """`problems`: warnings if it `is_form`. `media`: types of the files that it names, by name."""

    is_form: bool
    problems: tuple[Problem, ...] = ()
    xform: str = ""
    title: str = ""
    languages: tuple[str, ...] = ()
    media: dict[str, str] = {}


class _Head(bytes):
    """The first bytes of a file that says how many it has."""

    size = 0

    def __len__(self) -> int:
        return self.size


async def import_apart(
    content: bytes,
    kind: str,
    languages: tuple[str, ...],
    beside: Mapping[str, bytes] | None = None,
    limits: Limits = LIMITS,
) -> Imported:
    """As `import_form`, with the files `beside` by name; without, pictures and recordings are not looked at.

    Raises FormProblems, also for a form that takes too much, and while too many others wait.
    """
    if not _places.acquire(blocking=False):
        raise FormProblems([Problem("forms_waiting")])
    try:
        return await asyncio.get_running_loop().run_in_executor(
            _importers, _import, content, kind, languages, beside, limits
        )
    finally:
        _places.release()


def _import(
    content: bytes,
    kind: str,
    languages: tuple[str, ...],
    beside: Mapping[str, bytes] | None,
    limits: Limits,
) -> Imported:
    files = {_writable(name): file for name, file in (beside or {}).items()}
    heads = {name: (len(file), file[:HEAD]) for name, file in files.items()}
    request = _Request(content, _writable(kind), languages, None if beside is None else heads, limits)
    answer = _ask(request)
    if not answer.is_form:
        raise FormProblems(answer.problems)
    media = {name: MediaFile(type_, files[name]) for name, type_ in answer.media.items()}
    return Imported(answer.xform, answer.title, answer.languages, answer.problems, media)


def _writable(text: str) -> str:
    """The name of an uploaded file may hold what no text holds."""
    return text.encode("utf-8", "replace").decode()


def _ask(request: _Request) -> _Answer:
    """What the process says. It sees none of our environment, where secrets may be."""
    command = [sys.executable, "-m", "handlers.form_importer"]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours
            command,
            input=msgspec.msgpack.encode(request),
            capture_output=True,
            timeout=request.limits.seconds,
            check=True,
            env=environment,
        )
        return msgspec.msgpack.decode(done.stdout, type=_Answer)
    except (subprocess.SubprocessError, msgspec.MsgspecError) as error:
        said = getattr(error, "stderr", None) or b""
        _log.warning("A form was not read: %s. %s", error, said[-1000:].decode("utf-8", "replace"))
        raise FormProblems([Problem("form_heavy")]) from None


def main() -> None:
    """Read a form within the limits."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever a library prints is no answer
        request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Request)
        memory, computing = request.limits.memory, request.limits.computing
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (computing, computing))
        out.write(msgspec.msgpack.encode(_answer(request)))


def _head(beside: Mapping[str, tuple[int, bytes]], name: str) -> bytes | None:
    if name not in beside:
        return None
    size, head = beside[name]
    file = _Head(head)
    file.size = size
    return file


def _answer(request: _Request) -> _Answer:
    read = None if request.beside is None else partial(_head, request.beside)
    try:
        made = import_form(request.content, request.kind, request.languages, read)
    except FormProblems as error:
        return _Answer(False, error.problems)
    media = {name: file.type for name, file in made.media.items()}
    return _Answer(True, made.warnings, made.xform, made.title, made.languages, media)


if __name__ == "__main__":
    main()
