"""The review as a clock: planned backwards, moved by its dates, told once, done, written as announcements."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from bot.clock import due_now
from handlers.upr import keeping, plan_file
from handlers.upr.plan_file import PlanRefused
from handlers.upr.planning import planned, renewed
from storage import announcements, upr
from storage.changes import Changes, Stale
from storage.upr import Dated, Task
from tests.events import told
from tests.staff import colleague
from tests.town import START, Town, words

REVIEW = Dated("review", date(2027, 11, 24), "https://example.org/calendar")
HEAR = Task("hear", "task", "review", 365, "UPR Info", words("Hear people."))
SAY = Task("say", "announcement", "review", 365, "Suggested here", words("Other countries look at ours."))
EXAMPLE = (files("bot") / "example" / "upr.toml").read_text(encoding="utf-8")
DUE = "Something is due that was planned before the review. To see it: /admin"


async def kept(town: Town, *tasks: Task, dates: tuple[Dated, ...] = (REVIEW,)) -> None:
    applied = await keeping.applied(town.store, list(dates), list(tasks))
    await town.store.apply(applied.changes)


async def one(town: Town, name: str = "hear") -> Task:
    return next(each for each in await upr.tasks(town.store.database) if each.name == name)


def test_each_step_is_so_many_days_before_its_date_and_waits_where_that_is_not_known() -> None:
    after = replace(HEAR, name="after", days=-14)
    early = replace(HEAR, name="early", before="report")
    plan = planned([HEAR, after, early], {"review": REVIEW})
    assert [each.due for each in plan.tasks] == [date(2026, 11, 24), date(2027, 12, 8), None]
    assert plan.kept == ()


def test_another_date_moves_what_nobody_touched_and_tells_what_stays() -> None:
    edited = replace(HEAR, name="edited", due=date(2026, 12, 1), edited=True)
    done = replace(HEAR, name="done", due=date(2026, 11, 24), done="3fa2c1")
    open_one = replace(HEAR, due=date(2026, 11, 24), told=date(2026, 11, 24))
    later = replace(REVIEW, day=REVIEW.day + timedelta(days=30))
    plan = planned([open_one, edited, done], {"review": later})
    assert [each.name for each in plan.moved] == ["hear"]
    assert plan.moved[0].due == date(2026, 12, 24)
    assert plan.moved[0].told is None, "on its new day it is told anew"
    assert [each.name for each in plan.kept] == ["edited", "done"]


def test_a_step_of_the_file_keeps_what_became_of_it() -> None:
    edited = replace(HEAR, texts=words("Hear everybody."), due=date(2026, 12, 1), edited=True)
    (found,) = renewed([replace(HEAR, days=300)], [edited])
    assert (found.days, found.due, found.texts) == (300, date(2026, 12, 1), words("Hear everybody."))


def test_the_plan_to_start_from_knows_no_date_and_every_lead_time_has_a_source() -> None:
    dates, steps = plan_file.read(EXAMPLE)
    assert dates == []
    assert len(steps) > 5
    assert all(each.source and set(each.texts) == {"en", "fr", "ar"} for each in steps)
    assert {each.due for each in planned(steps, {}).tasks} == {None}


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    wrong = """
[dates.review]
day = 2027-11-24
[[steps]]
name = "one"
before = "review"
days = 3
source = "x"
text.de = "Hallo"
[[steps]]
name = "one"
before = "review"
days = 3
source = "x"
text.en = " "
"""
    with pytest.raises(PlanRefused) as refused:
        plan_file.read(wrong)
    assert [each.partition(": ")[0] for each in str(refused.value).splitlines()] == [
        "dates.review.source",
        "steps.0.text.de",
        "steps.1.name",
        "steps.1.text.en",
    ]
    with pytest.raises(PlanRefused, match=r"steps\.0\.source: is missing"):
        plan_file.read('[[steps]]\nname="a"\nbefore="review"\ndays=1\ntext.en="b"')
    with pytest.raises(PlanRefused, match="cannot be read"):
        plan_file.read("[[")


async def test_what_comes_due_is_told_to_who_runs_it_once_and_done_with_a_tap(town: Town) -> None:
    driss, reader = await colleague(town, "owner", "Driss"), await colleague(town, "reader", "Sara")
    await kept(town, HEAR, replace(SAY, days=300))
    for _ in range(3):
        await due_now(town.store, town.now)
    town.later(days=1)
    await due_now(town.store, town.now)
    assert await told(town, driss) == [DUE]
    assert await told(town, reader) == []
    await reader.writes("/admin")
    assert "Due before the review" not in await reader.sees()
    await driss.goes_through("/admin; [Due before the review: 1]; [Hear people.]")
    assert "Why then: UPR Info" in await driss.sees()
    await driss.taps("It is done")
    assert (await one(town)).done
    assert "Nothing is due just now." in await driss.sees()


async def test_a_suggested_announcement_becomes_a_draft_of_who_takes_it_up(town: Town) -> None:
    driss = await colleague(town, "owner", "Driss")
    await kept(town, SAY)
    await driss.goes_through("/admin; [Due before the review: 1]; [Other countries]; [Write it as an ann]")
    person = await town.desk.whose(driss.channel, driss.address)
    assert person
    draft = await announcements.draft_by(town.store.database, person)
    assert draft
    assert dict(draft.texts) == words("Other countries look at ours.")
    assert (await one(town, "say")).done
    assert "Other countries look at ours." in await driss.sees(), "they go on with it, and can change it"


async def test_what_somebody_changed_meanwhile_is_decided_again(town: Town) -> None:
    await colleague(town, "owner", "Driss")
    await kept(town, HEAR)
    before = await one(town)
    person, place = b"p" * 16, town.desk.place()
    edited = await keeping.edited(
        town.store, place, person, before, date(2027, 1, 1), words("Hear everybody.")
    )
    await town.store.apply(edited.changes)
    done = await keeping.done(town.store, place, person, before)
    with pytest.raises(Stale):
        await town.store.apply(done.changes)
    assert (await one(town)).done == ""


@pytest.mark.parametrize("file", [True, False])
async def test_a_task_done_meanwhile_stays_done_when_its_date_moves_or_leaves(town: Town, file: bool) -> None:
    await kept(town, HEAR, SAY)
    later = replace(REVIEW, day=REVIEW.day + timedelta(days=30))
    moved = await keeping.applied(town.store, [later], [HEAR] if file else [SAY])
    done = await keeping.done(town.store, town.desk.place(), b"p" * 16, await one(town))
    await town.store.apply(done.changes)
    with pytest.raises(Stale):
        await town.store.apply(moved.changes)
    assert (await one(town)).done


async def test_a_file_that_leaves_a_step_out_keeps_what_was_edited_or_done(town: Town) -> None:
    await kept(town, HEAR, SAY, replace(HEAR, name="gone"))
    edited = await keeping.edited(
        town.store, town.desk.place(), b"p" * 16, await one(town), date(2027, 1, 1), words("Hear all.")
    )
    await town.store.apply(edited.changes)
    applied = await keeping.applied(town.store, [], [])
    assert {each.name for each in applied.gone} == {"say", "gone"}
    await town.store.apply(Changes(applied.changes.writes))
    assert [each.name for each in await upr.tasks(town.store.database)] == ["hear"]
    assert START.date() == date(2026, 11, 24)
