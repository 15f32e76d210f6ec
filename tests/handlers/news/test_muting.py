"""Who mutes an organisation hears nothing more of it, and of nobody else less."""

from bot.clock import due_now
from storage import interests, people
from storage.messages import Tap
from tests.events import announced, follower, hears
from tests.looking import ask
from tests.town import Resident, Town


async def muted(town: Town, resident: Resident) -> int:
    somebody = await people.find(town.store.database, town.store.keys, resident.channel, resident.address)
    assert somebody
    return len(await interests.muted(town.store.database, somebody.id))


async def invited(town: Town) -> None:
    await announced(town)
    town.later(days=1)
    await due_now(town.store, town.now)


async def test_the_button_under_an_invitation_ends_what_that_organisation_sends(town: Town) -> None:
    resident, other = await follower(town), await follower(town)
    await invited(town)
    (invitation,) = await town.desk.news(resident.address)
    button = invitation.buttons[-1][0]
    assert button.label == "Nothing more of this organisation"
    assert "hear nothing more" in (await resident.does(Tap(button.data))).toast
    assert await muted(town, resident) == 1
    assert await muted(town, other) == 0


async def test_it_can_be_muted_and_heard_again(town: Town) -> None:
    resident = await follower(town)
    await announced(town)
    await resident.writes("/mute")
    assert "[Housing Now]" in await resident.sees()
    assert "Water For All" not in await resident.sees(), "it invited to nothing"
    await resident.taps("Housing Now")
    assert "[✓ Housing Now]" in await resident.sees()
    await resident.writes("/mydata")
    assert "No news of: Housing Now" in await resident.sees()
    await resident.goes_through("/mute; [Housing Now]; [Done]")
    assert await muted(town, resident) == 0


async def test_who_muted_it_is_not_invited_any_more(town: Town) -> None:
    resident, other = await follower(town), await follower(town)
    event = await announced(town)
    await resident.goes_through("/mute; [Housing Now]; [Done]")
    town.later(days=1)
    await due_now(town.store, town.now)
    assert event.organisation
    assert await hears(town, resident) == []
    assert len(await hears(town, other)) == 1


async def test_a_tap_that_names_no_organisation_does_nothing(town: Town) -> None:
    resident = await follower(town)
    for data in ("hush:zz", "hush:", f"hush:{'00' * 16}"):
        await resident.does(Tap(data))
    assert await muted(town, resident) == 0


async def test_forgetting_takes_it_along(town: Town) -> None:
    resident = await follower(town)
    await announced(town)
    await resident.goes_through("/mute; [Housing Now]; /forget; [Erase everything]")
    assert ask(town.store.database, "SELECT count(*) FROM mute") == [(0,)]
