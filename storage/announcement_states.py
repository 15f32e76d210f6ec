"""How an announcement goes from one state to the next, each time only out of the one it was loaded in."""

from sqlalchemy import bindparam, or_, update

from storage.announcements import IN_STATE, UNDER_WAY, Announcement
from storage.changes import Repeat, Stale, Write
from storage.kinds import NAMED, State
from storage.schema.announcements import ANNOUNCEMENT
from storage.schema.announcements import Announcement as AnnouncementRow

_MOVE = update(AnnouncementRow).where(*IN_STATE).values(state=bindparam("after"))
_REFUSE = _MOVE.values(reason=bindparam("why"))
_REFUSE_OTHERS = (
    update(AnnouncementRow)
    .where(
        ANNOUNCEMENT.organisation == bindparam("of"),
        ANNOUNCEMENT.state == "asked",
        or_(ANNOUNCEMENT.author.is_(None), ANNOUNCEMENT.author != bindparam("but")),
    )
    .values(state="refused")
)
_STILL = update(AnnouncementRow).where(*IN_STATE).values(state=ANNOUNCEMENT.state)
_MOVE_SERIES = (
    update(AnnouncementRow)
    .where(ANNOUNCEMENT.series == bindparam("which"), ANNOUNCEMENT.state == bindparam("before"))
    .values(state=bindparam("after"))
)
_RESUME = update(AnnouncementRow).where(*IN_STATE).values(state=bindparam("after"), due=bindparam("new_due"))
_STOP = update(AnnouncementRow).where(*UNDER_WAY).values(state="paused")
_ADVANCE = (
    update(AnnouncementRow)
    .where(
        ANNOUNCEMENT.id == bindparam("which"),
        ANNOUNCEMENT.state == "waiting",
        ANNOUNCEMENT.due == bindparam("was_due"),
    )
    .values(due=bindparam("new_due"), state=bindparam("after"))
)


def move(announcement: Announcement, after: State) -> Write:
    """From the state it was loaded in to the next; raises `Stale` if it is not in that state any more."""
    return Write(_MOVE, _out_of(announcement, after=after), otherwise=Stale)


def refuse(announcement: Announcement, reason: str) -> Write:
    """It does not go out, for this reason; raises as `move`."""
    return Write(_REFUSE, _out_of(announcement, after="refused", why=reason), otherwise=Stale)


def refuse_others(organisation: bytes, but: bytes) -> Write:
    """What waits for approval and this member of the organisation did not write does not go out."""
    return Write(_REFUSE_OTHERS, {"of": organisation, "but": but})


def resume(announcement: Announcement, due_at: int) -> Write:
    """From paused on, raises as `move`; its audience, if it has one, is looked at once more."""
    after: State = "sending" if announcement.audience in NAMED else "waiting"
    return Write(_RESUME, _out_of(announcement, after=after, new_due=due_at), otherwise=Stale)


def move_series(announcement: Announcement, before: State, after: State) -> Write:
    """What has come already by its rule, from one state to the next."""
    return Write(_MOVE_SERIES, {"which": announcement.id, "before": before, "after": after})


def stop() -> Write:
    """All that waits or is on its way, of any consultation, is paused."""
    return Write(_STOP, {})


def still(announcement: Announcement) -> Write:
    """Raises `Repeat` if it is not in the state any more it was loaded in: another process moved it on."""
    return Write(_STILL, _out_of(announcement), otherwise=Repeat)


def addressed(announcement: Announcement) -> Write:
    """All of its audience have a delivery; raises `Repeat` if another process made them."""
    return Write(_MOVE, _out_of(announcement, after="sending"), otherwise=Repeat)


def advance(announcement: Announcement, due_at: int | None) -> Write:
    """It came by its rule and comes next at a time, or not again; raises `Repeat` if another did it."""
    values = {
        "which": announcement.id,
        "was_due": announcement.due,
        "new_due": due_at or announcement.due,
        "after": "waiting" if due_at else "done",
    }
    return Write(_ADVANCE, values, otherwise=Repeat)


def _out_of(announcement: Announcement, **values: str | int) -> dict[str, object]:
    return {"which": announcement.id, "before": announcement.state, **values}
