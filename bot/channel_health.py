"""What keeps a channel from working, for staff and for whoever watches the process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Trouble = Literal["token", "conflict", "webhook", "outage"]
"""The worst comes first. `token`: it is refused; `conflict`: somebody else fetches the updates; `webhook`: it
cannot be set or reached; `outage`: no answer, or an odd one."""
WORST_FIRST: tuple[Trouble, ...] = get_args(Trouble)


@dataclass
class ChannelHealth:
    """One channel, as its parts report it."""

    _reported: dict[str, Trouble] = field(default_factory=dict)

    def report(self, part: str, trouble: Trouble | None) -> None:
        """Note what a part of the channel meets; None once it works."""
        if trouble:
            self._reported[part] = trouble
        else:
            self._reported.pop(part, None)

    @property
    def trouble(self) -> Trouble | None:
        """The worst there is now; None if the channel works."""
        return min(self._reported.values(), key=WORST_FIRST.index, default=None)


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What keeps the process from being ready, if anything does; of each channel "up", or its trouble."""

    ails: Literal["", "database", "keys"] = ""
    channels: Mapping[str, str] = field(default_factory=dict)


def list_troubles(channels: Mapping[str, ChannelHealth]) -> dict[str, str]:
    """Each channel by name: "up", or what ails it."""
    return {name: each.trouble or "up" for name, each in channels.items()}
