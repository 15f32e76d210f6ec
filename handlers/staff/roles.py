"""Roles as people say them."""

from handlers.words import Words
from storage.staff import Role


def role_name(words: Words, role: Role) -> str:
    """A role as people say it."""
    return {
        "owner": words.say("owner"),
        "administrator": words.say("administration"),
        "reader": words.say("reading only"),
    }[role]
