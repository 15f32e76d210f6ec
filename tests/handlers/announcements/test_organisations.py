"""An organisation announces in the chat: approved by somebody else, exactly as it was seen, or refused."""

from dataclasses import replace

import pytest

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.approvals.approval import can_approve
from handlers.approvals.awaiting import MOST
from handlers.links import BREAK
from handlers.organisations import verifying
from storage import announcement_states, announcements, approvals, events
from storage.announcements import Announcement
from storage.changes import Changes
from storage.messages import Tap
from storage.retention import sweep_all
from storage.staff import ROLES, Role
from tests.events import WRITING as WRITING_EVENT
from tests.events import hears, hosts, told
from tests.handlers.approvals.test_actions import OWN, allowed
from tests.handlers.approvals.test_whoever_may import forces, somebody_who
from tests.handlers.news.test_following import follower
from tests.organisations import found, joined, joins, registered, speakers, verify
from tests.requests import ask_for_events
from tests.staff import colleague, invited
from tests.town import SLUG, Resident, Town

TEXTS = "Advice on rents: Friday 10:00.; Conseils: vendredi 10:00.; نصائح حول الكراء: الجمعة."
WRITING = f"/organisation; [Announcements]; [Write an announcement]; {TEXTS}; [As soon as]; [Skip]; [Send]"
ASKING = f"{WRITING}; [Next]; [Send for approval]"
LOOKING = "/event; [Waiting for approval]; [Advice]"


async def two(town: Town) -> tuple[Resident, Resident]:
    """A member of Housing Now and one of Water For All."""
    (writer,) = await speakers(town, 1)
    await registered(town, "Water For All")
    await verify(town, "Water For All")
    return writer, await joined(town, "Water For All")


async def only(town: Town) -> Announcement:
    (written,) = await announcements.of(town.store.database, SLUG)
    return written


async def test_it_goes_out_in_its_name_once_a_member_of_another_approved_it(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    assert "It waits for approval. I tell you here." in await writer.sees()
    await due_now(town.store, town.now)
    assert await hears(town, resident) == []
    await other.goes_through(LOOKING)
    assert "Advice on rents" in await other.sees()
    assert "Written by Housing Now" in await other.sees()
    await other.taps("Approve")
    await due_now(town.store, town.now)
    (news,) = await town.desk.news(resident.address)
    assert news.text.replace(BREAK, "").startswith("Advice on rents: Friday 10:00.\n\nWritten by ")
    assert [button.label for row in news.buttons for button in row] == [
        "Take the survey",
        "No more news of this",
        "Nothing more of this organisation",
    ]
    assert "Your announcement was approved. How it stands: /organisation" in await told(town, writer)


async def test_who_hears_nothing_of_the_organisation_is_not_told(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    ours = (await only(town)).organisation
    assert ours
    await resident.does(Tap(f"hush:{ours.hex()}"))
    await other.goes_through(f"{LOOKING}; [Approve]")
    await due_now(town.store, town.now)
    assert await hears(town, resident) == []


async def test_its_own_members_never_approve_it_though_they_work_here(town: Town) -> None:
    writer, _ = await two(town)
    await writer.goes_through(ASKING)
    fellow = await joined(town)
    await forces(fellow, "/admin", "waiting", (await only(town)).id.hex(), "yes")
    assert "Waiting" not in await fellow.sees()
    assert (await only(town)).state == "asked"


async def test_what_was_changed_after_its_approval_does_not_go_out(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    await other.goes_through(f"{LOOKING}; [Approve]")
    written = await only(town)
    assert await approvals.of(town.store.database, written.id)
    other_words = replace(written, texts={**written.texts, "en": "Vote for us."})
    await town.store.apply(Changes((announcements.change(written, other_words),)))
    await due_now(town.store, town.now)
    assert await hears(town, resident) == []
    assert (await only(town)).state == "asked"


async def test_it_is_refused_with_a_reason_that_its_members_read_and_mend(town: Town) -> None:
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    await other.goes_through(f"{LOOKING}; [Refuse]; Please say where.")
    assert (await only(town)).state == "refused"
    assert "Your announcement was not approved. Why: /organisation" in await told(town, writer)
    fellow = await joined(town)
    await fellow.goes_through("/organisation; [Announcements]; [Advice]")
    assert "The reason: Please say where" in (await fellow.sees()).replace(BREAK, "")
    await fellow.goes_through(
        "[Write it anew]; [Change one]; [1. ]; Advice at the town hall.; [Send]; [Next]"
    )
    assert "Advice at the town hall." in await fellow.sees()
    assert "Conseils" in await fellow.sees(), "what was not changed is as it was"
    await fellow.taps("Send for approval")
    assert [each.state for each in await announcements.of(town.store.database, SLUG)] == ["asked"]


async def test_it_is_called_off_by_its_members_and_stays_stopped_where_staff_stopped_it(town: Town) -> None:
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    await other.goes_through(f"{LOOKING}; [Approve]")
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Stop everything]")
    await writer.goes_through("/organisation; [Announcements]; [Advice]")
    assert "Let it go on" not in await writer.sees()
    for action in ("resume", "yes"):
        here = (await writer.card()).turns.removesuffix("part")
        await writer.does(Tap(f"{here}{action}"))
    assert (await only(town)).state == "paused"
    await writer.goes_through("/organisation; [Announcements]; [Advice]; [Call it off]; [Yes]")
    assert (await only(town)).state == "cancelled"


async def test_whoever_writes_chooses_where_several_consultations_are_open(town: Town) -> None:
    (writer,) = await speakers(town, 1)
    await town.hold(slug="water-2026", title=dict.fromkeys(("en", "fr", "ar"), "Water"))
    await writer.goes_through("/organisation; [Announcements]; [Write an announcement: Water]")
    await writer.goes_through(f"{TEXTS}; [As soon as]; [Skip]; [Send]; [Next]; [Send for approval]")
    (written,) = await announcements.of(town.store.database, "water-2026")
    assert written.organisation


async def test_what_one_writes_for_somebody_else_is_not_lost(town: Town) -> None:
    await speakers(town, 1)
    both = await joined(town)
    await both.goes_through(WRITING)
    await both.goes_through(f"{await invited(town, 'administrator', 'Amina')}; [Accept]")
    await both.goes_through("/admin; [Announce]")
    assert "You are writing an announcement already." in await both.sees()
    assert (await only(town)).organisation


async def test_a_dishonest_link_is_refused_and_nothing_else_is_live(town: Town) -> None:
    writer, _ = await two(town)
    bad = (
        "/organisation; [Announcements]; [Write an announcement]; Read https://settat.example.evil@x.example"
    )
    await writer.goes_through(bad)
    assert "must not hold the sign" in await writer.sees()
    await writer.goes_through("Join @badbot or evil.example, see https://town.example/a; Rien; لا شيء")
    await writer.goes_through("[As soon as]; [Skip]; [Send]; [Next]")
    seen = await writer.sees()
    assert f"@{BREAK}badbot" in seen
    assert f"evil{BREAK}.example" in seen
    assert "https://town.example/a" in seen


@pytest.mark.sqlite
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("speaks", [True, False], ids=["member", "no member"])
async def test_only_its_members_write_in_its_name(town: Town, role: Role | None, speaks: bool) -> None:
    somebody = await somebody_who(town, role, speaks)
    await forces(somebody, "/organisation", "announcements", f"begin:{SLUG}")
    writes = "What shall people read?" in await somebody.sees()
    assert writes == allowed("speak", role, speaks, OWN)


async def test_who_wrote_it_is_not_kept_once_it_is_over(town: Town) -> None:
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    assert (await only(town)).author
    await other.goes_through(f"{LOOKING}; [Approve]")
    await sweep_all(town.store, int(town.now.timestamp()))
    assert (await only(town)).author, "they are told what becomes of it"
    await town.store.apply(Changes((announcement_states.move(await only(town), "done"),)))
    await sweep_all(town.store, int(town.now.timestamp()))
    assert (await only(town)).author is None


async def test_an_organisation_that_is_verified_no_more_says_nothing(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    writer, other = await two(town)
    await writer.goes_through(ASKING)
    await other.goes_through(f"{LOOKING}; [Approve]")
    now = int(town.now.timestamp())
    ours = await found(town)
    await town.store.apply(await verifying.refused(town.store, ours, "It is gone.", now, random_bytes))
    await due_now(town.store, town.now)
    assert await hears(town, resident) == []
    await other.writes("/event")
    assert "Waiting" not in await other.sees()
    assert (await only(town)).state == "cancelled"


async def test_what_one_is_writing_is_seen_and_erased_with_all_else(town: Town) -> None:
    writer, _ = await two(town)
    await writer.goes_through(WRITING)
    await writer.writes("/mydata")
    assert "You began to write an announcement: /organisation" in await writer.sees()
    await writer.goes_through("[Erase everything]; [Erase]")
    assert await announcements.of(town.store.database, SLUG) == []


async def test_what_waits_of_one_organisation_is_bounded_and_nothing_is_lost(town: Town) -> None:
    writer, other = await two(town)
    ours = await found(town)
    await ask_for_events(town, ours.id, MOST - 1)
    await writer.goes_through(ASKING)
    assert "It waits for approval. I tell you here." in await writer.sees()
    await writer.goes_through(WRITING.replace("Advice", "More advice") + "; [Next]; [Send for approval]")
    seen = await writer.sees()
    assert f"{MOST} announcements and events of your organisation wait for approval already." in seen
    assert "More advice on rents" in seen, "it is kept"
    await other.goes_through(f"{LOOKING}; [Refuse]; Not now.")
    await writer.taps("Send for approval")
    assert "It waits for approval. I tell you here." in await writer.sees()


async def test_an_event_more_than_can_wait_is_kept_as_a_draft(town: Town) -> None:
    writer, _ = await hosts(town)
    await ask_for_events(town, (await found(town)).id, MOST)
    await writer.goes_through(f"{WRITING_EVENT.format(room=2)}; [Send for approval]")
    assert "wait for approval already" in await writer.sees()
    assert len([each for each in await events.every(town.store.database) if each.state == "draft"]) == 1
    await town.store.apply(Changes((events.refuse_others((await found(town)).id, b""),)))
    await writer.taps("Send for approval")
    assert "It waits for approval now." in await writer.sees()


async def test_an_author_who_left_for_another_organisation_approves_nothing_of_their_own(town: Town) -> None:
    writer, _ = await two(town)
    await writer.goes_through(ASKING)
    await writer.goes_through("/organisation; [Leave]; [Leave]")
    await joins(town, writer, "Water For All")
    await writer.writes("/event")
    assert not [each for each in await writer.buttons() if each.label.startswith("Waiting")]
    await writer.writes("/admin")
    assert "There is nothing to do for you just now." in await writer.sees()
    person = await town.desk.whose(writer.channel, writer.address)
    assert person
    assert await can_approve(town.store, person, await only(town)) == ""


async def test_nor_of_an_event_of_their_own(town: Town) -> None:
    writer, _ = await hosts(town)
    await joined(town)  # somebody stays
    await writer.goes_through(f"{WRITING_EVENT.format(room=2)}; [Send for approval]")
    await writer.goes_through("/organisation; [Leave]; [Leave]")
    await joins(town, writer, "Water For All")
    person = await town.desk.whose(writer.channel, writer.address)
    assert person
    (event,) = await events.every(town.store.database)
    assert event.state == "asked"
    assert await can_approve(town.store, person, event) == ""
