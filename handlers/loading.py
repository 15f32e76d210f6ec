"""Loads what there is about a person: at which survey of which consultation they are, and how far."""

import asyncio
from dataclasses import replace
from uuid import UUID

from handlers.guided import VERSION, about, asked_for, guided_form, kind_of
from handlers.view import Place, Survey, View
from storage import consultations, conversations, organisations, shared_drafts
from storage.conversations import Conversation, Draft, Loaded
from storage.people import Somebody
from storage.shared_drafts import Where
from storage.store import Store
from survey import engine
from survey.form import Form
from survey.state import State, StateError


async def look(store: Store, place: Place, person: Somebody) -> View:
    """Load what there is about a person."""
    return await standing(
        store, place, person, await conversations.load(store.database, store.keys, person.id)
    )


async def standing(store: Store, place: Place, person: Somebody, loaded: Loaded) -> View:
    """The same, where the conversation is loaded."""
    conversation = loaded.conversation
    view = View(place, person, loaded.version, conversation)
    return await at(store, view, conversation.consultation, conversation.survey)


async def at(store: Store, view: View, slug: str, survey: str, held: bool = False) -> View:
    """The same person at this survey of this consultation; both may be empty.

    `held`: also at what is held of an organisation that may not answer, or not any more.
    """
    conversation = view.conversation
    if (conversation.consultation, conversation.survey) != (slug, survey):
        conversation = conversation.but(consultation=slug, survey=survey)
    consultation = await store.consultation(slug) if slug else None
    view = View(view.place, view.person, view.version, conversation, consultation)
    if not slug:
        return replace(view, survey=await _guided(store, view)) if survey else view
    if view.consultation is None or not survey or view.here.ended:
        return view
    if view.for_organisation and not view.trial:
        view = await _for_organisation(store, view, held)
        if view.shared is None:
            return view
    return replace(view, survey=await _survey(store, view))


async def _for_organisation(store: Store, view: View, held: bool) -> View:
    """With the organisation the person speaks for, and its draft; as it is if they speak for none."""
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    if organisation is None or view.person.limited or not (held or organisation.state == "verified"):
        return view
    where = Where(organisation.id, view.here.slug, view.conversation.survey)
    shared = await shared_drafts.load(store.database, store.keys, where)
    conversation = view.conversation.with_draft(shared.draft)
    return replace(view, organisation=organisation, shared=shared, conversation=conversation)


async def _survey(store: Store, view: View) -> Survey:
    slug, name, draft = view.here.slug, view.conversation.survey, view.conversation.draft
    if draft and not (draft.trial and view.here.state == "open"):
        form = await store.form(slug, name, draft.version)
        if (state := _state(form, draft)) is not None:
            return Survey(form, draft.version, lambda: state, await store.media(slug, name, draft.version))
    newest = (await consultations.latest(store.database, slug))[name]
    begun = _begun(view, await store.form(slug, name, newest.number), newest.number)
    return replace(begun, media=await store.media(slug, name, newest.number))


async def _guided(store: Store, view: View) -> Survey:
    name = view.conversation.survey
    written_for = await store.consultation(about(name)) if about(name) else None
    languages = asked_for(name, written_for.terms.languages) if written_for else ()
    form = await asyncio.to_thread(guided_form, kind_of(name), languages)
    draft = view.conversation.draft
    state = _state(form, draft) if draft else None
    return Survey(form, VERSION, lambda: state) if state is not None else _begun(view, form, VERSION)


def _state(form: Form, draft: Draft) -> State | None:
    """How far a draft has come; None if it does not fit its form: begin again rather than be stuck."""
    try:
        return State.from_json(draft.state, form)
    except StateError:
        return None


async def begun_again(store: Store, view: View) -> Conversation:
    """The survey from its first question, on its newest version, with its choices shuffled as before."""
    conversation = view.moved(scene="question").with_draft(None)
    anew = replace(view, conversation=conversation)
    survey = await _survey(store, anew) if view.consultation else await _guided(store, anew)
    return replace(anew, survey=survey).keeping(survey.state, conversation)


def _begun(view: View, form: Form, version: int) -> Survey:
    """In a response of its own; where there is one already, in that one."""
    before = view.survey.state.values.get(form.instance_id) if view.survey else ""
    instance = before or f"uuid:{UUID(bytes=view.place.fresh(16), version=4)}"
    return Survey(form, version, lambda: engine.begin(form, view.moment, instance, view.language))
