"""Forms of strangers are read apart: the same comes out, and what takes too much is a plain problem."""

import asyncio
from collections.abc import Mapping

import pytest

from handlers.form_importer import AT_ONCE, WAITING, Limits, import_apart
from survey.importer import LARGEST, import_form
from survey.problems import FormProblems
from tests.survey.forms import Tables, as_csv, as_xlsx

HEAD = ["type", "name", "label", "media::image", "calculation"]
FORM: Tables = {"survey": [HEAD, ["text", "q", "Question", "a.png"], ["text", "r", "R"], ["today", "t"]]}
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(1000)


async def kinds(
    content: bytes,
    kind: str = ".csv",
    beside: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
) -> set[str]:
    """What is wrong; empty if it is a form."""
    try:
        await import_apart(content, kind, (), beside, limits or Limits())
    except FormProblems as error:
        return {problem.kind for problem in error.problems if not problem.is_warning}
    return set()


async def test_the_same_comes_out_as_in_our_own_process() -> None:
    files = {"a.png": PICTURE, "b.png": PICTURE}
    content = as_xlsx(FORM)
    made = await import_apart(content, ".xlsx", (), files)
    assert made == import_form(content, ".xlsx", (), files.get)
    assert made.warnings
    assert made.media["a.png"].content == PICTURE
    assert (await import_apart(content, ".xlsx", ())).media == {}


async def test_the_same_mistakes_come_out() -> None:
    content = as_csv({"survey": [HEAD, ["texd", "q", "Question", "a.png"], ["text", "", "R"]]})
    with pytest.raises(FormProblems) as here:
        import_form(content, ".csv", (), dict[str, bytes]().get)
    with pytest.raises(FormProblems) as there:
        await import_apart(content, ".csv", (), {})
    assert there.value.problems == here.value.problems


async def test_files_beside_it_are_looked_at() -> None:
    content = as_csv(FORM)
    assert await kinds(content, beside={}) == {"media_missing"}
    assert await kinds(content, beside={"a.png": b"text"}) == {"media_type"}
    large = PICTURE + bytes(LARGEST["image"])
    assert await kinds(content, beside={"a.png": large, "\udcff.png": b""}) == {"media_large"}
    assert await kinds(content, "\udcff") == {"file_type"}


@pytest.mark.parametrize(
    "limits", [Limits(memory=150_000_000), Limits(computing=1), Limits(seconds=0.01)], ids=str
)
async def test_what_takes_too_much_is_a_plain_problem(limits: Limits) -> None:
    slow = [["text", f"q{n}", f"Question {n}", "", f"regex(., '^(x|xx)+y{n}$')"] for n in range(300)]
    plain = [["text", f"p{n}", f"Question {n}", "", ""] for n in range(1_500)]
    content = as_csv({"survey": [[*HEAD[:4], "constraint"], *slow, *plain]})
    assert await kinds(content, limits=limits) == {"form_heavy"}


async def test_others_wait_and_not_too_many() -> None:
    content = as_csv({"survey": [HEAD, ["text", "q", "Question"]]})
    found = await asyncio.gather(*(kinds(content) for _ in range(AT_ONCE + WAITING + 3)))
    assert found.count({"forms_waiting"}) == 3
    assert found.count(set()) == AT_ONCE + WAITING
    assert await kinds(content) == set()


async def test_who_gives_up_leaves_room() -> None:
    content = as_csv({"survey": [HEAD, ["text", "q", "Question"]]})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await import_apart(content, ".csv", ())
    assert await kinds(content) == set()
