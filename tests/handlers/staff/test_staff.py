"""Staff: invited once, enrolled in the chat, shown by /mydata, gone with /forget."""

from handlers.organisations import invitations
from storage import audit, staff
from storage.messages import Tap
from tests.looking import ask
from tests.organisations import member
from tests.privacy.neighbours import mark, night
from tests.privacy.search import everything
from tests.staff import colleague, invited
from tests.town import Town


async def test_who_accepts_an_invitation_works_here(town: Town) -> None:
    somebody = await member(town)
    await somebody.writes(await invited(town, "reader", "Amina"))
    seen = await somebody.sees()
    assert "Your role: reading only" in seen
    assert "Others who work here know you as Amina." in seen
    await somebody.taps("Accept")
    (found,) = await staff.every(town.store.database, town.store.keys)
    assert (found.role, found.name) == ("reader", "Amina")


async def test_somebody_new_can_come_by_it_in_the_web_chat(town: Town) -> None:
    somebody = town.resident("web")
    await somebody.goes_through(f"{await invited(town, 'owner', 'Amina')}; [Accept]")
    (found,) = await staff.every(town.store.database, town.store.keys)
    assert found.role == "owner"


async def test_who_declines_does_not(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through(f"{await invited(town, 'owner', 'Amina')}; [No, thank you]")
    assert await staff.every(town.store.database, town.store.keys) == []


async def test_an_invitation_takes_one_person_once(town: Town) -> None:
    link = await invited(town, "owner", "Amina")
    first, second = await member(town), await member(town)
    for each in (first, second):
        await each.writes(link)
    late = await second.button("Accept")
    await first.taps("Accept")
    await second.does(Tap(late.data))
    await second.writes(link)
    assert "does not hold any more" in await second.sees()
    assert len(await staff.every(town.store.database, town.store.keys)) == 1


async def test_nobody_works_here_twice(town: Town) -> None:
    somebody = await colleague(town, "reader")
    await somebody.writes(await invited(town, "owner", "Amina"))
    assert "You work here already: reading only" in await somebody.sees()
    assert "Accept" not in await somebody.sees()


async def test_an_invitation_ends_after_some_days(town: Town) -> None:
    somebody, link = await member(town), await invited(town, "owner", "Amina")
    await somebody.writes(link)
    town.later(days=invitations.DAYS)
    assert "does not hold any more" in await somebody.sees()


async def test_my_data_says_so_and_forget_ends_it(town: Town) -> None:
    name = mark()
    somebody = await colleague(town, "administrator", name)
    person = await town.desk.whose(somebody.channel, somebody.address)
    await somebody.writes("/mydata")
    assert f"You work here. The others know you as {name}." in await somebody.sees()
    assert name.encode() in everything(town.store)
    await somebody.goes_through("/forget; [Erase everything]")
    assert await staff.every(town.store.database, town.store.keys) == []
    assert name.encode() not in everything(town.store)
    await night(town)
    assert person
    assert person not in everything(town.store), "their random id goes when the files are rewritten"


async def test_joining_is_in_the_log_without_a_name(town: Town) -> None:
    await colleague(town, "administrator", "Amina")
    (found,) = await staff.every(town.store.database, town.store.keys)
    (entry,) = await audit.every(town.store.database, town.store.keys)
    assert (entry.who, entry.what, entry.on) == (found.code, "joined", "administrator")
    assert "Amina" not in str(ask(town.store.database, "SELECT entry FROM audit"))
