"""A clock that jumps ahead is not believed for a day: what it would destroy waits (docs/decisions/0023).

Pure: what the clock says, and how much time has passed on the one that runs evenly, are arguments.
"""

from storage.clocks import Belief

STEP = 3_600
"""Seconds by which it may be ahead of the even one."""
SILENCE = 7 * 86_400
"""Seconds without a sign of life after which a process that starts does not know how late it is."""
WAIT = 86_400
"""Seconds of the even one for which somebody can set it right."""


def at_start(before: Belief | None, now: float) -> Belief:
    """What a process believes that starts, of what was kept before."""
    if before is None:
        return Belief(now, now)
    still = before.doubted > 0 and now >= before.wall - STEP
    if not still and now - before.sure <= SILENCE:
        return Belief(now, now)
    same = still and now - before.wall <= SILENCE
    return Belief(now, before.sure, before.doubted if same else 1)


def looked(before: Belief, now: float, passed: float) -> Belief:
    """What it believes after so many seconds of the even clock, where the other says `now`."""
    sure = before.sure + passed
    jumped = now - before.wall > passed + STEP
    doubted = 1 if jumped else before.doubted + passed
    if now <= sure + STEP or doubted >= WAIT:
        return Belief(now, now)
    return Belief(now, sure, doubted)
