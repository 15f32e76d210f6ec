"""An organisation changes hands: by a link of its contact, who alone removes others."""

from handlers.news import telling
from storage import deliveries, people
from storage.changes import Changes
from storage.messages import Tap
from tests.organisations import found, joined, member, speakers
from tests.town import Resident, Town, plain


async def link_of(contact: Resident) -> str:
    """The command of the link that hands the organisation over."""
    await contact.goes_through("/organisation; [Members]; [Hand it over]")
    return next(
        line.split(": ", 1)[1]
        for line in (await contact.sees()).splitlines()
        if line.startswith("In this chat: ")
    )


async def told(town: Town, somebody: Resident) -> list[str]:
    """What is on its way to somebody in Telegram, and is then counted as read."""
    person = await town.desk.whose(somebody.channel, somebody.address)
    assert person
    now = int(town.now.timestamp())
    due = await deliveries.due(town.store.database, "telegram", now)
    mine = [each for each in due if each.person == person]
    who = await people.get(town.store.database, person)
    assert who
    texts = [await telling.news(town.store, each.announcement, who) for each in mine]
    await town.store.apply(Changes(tuple(deliveries.claim(each) for each in mine)))
    return [plain(text.text) for text in texts if text]


async def test_who_takes_the_link_becomes_the_contact_and_who_was_it_leaves(town: Town) -> None:
    contact, other = await speakers(town)
    command, somebody = await link_of(contact), await member(town)
    assert (await found(town)).members == 2, "until it is taken nothing changes"
    await somebody.goes_through(f"{command}; [Take it over]")
    assert "[Members]" in await somebody.sees()
    await contact.writes("/organisation")
    assert "Do you speak for an organisation?" in await contact.sees()
    await other.writes("/organisation")
    assert "[Members]" not in await other.sees()
    assert (await found(town)).members == 2


async def test_the_card_says_what_who_takes_it_becomes_and_who_gives_it_no_longer_is(town: Town) -> None:
    contact, _ = await speakers(town)
    command, somebody = await link_of(contact), await member(town)
    await somebody.writes(command)
    seen = await somebody.sees()
    assert "Take over Housing Now?" in seen
    assert "You become its contact" in seen
    assert "Who hands it over to you leaves" in seen


async def test_both_are_told_that_it_changed_hands_and_nobody_else(town: Town) -> None:
    contact, other = await speakers(town)
    command, somebody = await link_of(contact), await member(town)
    for each in (contact, other, somebody):
        await told(town, each)
    await somebody.goes_through(f"{command}; [Take it over]")
    assert await told(town, contact) == [
        "What you handed over was taken, and you have left. How it stands: /organisation"
    ]
    assert await told(town, somebody) == [
        "It was handed over to you: you are the contact now. What you can do: /organisation"
    ]
    assert await told(town, other) == []


async def test_an_ordinary_invitation_speaks_of_no_handing_over(town: Town) -> None:
    contact, _ = await speakers(town)
    await contact.goes_through("/organisation; [Invite somebody]")
    command = next(line for line in (await contact.sees()).splitlines() if "/start _" in line)
    somebody = await member(town)
    await somebody.writes(command.split(": ", 1)[1])
    assert "Join Housing Now?" in await somebody.sees()
    assert "contact" not in await somebody.sees()


async def test_who_is_removed_is_told_and_the_message_names_nobody(town: Town) -> None:
    contact, other = await speakers(town)
    for each in (contact, other):
        await told(town, each)
    await contact.goes_through("/organisation; [Members]; [Remove the others]; [Remove the others]")
    assert await told(town, other) == [
        "You are not a member any more: the contact removed you. How it stands: /organisation"
    ]
    assert await told(town, contact) == []


async def test_the_link_holds_once_and_the_newest_alone(town: Town) -> None:
    contact, _ = await speakers(town)
    first, second = await link_of(contact), await link_of(contact)
    somebody, late = await member(town), await member(town)
    await somebody.writes(first)
    assert "does not hold any more" in await somebody.sees()
    await somebody.goes_through(f"{second}; [Take it over]")
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
