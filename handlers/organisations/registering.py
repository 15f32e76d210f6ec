"""What becomes of a registration form that was filled in: an organisation that waits to be verified."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.guided import asked_again
from handlers.turn import Turn
from storage import organisations, people
from storage.changes import Changes
from storage.organisations import Organisation, Profile
from survey.lookalikes import tidy

NAME = "name"


async def registered(turn: Turn, answers: Mapping[str, str]) -> Changes:
    """Keep it, unless it has no name or its sender speaks for an organisation already."""
    profile = Profile(**{name: tidy(value) for name, value in answers.items()}) if NAME in answers else None
    if profile is None or not profile.name:
        notice = turn.view.words.say("Nobody can verify an organisation without its name. Please write it.")
        return turn.to(asked_again(turn.view, NAME, notice))
    profile = replace(profile, contact=turn.view.person.id.hex())
    done = turn.view.moved(over="organisation").with_draft(None).but(scene="choose", survey="")
    person, keys = turn.view.person.id, turn.store.keys
    before = await organisations.of(turn.store.database, keys, person)
    if before and before.state != "refused":
        return turn.to(done)
    if before:  # the same one again: what it has sent stays its own, and it answers once
        return turn.to(done, organisations.change(keys, before, "waiting", profile))
    organisation = Organisation(turn.place.fresh(16), 1, "waiting", profile)
    trusted = people.trust_only(keys, person, turn.incoming.channel, turn.incoming.address)
    return turn.to(done, *organisations.register(keys, organisation, person), *trusted)
