"""Members who answer at once: any interleaving leaves one valid draft, and nothing acknowledged is lost."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handlers.view import moment
from storage import consultations, organisations, responses, shared_drafts
from storage.messages import Card, Reaction, Tap, Text
from storage.shared_drafts import Where
from survey import engine
from survey.state import State
from tests.looking import ask
from tests.organisations import ANSWERING, found, speakers
from tests.town import SLUG, Resident, Town, open_town, plain

SKIP = "Skip"
QUESTIONS = {
    "What should come first?": "tap",
    "What do you propose?": "text",
    "How many people do you reach in a year?": "number",
}


@dataclass
class Member:
    """Somebody who acts on the card they last looked at, which may be an old one."""

    resident: Resident
    looked: Card

    async def looks(self) -> None:
        self.looked = await self.resident.card()

    async def acts(self, choice: int, number: int) -> tuple[str, str] | None:
        """Tap a button of that card, or write to whatever stands there now.

        Gives question and answer ("" for Skip) if one was acknowledged.
        """
        now = await self.resident.card()
        kind = QUESTIONS.get(now.title, "")
        if kind in {"text", "number"} and choice % 2:
            answer = f"word{number}" if kind == "text" else str(number + 1)
            reaction = await self.resident.does(Text(answer))
            return (now.title, answer) if await self._went_on(now, now, reaction) else None
        buttons = [button for row in self.looked.buttons for button in row]
        button = buttons[choice % len(buttons)]
        reaction = await self.resident.does(Tap(button.data))
        if not QUESTIONS.get(self.looked.title) or not await self._went_on(now, self.looked, reaction):
            return None
        if button.label == SKIP:
            return self.looked.title, ""
        return (self.looked.title, button.label) if button.role == "choice" else None

    async def _went_on(self, stood: Card, before: Card, reaction: Reaction) -> bool:
        """Whether the answer to `before` was taken. A card that is only shown again takes nothing."""
        now = await self.resident.card()
        moved = now.buttons != stood.buttons and now.title != before.title
        return reaction.show and not reaction.retire and not now.notice and moved


async def answers(town: Town) -> dict[str, str]:
    """Question and answer as they stand in the draft, or in what was sent."""
    store, organisation = town.store, await found(town)
    where = Where(organisation.id, SLUG, "organisations")
    shared = await shared_drafts.load(store.database, store.keys, where)
    form = await store.form(SLUG, "organisations", 1)
    now = moment((town.desk).place(), await consultations.get(store.database, SLUG))
    if shared.draft:
        state = State.from_json(shared.draft.state, form)
    else:
        sent = await responses.sent_by(store.database, store.keys, organisation.id, SLUG, "organisations")
        assert sent
        state = engine.reopen(form, sent.document.submission, now)
    lines = engine.review(form, state, "en", now)
    return {plain(line.label): " ".join(line.words) for line in lines if line.answer}


QUICK = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
"""A whole town for each example: what fails is told as it is, not made smaller for minutes."""
Step = tuple[int, int, bool]
STEPS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9), st.booleans()), min_size=5, max_size=40)


@settings(QUICK, max_examples=20)
@given(STEPS)
def test_one_after_the_other_on_old_and_new_cards(steps: list[Step]) -> None:
    asyncio.run(_one_after_the_other(steps))


async def _one_after_the_other(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_town(Path(folder)) as town:
            members, expected = await _at_the_questions(town), dict[str, str]()
            for number, (who, choice, looks) in enumerate(steps):
                if looks:
                    await members[who].looks()
                if told := await members[who].acts(choice, number):
                    expected[told[0]] = told[1]
                stands = await answers(town)
                assert {name: stands.get(name, "") for name in expected} == expected
            await _nothing_was_put_aside(town)


@settings(QUICK, max_examples=10)
@given(STEPS)
def test_both_at_the_same_moment(steps: list[Step]) -> None:
    asyncio.run(_at_the_same_moment(steps))


async def _at_the_same_moment(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_town(Path(folder)) as town:
            members = await _at_the_questions(town)
            for number, (_, choice, looks) in enumerate(steps):
                if looks:
                    await asyncio.gather(*(member.looks() for member in members))
                await asyncio.gather(
                    *(member.acts(choice + who, 2 * number + who) for who, member in enumerate(members))
                )
                await answers(town)
                for member in members:
                    await member.looks()
            await _nothing_was_put_aside(town)
            count = ask(town.store.database, "SELECT count(*) FROM response")[0][0]
            assert count <= 1


async def _at_the_questions(town: Town) -> list[Member]:
    await town.hold()
    residents = await speakers(town)
    for resident in residents:
        await resident.goes_through(ANSWERING)
    return [Member(resident, await resident.card()) for resident in residents]


async def _nothing_was_put_aside(town: Town) -> None:
    assert ask(town.store.database, "SELECT error FROM put_aside") == []
    assert len(await organisations.every(town.store.database, town.store.keys)) == 1
