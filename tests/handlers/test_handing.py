"""An organisation changes hands: by a link of its contact, who alone removes others."""

from storage.messages import Tap
from tests.organisations import found, joined, member, speakers
from tests.town import Resident, Town


async def link_of(contact: Resident) -> str:
    """The command of the link that hands the organisation over."""
    await contact.goes_through("/organisation; [Members]; [Hand it over]")
    return next(
        line.split(": ", 1)[1]
        for line in (await contact.sees()).splitlines()
        if line.startswith("In this chat: ")
    )


async def test_who_takes_the_link_becomes_the_contact_and_who_was_it_leaves(town: Town) -> None:
    contact, other = await speakers(town)
    command, somebody = await link_of(contact), await member(town)
    assert (await found(town)).members == 2, "until it is taken nothing changes"
    await somebody.goes_through(f"{command}; [Join]")
    assert "[Members]" in await somebody.sees()
    await contact.writes("/organisation")
    assert "Do you speak for an organisation?" in await contact.sees()
    await other.writes("/organisation")
    assert "[Members]" not in await other.sees()
    assert (await found(town)).members == 2


async def test_the_link_holds_once_and_the_newest_alone(town: Town) -> None:
    contact, _ = await speakers(town)
    first, second = await link_of(contact), await link_of(contact)
    somebody, late = await member(town), await member(town)
    await somebody.writes(first)
    assert "does not hold any more" in await somebody.sees()
    await somebody.goes_through(f"{second}; [Join]")
    await late.writes(second)
    assert "does not hold any more" in await late.sees()


async def test_the_contact_removes_the_others_and_open_invitations(town: Town) -> None:
    contact, other = await speakers(town)
    await contact.goes_through("/organisation; [Invite somebody]")
    open_one = next(line for line in (await contact.sees()).splitlines() if "/start _" in line)
    await contact.goes_through("/organisation; [Members]; [Remove the others]; [Keep them]")
    assert (await found(town)).members == 2
    await contact.goes_through("/organisation; [Members]; [Remove the others]; [Remove the others]")
    assert (await found(town)).members == 1
    await other.writes("/organisation")
    assert "Do you speak for an organisation?" in await other.sees()
    await other.writes(open_one.split(": ", 1)[1])
    assert "does not hold any more" in await other.sees()
    again = await joined(town)
    await again.writes("/organisation")
    assert "[Members]" not in await again.sees()


async def test_nobody_but_the_contact_can(town: Town) -> None:
    _, other = await speakers(town)
    before = await found(town)
    for action in ("members", "others", "remove", "hand"):
        await other.writes("/organisation")
        for each in ("members", action):
            card = (await other.card()).buttons[-1][0].data.rpartition(".")[0]
            await other.does(Tap(f"{card}.{each}"))
    after = await found(town)
    assert (after.members, after.profile) == (before.members, before.profile)


async def test_when_the_contact_leaves_any_member_can(town: Town) -> None:
    contact, other = await speakers(town)
    await contact.goes_through("/organisation; [Leave]; [Leave]")
    await other.writes("/organisation")
    assert "[Members]" in await other.sees()
