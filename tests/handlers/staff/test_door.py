"""/admin in the chat leads to the dashboard by a link of one's own."""

from storage import sign_ins
from storage.messages import Tap
from tests.handlers.staff.test_administering import labels, removed
from tests.looking import ask
from tests.organisations import speakers
from tests.staff import colleague
from tests.town import Resident, Town


async def token_of(somebody: Resident) -> str:
    """What their link holds."""
    button = await somebody.button("Open the dashboard")
    assert button.role == "link"
    assert button.data.startswith("https://settat.example/admin/enter?language=en#in=")
    return button.data.partition("#in=")[2]


async def whom(somebody: Resident, token: str) -> bytes | None:
    store, now = somebody.town.store, int(somebody.town.now.timestamp())
    return await sign_ins.linked(store.database, store.keys, token, now)


async def test_a_reader_too_gets_a_link_that_signs_them_in(town: Town) -> None:
    somebody = await colleague(town, "reader")
    await somebody.goes_through("/admin; [Open the dashboard]")
    seen = await somebody.sees()
    assert "It opens once, in one browser, within 10 minutes." in seen
    assert "Give it to nobody." in seen
    mine = await town.desk.whose(somebody.channel, somebody.address)
    assert await whom(somebody, await token_of(somebody)) == mine


async def test_the_link_goes_from_the_chat_with_the_card(town: Town) -> None:
    somebody = await colleague(town, "reader")
    await somebody.goes_through("/admin; [Open the dashboard]")
    token = await token_of(somebody)
    await somebody.taps("Back")
    assert token not in await somebody.sees()
    assert "Open the dashboard" in await labels(somebody)


async def test_who_speaks_for_an_organisation_alone_is_given_none(town: Town) -> None:
    (speaker,) = await speakers(town, 1)
    await speaker.writes("/admin")
    assert "Open the dashboard" not in await labels(speaker)
    here = (await speaker.buttons())[0].data.split(".")
    await speaker.does(Tap(f"{here[0]}.{here[1]}.dashboard"))
    assert ask(town.store.database, "SELECT lookup FROM staff_link") == []


async def test_who_was_removed_is_given_none_and_theirs_is_gone(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Open the dashboard]")
    token = await token_of(somebody)
    await somebody.goes_through("[Back]")
    button = await somebody.button("Open the dashboard")
    await removed(somebody)
    assert await whom(somebody, token) is None
    await somebody.does(Tap(button.data))
    assert ask(town.store.database, "SELECT lookup FROM staff_link") == []


async def test_who_is_forgotten_is_signed_in_nowhere(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Open the dashboard]; /forget; [Erase everything]")
    assert ask(town.store.database, "SELECT lookup FROM staff_link") == []
