"""A paper of a coalition in a town: kept, asked to be signed, changed, and read on the dashboard."""

import io
import re
from dataclasses import replace

import docx

from handlers.submissions import keeping, signing
from handlers.submissions.drafts import draft_of
from reports.submission.draft import Draft, Paragraph, Section
from reports.submission.reading import write
from storage import papers
from storage.changes import Changes
from storage.papers import Paper
from tests.bot.dashboard.office import Browser, hired, office_of
from tests.organisations import found, joined, registered, verify
from tests.released import crowd, release
from tests.town import SLUG, START, Resident, Town, plain

OFFICE = b"o" * 16
"""Who writes it."""
TEXT = "Many homes are damp, and repairs take long."
DRAFT = Draft(
    "Homes that are fit to live in",
    "Morocco",
    "en",
    "coalition",
    SLUG,
    1,
    False,
    ("housing",),
    ("Tenants together",),
    "office@housing.example",
    Paragraph("This paper tells how people live."),
    (Section("Housing", (Paragraph(TEXT), Paragraph("Rents rise faster than wages."))),),
)


async def written(town: Town, draft: Draft = DRAFT) -> Paper:
    """It is on the dashboard."""
    content = write(draft).decode()
    paper = Paper(b"p" * 16, SLUG, "en", draft.form, int(START.timestamp()), content, ("somebody",))
    await town.store.apply(Changes((papers.add(paper),)))
    return paper


async def paper_of(town: Town) -> Paper:
    (one,) = await papers.every(town.store.database)
    return one


async def asks(town: Town, *names: str, sign: bool = True) -> str:
    """The office asks these organisations to sign it, or asks them no more; what it is told."""
    those = [(await found(town, each)).id for each in names]
    place = town.desk.place()
    outcome = await signing.ask(town.store, place, OFFICE, await paper_of(town), those, sign=sign)
    await town.store.apply(outcome.changes)
    return outcome.said


async def rewritten(town: Town, text: str = TEXT, *cites: str) -> None:
    """Its first paragraph is another one."""
    paper = await paper_of(town)
    draft = draft_of(paper)
    (section,) = draft.sections
    first = Paragraph(text, cites)
    changed = replace(draft, sections=(replace(section, paragraphs=(first, *section.paragraphs[1:])),))
    place = town.desk.place()
    outcome = await keeping.changed(town.store, place, OFFICE, paper, paper.version, changed)
    assert outcome.said == "done"
    await town.store.apply(outcome.changes)


async def coalition(town: Town) -> tuple[Resident, Resident, Resident]:
    """Two members of Housing Now, the second in the web chat, and one of Water For All."""
    first, other = await registered(town), await registered(town, "Water For All")
    await verify(town)
    await verify(town, "Water For All")
    return first, await joined(town, channel="web"), other


OPENS = "/organisation; [Papers to sign]; [Homes]"
SIGNS = f"{OPENS}; [We sign]; [Yes, we sign]"
DECLINES = f"{OPENS}; [We do not sign]; [Yes, we do not sign]"


async def page_read(town: Town) -> str:
    """What its page says of the check and of who signs, as lines of text."""
    async with office_of(town) as office, office.signed_in(await hired(town)) as browser:
        await browser.opens(f"/admin/papers/{(await paper_of(town)).code}")
        html = browser.page.partition('id="check"')[2].partition('id="about"')[0]
    text = plain(re.sub(r"<[^>]*>", "", html.partition(">")[2].rpartition("<")[0]))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


async def taken(browser: Browser, paper: Paper) -> list[str]:
    """The paragraphs of its Word file."""
    address = browser.server.make_url(f"/admin/papers/{paper.code}/file")
    sent = await browser.session.post(address, headers=browser.ours)
    return [each.text for each in docx.Document(io.BytesIO(await sent.read())).paragraphs]


async def happens(town: Town, line: str) -> str | None:
    """What a journey says that is done with it; None for anything else."""
    match line:
        case "(a paper is written on the dashboard; Housing Now and Water For All are asked to sign it)":
            await crowd(town, 60)
            await release(town)
            await written(town)
            await asks(town, "Housing Now", "Water For All")
            return ""
        case "(the page of the paper is opened on the dashboard)":
            return await page_read(town)
        case "(somebody writes the first paragraph anew)":
            await rewritten(town, "Most homes are damp, and repairs take very long.")
            return ""
        case "(the paper is taken as a Word file)":
            async with office_of(town) as office, office.signed_in(await hired(town)) as browser:
                return "\n".join((await taken(browser, await paper_of(town)))[:2])
    return None
