"""Who of the staff counts as one person when something is approved: whoever came in just now, and who invited
them. Pure.

Nobody can tell whether an invitation went to a colleague or to a second device of the one who made it. For
some days (`MUSHAWARA_APART_AFTER_HOURS`) an owner may find out who came in before both decide together.
"""

from collections.abc import Iterable

from storage.staff import Colleague


def are_tied(found: Iterable[Colleague], one: bytes | None, other: bytes) -> bool:
    """Whether these two of the staff may be the same person."""
    return any({one, other} <= group for group in _groups(found))


def count_independent(found: Iterable[Colleague], roles: Iterable[str]) -> int:
    """How many people those in these roles are at least."""
    among = list(found)
    able = {each.person for each in among if each.role in roles}
    return sum(not able.isdisjoint(group) for group in _groups(among))


def _groups(found: Iterable[Colleague]) -> list[set[bytes]]:
    """Everybody, those who are tied together; a person who left holds those together whom they invited."""
    groups: list[set[bytes]] = []
    for each in found:
        ties = {each.person, each.invited_by or each.person}
        joined = [group for group in groups if not group.isdisjoint(ties)]
        groups = [group for group in groups if group.isdisjoint(ties)]
        groups.append(ties.union(*joined))
    return groups
