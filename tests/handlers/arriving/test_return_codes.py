"""A return code leads to answers, and to nothing that its person does for others.

The code is written on paper. Who finds it must not work here in the name of who wrote it down, nor speak for
their organisation.
"""

import pytest

from bot.settings import random_bytes
from handlers.organisations import invitations
from handlers.scenes import OF_ANYBODY, SCENES
from storage import conversations, organisations, people
from storage.changes import Changes
from storage.messages import Tap
from storage.staff import Role
from tests.organisations import REGISTERING, joins, registered, verify
from tests.staff import invited
from tests.town import SLUG, Resident, Town

LIMITED = "This device reaches your answers only."
AGREEING = f"/start {SLUG}; [English]; [Continue]; [Yes]; [I agree]"


async def first_device(town: Town) -> tuple[Resident, str]:
    """Somebody in the web chat at the first question, and the code that they wrote down."""
    somebody = town.resident("web")
    await somebody.goes_through(AGREEING)
    code = (await somebody.card()).body.partition("\n")[0]
    await somebody.taps("Go on")
    return somebody, code


async def second_device(town: Town, code: str) -> Resident:
    """Another browser that came with the code."""
    other = town.resident("web")
    assert not (await other.writes(f"/return {code}")).toast
    return other


async def joins_the_staff(town: Town, somebody: Resident, role: Role = "administrator") -> None:
    await somebody.goes_through(f"{await invited(town, role, 'Amina')}; [Accept]")


async def both(town: Town) -> tuple[Resident, Resident]:
    """The device of somebody of the staff, and one that came by a code before they were."""
    somebody, code = await first_device(town)
    other = await second_device(town, code)
    await joins_the_staff(town, somebody)
    return somebody, other


async def test_who_has_no_role_goes_on_as_before(town: Town) -> None:
    somebody, code = await first_device(town)
    other = await second_device(town, code)
    assert await other.sees() == await somebody.sees()
    await other.goes_through("/help")
    await other.goes_through("/mydata; [Erase everything]")
    assert LIMITED not in await other.sees()


async def test_a_device_that_came_by_code_works_for_nobody(town: Town) -> None:
    somebody, other = await both(town)
    await somebody.writes("/admin")
    assert LIMITED not in await somebody.sees()
    assert LIMITED in await other.sees(), "nor does it see what the other device shows"
    for command in ("/admin", "/organisation", "/event", "/forget"):
        await other.writes(command)
        assert LIMITED in await other.sees(), command
    await other.taps("My data")
    seen = await other.sees()
    assert "What I keep about you" in seen
    assert "You work here" not in seen
    await somebody.writes("/mydata")
    assert "You work here" in await somebody.sees()


async def test_it_still_answers(town: Town) -> None:
    somebody, other = await both(town)
    await somebody.writes("/admin")
    await other.goes_through(f"/start {SLUG}; [Go on]; [Settat]")
    assert "2 of" in await other.sees()


async def stands_at(town: Town, person: bytes, scene: str) -> None:
    """Their conversation is at this scene, whatever led there."""
    database, keys = town.store.database, town.store.keys
    loaded = await conversations.load(database, keys, person)
    there = loaded.conversation.but(over=scene, page="", turn=loaded.conversation.turn + 1)
    await town.store.apply(Changes((conversations.save(keys, person, loaded.version, there),)))


@pytest.mark.parametrize("scene", sorted(SCENES.keys() - OF_ANYBODY.keys()))
async def test_no_card_for_work_is_shown_there_nor_its_buttons_taken(town: Town, scene: str) -> None:
    _, other = await both(town)
    database, keys = town.store.database, town.store.keys
    person = await people.find(database, keys, "web", other.address)
    assert person is not None
    for action in ("yes", "close", "erase", "accept", "begin", "send", "leave", "stop"):
        await stands_at(town, person.id, scene)
        card = await other.card()
        assert card.title == LIMITED
        assert [button.label for row in card.buttons for button in row] == ["My data"]
        await other.does(Tap(f"{card.at}.{action}"))
        assert (await conversations.load(database, keys, person.id)).conversation.over == "mydata"
        await stands_at(town, person.id, scene)
        await other.writes("Yes, send it")
        assert (await other.card()).title == LIMITED


@pytest.mark.parametrize("kind", ["halt", "news"])
async def test_buttons_below_news_to_staff_do_nothing_there(town: Town, kind: str) -> None:
    _, other = await both(town)
    before = await other.sees()
    await other.does(Tap(f"{kind}:{'0' * 32}"))
    assert await other.sees() == before
    assert await town.desk.news(other.address) == []


async def test_its_pages_are_told_apart_and_renewed_together(town: Town) -> None:
    somebody, other = await both(town)
    first, second = [await town.desk.whose("web", each.address) for each in (somebody, other)]
    assert first
    assert second
    assert first != second, "no page shows what was drawn for the other device"
    assert town.desk.mark(first) == town.desk.mark(second)


async def test_whoever_is_given_a_role_loses_earlier_codes(town: Town) -> None:
    somebody, code = await first_device(town)
    await joins_the_staff(town, somebody)
    assert "I do not know that code." in (await town.resident("web").writes(f"/return {code}")).toast
    await somebody.goes_through("/mydata; [New receipt code]")
    anew = (await somebody.card()).body.partition("\n")[0]
    await somebody.taps("Go on")
    other = await second_device(town, anew)
    await other.writes("/admin")
    assert LIMITED in await other.sees()
    assert "New receipt code" not in [button.label for button in await other.buttons()]


async def test_a_new_code_takes_the_place_of_those_before(town: Town) -> None:
    somebody, code = await first_device(town)
    await somebody.goes_through("/mydata; [New receipt code]")
    anew = (await somebody.card()).body.partition("\n")[0]
    assert "I do not know that code." in (await town.resident("web").writes(f"/return {code}")).toast
    await second_device(town, anew)


async def test_registering_and_joining_an_organisation_count_as_a_role(town: Town) -> None:
    await registered(town, "Water For All")
    await verify(town, "Water For All")
    for begins in ("registers", "joins"):
        somebody, code = await first_device(town)
        other = await second_device(town, code)
        if begins == "registers":
            await somebody.goes_through(REGISTERING.format(name="Housing Now"))
        else:
            await joins(town, somebody, "Water For All")
        await somebody.writes("/organisation")
        assert LIMITED not in await somebody.sees()
        assert LIMITED in await other.sees()
        assert "I do not know that code." in (await town.resident("web").writes(f"/return {code}")).toast


async def test_a_new_invitation_to_the_same_opens_it(town: Town) -> None:
    _, other = await both(town)
    await registered(town)
    await verify(town)
    ours = next(iter(await organisations.every(town.store.database, town.store.keys)))
    made = invitations.invite(town.store.keys, ours, int(town.now.timestamp()), random_bytes)
    await town.store.apply(Changes(made.writes))
    await other.writes(invitations.command(made.token))
    assert "This invitation does not hold any more." in await other.sees(), "it is to something else"
    invitation = await invited(town, "reader", "Amina")
    await other.goes_through(f"{invitation}; /admin")
    assert LIMITED not in await other.sees()
    assert "is open until" in await other.sees()
    third = town.resident("web")
    await third.goes_through(f"/start {SLUG}; [English]; {invitation}")
    assert "This invitation does not hold any more." in await third.sees(), "it was used"
