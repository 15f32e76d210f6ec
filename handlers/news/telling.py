"""What somebody is told of an announcement."""

from handlers.announcements.reading import language_for, media_of, read_as
from handlers.events import notices
from handlers.words import LANGUAGES, Words
from storage import announcements, approvals
from storage.announcements import Announcement
from storage.consultations import Consultation
from storage.kinds import OF_INQUIRIES, OF_ORGANISATIONS, TO_AUTHORS
from storage.messages import Button, News
from storage.people import Somebody
from storage.store import Store


async def news(store: Store, announcement: bytes, person: Somebody) -> News | None:
    """What this person is told; None if the announcement is gone."""
    found = await announcements.get(store.database, announcement)
    if found is None:
        return None
    words = Words(person.language or LANGUAGES[0])
    if found.kind in OF_ORGANISATIONS:
        return _of_organisation(found, words)
    if found.kind in OF_INQUIRIES:
        return _of_inquiry(found, words)
    if found.kind == "going_out":
        return _to_staff(found, words)
    if found.kind == "upr_due":
        due = words.say("Something is due that was planned before the review. To see it: /admin")
        return News(found.id.hex(), words.language, due)
    if found.kind in TO_AUTHORS:
        return _to_author(found, words)
    if found.event:
        return await notices.news(store, found, person)
    return await _of_consultation(store, found, person)


async def _of_consultation(store: Store, found: Announcement, person: Somebody) -> News | None:
    consultation = await store.consultation(found.consultation)
    if consultation is None:
        return None
    terms = consultation.terms
    language = terms.spoken(person.language)
    if found.kind == "written":
        language = language_for(found, consultation, person.language)
        text = await read_as(store, found, language)
    else:
        text = _text(found, consultation, Words(language))
    if not text:
        return None
    return News(
        key=found.id.hex(),
        language=language,
        text=text + await _alone(store, found, Words(language)),
        buttons=_buttons(found, consultation, Words(language)),
        medium=next(iter(await media_of(store, found, terms.say(terms.title, language))), None),
    )


async def _alone(store: Store, announcement: Announcement, words: Words) -> str:
    """Everybody sees it where nobody else looked at it before it went out."""
    found = await approvals.of(store.database, announcement.series or announcement.id)
    said = words.say("One person approved this.")
    return f"\n\n{said}" if found and found.alone else ""


def _to_staff(note: Announcement, words: Words) -> News:
    """Names nothing either. One tap here stops everything."""
    text = words.say("An announcement is going out now. If it is wrong, stop it here.")
    code = note.series.hex() if note.series else ""
    rows = (
        (Button(words.say("Stop everything under way"), "halt", "main"),),
        (Button(words.say("See how far it is"), f"news:{code}"),),
    )
    return News(note.id.hex(), words.language, text, rows)


def _of_inquiry(note: Announcement, words: Words) -> News:
    """Names nothing either: neither question nor region."""
    match note.kind:
        case "inquiry":
            text = words.say("Somebody asks you something as the contact of a region. To read it: /admin")
        case "inquiry_waits":
            text = words.say("Questions of people still wait for your answer. To read them: /admin")
        case _:
            text = words.say("Your question was looked at. To read what was said: /contact")
    return News(note.id.hex(), words.language, text)


def _to_author(decided: Announcement, words: Words) -> News:
    """Names nothing either; where they read on is a command of those who may write."""
    said = {
        ("news_approved", True): words.say("Your announcement was approved. How it stands: /organisation"),
        ("news_approved", False): words.say("Your announcement was approved. How it stands: /admin"),
        ("news_refused", True): words.say("Your announcement was not approved. Why: /organisation"),
        ("news_refused", False): words.say("Your announcement was not approved. Why: /admin"),
    }
    text = said[decided.kind, decided.organisation is not None]
    return News(decided.id.hex(), words.language, text)


def _of_organisation(announcement: Announcement, words: Words) -> News:
    """Names nobody: others may read the notification on a locked phone."""
    say = words.say
    match announcement.kind:
        case "removed":
            text = say("You are not a member any more: the contact removed you. How it stands: /organisation")
        case "handed":
            text = say("What you handed over was taken, and you have left. How it stands: /organisation")
        case "contact":
            text = say("It was handed over to you: you are the contact now. What you can do: /organisation")
        case "to_sign":
            text = say("Your organisation is asked to sign a paper. To read it: /organisation")
        case "sign_again":
            text = say("A paper that your organisation signed has changed. To read it again: /organisation")
        case "sign_said":
            text = say("Somebody of your organisation answered about a paper. To see it: /organisation")
        case _:
            text = say("What you registered was looked at. To see what was decided: /organisation")
    return News(announcement.id.hex(), words.language, text)


def _text(announcement: Announcement, consultation: Consultation, words: Words) -> str:
    terms = consultation.terms
    title = terms.say(terms.title, words.language)
    if announcement.kind == "opened":
        return words.say("The consultation “%(title)s” is open.", title=title)
    ended = words.say("The consultation “%(title)s” has ended. Thank you to all who took part.", title=title)
    if not terms.results_on:
        return ended
    day = words.day(terms.results_on)
    return f"{ended}\n{words.say('Results will be published on %(day)s.', day=day)}"


def _buttons(
    announcement: Announcement, consultation: Consultation, words: Words
) -> tuple[tuple[Button, ...], ...]:
    rows = [(Button(words.say("No more news of this"), f"mute:{consultation.slug}"),)]
    if consultation.state == "open" and announcement.cards:
        rows.insert(0, (Button(words.say("Read the cards"), f"learn:{announcement.id.hex()}", "main"),))
    elif consultation.state == "open":
        rows.insert(0, (Button(words.say("Take the survey"), f"start:{consultation.slug}", "main"),))
    if announcement.organisation:
        hush = f"hush:{announcement.organisation.hex()}"
        rows.append((Button(words.say("Nothing more of this organisation"), hush),))
    return tuple(rows)
